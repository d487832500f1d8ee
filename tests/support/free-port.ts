import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that was free a moment ago: a server that comes back must come back there. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening socket has no port');
  server.close();
  await once(server, 'close');
  return address.port;
}
