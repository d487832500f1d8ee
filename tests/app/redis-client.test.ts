import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { redisClient } from '../../src/app/redis-client.ts';
import { startFloorRedis } from '../support/faults/redis.ts';
import { startSentinel } from '../support/faults/sentinel.ts';
import { type Fate, openWire } from '../support/faults/wire.ts';
import { deleteFolder, makeFolder, reap } from '../support/reaper.ts';
import { until } from '../support/until.ts';

const waitMsMax = 30_000;
/** Given up after five seconds where nobody asks elsewhere. */
const strandedMsMax = 3_500;
/** A library left to itself waits for ten seconds. */
const untakenMsMax = 6_000;
/** Longer than it takes to be doubted, and to ask elsewhere. */
const slowMs = 3_000;
/** A sentinel that found itself held up trusts nothing it sees for half a minute. */
const promotionMsMax = 120_000;
let folder: string;

before(async () => {
  folder = await makeFolder('watchfloor-client');
});
after(() => deleteFolder(folder));

/** What it answers once it answers; errors and waiting are what is tried. */
async function set(client: ReturnType<typeof redisClient>, value: string): Promise<boolean> {
  return (await client.set('key', value).catch(() => null)) === 'OK';
}

function clientOf(address: string) {
  const client = redisClient(address, null);
  client.on('error', () => undefined);
  return client;
}

describe('a client', { concurrency: true }, () => {
  test('gives a connection up that is silent while Redis is there, and asks again on another', async (t) => {
    const server = await startFloorRedis({ dir: join(folder, 'silent') });
    const wire = await openWire(server.port);
    const client = clientOf(wire.url);
    t.after(async () => {
      client.disconnect();
      await wire.close();
      await server.close();
    });
    assert.ok(await set(client, 'before'));
    wire.strand();
    const from = performance.now();
    assert.ok(await set(client, 'after'));
    assert.ok(performance.now() - from < strandedMsMax, `${performance.now() - from} ms`);
  });

  test('keeps a connection on which Redis is slow', async (t) => {
    const server = await startFloorRedis({ dir: join(folder, 'slow') });
    const client = clientOf(server.url);
    t.after(async () => {
      server.resume();
      client.disconnect();
      await server.close();
    });
    assert.ok(await set(client, 'before'));
    let closed = 0;
    client.on('close', () => closed++);
    server.pause();
    const answered = set(client, 'after');
    await pause(slowMs);
    server.resume();
    assert.ok(await answered);
    assert.equal(closed, 0);
  });

  test('keeps a connection on which a write waits, since Redis lets none through', async (t) => {
    const server = await startFloorRedis({ dir: join(folder, 'paused') });
    const client = clientOf(server.url);
    t.after(async () => {
      client.disconnect();
      await server.close();
    });
    assert.ok(await set(client, 'before'));
    let closed = 0;
    client.on('close', () => closed++);
    await server.client().call('CLIENT', 'PAUSE', slowMs, 'WRITE');
    assert.ok(await set(client, 'after'));
    assert.equal(closed, 0);
  });

  test('that is told the server may not write goes where the address leads now', async (t) => {
    const replica = await startFloorRedis({
      dir: join(folder, 'one'),
      args: ['--replicaof', '127.0.0.1', '1'],
    });
    const primary = await startFloorRedis({ dir: join(folder, 'other') });
    let leadsTo = replica.port;
    const sockets = new Set<Socket>();
    const front = createServer((socket) => {
      const onward = connect(leadsTo, '127.0.0.1');
      for (const end of [socket, onward]) sockets.add(end.on('error', () => undefined));
      socket.pipe(onward).pipe(socket);
    });
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    const address = front.address();
    assert.ok(address !== null && typeof address === 'object');
    const client = clientOf(`redis://127.0.0.1:${address.port}`);
    t.after(async () => {
      client.disconnect();
      for (const socket of sockets) socket.destroy();
      front.close();
      await Promise.all([replica.close(), primary.close()]);
    });
    await assert.rejects(client.set('key', 'x'), /^ReplyError: READONLY/);
    leadsTo = primary.port;
    await until('it may write', () => set(client, 'y'), waitMsMax);
  });

  test('gives a connection up soon that nobody takes, so that it asks again where to go', async (t) => {
    const port = await portThatTakesNone(t);
    const client = redisClient(`redis://127.0.0.1:${port}`, null);
    t.after(() => client.disconnect());
    const from = performance.now();
    const [error] = await once(client, 'error');
    assert.match(String(error), /ETIMEDOUT/);
    assert.ok(performance.now() - from < untakenMsMax, `${performance.now() - from} ms`);
  });

  for (const [name, isAsking] of [
    ['asks sentinels follows them to the replica that they promote', false],
    ['asks sentinels follows them there where it is just asking as they promote it', true],
  ] as const)
    test(`that ${name}`, async (t) => {
      const own = join(folder, isAsking ? 'asking' : 'told');
      const primary = await startFloorRedis({ dir: join(own, 'primary') });
      const args = ['--replicaof', '127.0.0.1', String(primary.port), '--repl-diskless-sync-delay', '0'];
      const replica = await startFloorRedis({ dir: join(own, 'replica'), args });
      const follower = replica.client();
      const isFollowing = async () => (await follower.info('replication')).includes('master_link_status:up');
      await until('the replica follows', isFollowing, waitMsMax);
      const sentinel = await startSentinel(own, primary.port);
      const wire = await openWire(sentinel.port);
      const client = clientOf(wire.url.replace('redis:', 'redis+sentinel:').concat('/floor'));
      const sentinels = clientOf(`redis://127.0.0.1:${sentinel.port}`);
      const listener = sentinels.duplicate();
      t.after(async () => {
        for (const each of [client, sentinels, listener]) each.disconnect();
        await wire.close();
        await Promise.all([sentinel.close(), primary.close(), replica.close()]);
      });
      assert.ok(await set(client, 'before'));
      const knowsReplica = async () => {
        const known = await sentinels.call('SENTINEL', 'REPLICAS', 'floor');
        return Array.isArray(known) && known.length > 0;
      };
      await until('the sentinel knows the replica', knowsReplica, waitMsMax);
      await listener.subscribe('+switch-master');
      const switched = once(listener, 'message');
      if (isAsking)
        wire.arm(
          { name: 'asks', when: 'after', matches: ({ name }) => name === 'SENTINEL' },
          async (): Promise<Fate> => {
            await switched;
            await sentinels.ping(); // the client has been told by then, too
            return 'go-on';
          },
        );
      await primary.kill();
      await until('the promoted one takes it', () => set(client, 'after'), promotionMsMax);
      assert.equal(await follower.get('key'), 'after');
    });
});

/** As of a machine that vanished: what asks for a connection is not answered, not even refused. */
async function portThatTakesNone(t: TestContext): Promise<number> {
  const listens = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    require('node:fs').writeSync(1, String(this.address().port));
    process.kill(process.pid, 'SIGSTOP');
  });`;
  const stopped = reap(spawn(process.execPath, ['-e', listens], { stdio: ['ignore', 'pipe', 'ignore'] }));
  const [said] = await once(stopped.stdout, 'data');
  const port = Number(said);
  const waiting = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  t.after(() => {
    for (const socket of waiting) socket.destroy();
    stopped.kill('SIGKILL');
  });
  await Promise.all(waiting.slice(0, 1).map((socket) => once(socket, 'connect')));
  return port;
}
