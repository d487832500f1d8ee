import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { limitCrowd } from '../../../src/adapters/web/crowd.ts';

/** An address of this machine by which others know it. */
function outwardAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

test('however many come from elsewhere, there is room for the check of the machine itself', async (t) => {
  const outward = outwardAddress();
  if (outward === undefined) return t.skip('this machine has no address but its own');
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket)).listen(0, '0.0.0.0');
  limitCrowd(server, { perAddressMax: 9, strangersMax: 2 });
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const opened: Socket[] = [];
  t.after(() => {
    for (const socket of [...opened, ...accepted]) socket.destroy();
    server.close();
  });
  /** Whether the connection stands until a word on it comes back, or is closed. */
  const isTaken = async (host: string) => {
    const seen = once(server, 'connection');
    const socket = connect(address.port, host);
    socket.on('error', () => undefined);
    opened.push(socket);
    await Promise.all([once(socket, 'connect'), seen]);
    return accepted.at(-1)?.destroyed === false;
  };
  assert.deepEqual([await isTaken(outward), await isTaken(outward), await isTaken(outward)], [true, true, false]);
  assert.equal(await isTaken('127.0.0.1'), true);
  const [first] = accepted;
  first?.destroy();
  if (first !== undefined) await once(first, 'close');
  assert.equal(await isTaken(outward), true);
});
