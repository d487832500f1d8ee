/** A real Redis that is reached over TCP by TLS alone, asks for a certificate, and knows the user it is told of. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedisServer } from '../../src/adapters/redis-server/find.ts';
import { aSigner, type Signer } from './certificates.ts';
import { freePort } from './free-port.ts';
import { deleteFolder, makeFolder } from './reaper.ts';
import { endServer, spawnServer } from './redis.ts';
import { until } from './until.ts';

const readyMsMax = 20_000;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export interface TlsRedis {
  readonly port: number;
  /** Who signed the server's certificate and signs those it takes. */
  readonly signer: Signer;
  /** Writes a text into a file below the server's folder and gives its path. */
  file(name: string, text: string): Promise<string>;
  /** A connection of the user who may do everything, by a socket of his own. */
  admin(): Redis;
  /** Everything that the server keeps on disk lies here. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface TlsRedisOptions {
  /** Lines as of a file of users. */
  readonly users?: readonly string[];
  /** In place of a certificate for 127.0.0.1 that is valid now. */
  readonly named?: string;
  readonly validity?: { readonly from: Date; readonly to: Date };
  readonly asksForCertificate?: boolean;
}

/** Null where the Redis at hand cannot speak TLS. */
export async function startTlsRedis(options: TlsRedisOptions = {}): Promise<TlsRedis | null> {
  const found = await findRedisServer({ log: quiet });
  const folder = await makeFolder('wf-tls');
  const signer = aSigner();
  const server = signer.issue(options.named ?? '127.0.0.1', options.validity);
  const file = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  const port = await freePort();
  const path = join(folder, 's');
  const settings = [
    `port 0\ntls-port ${port}\nbind 127.0.0.1\nunixsocket ${path}\nunixsocketperm 700\ndir ${folder}`,
    `appendonly yes\nsave ""\ntls-ca-cert-file ${await file('ca.pem', signer.cert)}`,
    `tls-cert-file ${await file('cert.pem', server.cert)}\ntls-key-file ${await file('key.pem', server.key)}`,
    `tls-auth-clients ${options.asksForCertificate === false ? 'no' : 'yes'}`,
    ...(options.users ?? []),
  ];
  const running = spawnServer(found, folder, [await file('redis.conf', `${settings.join('\n')}\n`)]);
  const clients: Redis[] = [];
  const stop = async () => {
    for (const client of clients) client.disconnect();
    await endServer(running);
    await deleteFolder(folder);
  };
  if (!(await isServing(join(folder, 'log')))) {
    await stop();
    return null;
  }
  const admin = () => {
    const client = new Redis({ path, maxRetriesPerRequest: null, username: 'admin', password: 'admin' });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  return { port, signer, file, admin, folder, stop };
}

/** False where it cannot speak TLS. */
async function isServing(log: string): Promise<boolean> {
  const told = () => readFileSync(log, 'utf8');
  const isUnable = () => /Bad directive|not built/i.test(told());
  await until('it serves', () => isUnable() || /Ready to accept connections/.test(told()), readyMsMax, told);
  return !isUnable();
}
