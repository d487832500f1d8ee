import { createConnection, createServer, type Socket } from 'node:net';

/** A socket before a Redis that can swallow a reply and drop the connection, as a network does at the worst moment. */
export interface LossySocket {
  readonly path: string;
  /** The reply to the next script is lost: the server has run it, the client does not hear of it. */
  loseNextReply(): void;
  /** How many replies were lost so far. */
  readonly lost: number;
  close(): Promise<void>;
}

export async function startLossySocket(path: string, serverPath: string): Promise<LossySocket> {
  const sockets = new Set<Socket>();
  let isArmed = false;
  let lost = 0;
  const server = createServer((client) => {
    const upstream = createConnection(serverPath);
    let isLosing = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (isArmed && bytes.toString('latin1').includes('EVALSHA')) {
        isArmed = false;
        isLosing = true;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (!isLosing) return client.write(bytes);
      lost++;
      return client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    loseNextReply() {
      isArmed = true;
    },
    get lost() {
      return lost;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
