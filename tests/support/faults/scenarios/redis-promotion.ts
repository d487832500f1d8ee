/** A replica that takes the place of its primary: what was acknowledged and is gone, and what the program makes of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { apply } from '../../../../src/adapters/redis/transaction.ts';
import { deleteFolder, makeFolder } from '../../reaper.ts';
import { until } from '../../until.ts';
import { ordeal, pollAll } from '../ordeal.ts';
import { type FloorRedis, startFloorRedis } from '../redis.ts';
import type { Outcome, Scenario } from '../scenario.ts';

const linkedMsMax = 20_000;
const writersCount = 8;
const valueBytes = 2_000; // as an incident has
const loadMs = { short: 1_000, long: 5_000 };
/** How long the replica hears nothing before its primary is lost, as where the network goes before the machine does. */
const deafMs = { short: 1_000, long: 5_000 };
const waitMs = 500;

interface Pair {
  readonly primary: FloorRedis;
  readonly replica: FloorRedis;
}

async function onPair<T>(work: (pair: Pair) => Promise<T>): Promise<T> {
  const folder = await makeFolder('watchfloor-pair');
  try {
    const primary = await startFloorRedis({ dir: join(folder, 'primary') });
    const args = ['--replicaof', '127.0.0.1', String(primary.port), '--repl-diskless-sync-delay', '0'];
    const replica = await startFloorRedis({ dir: join(folder, 'replica'), args });
    try {
      await linked(replica);
      return await work({ primary, replica });
    } finally {
      await Promise.all([primary.close(), replica.close()]);
    }
  } finally {
    await deleteFolder(folder);
  }
}

async function linked(replica: FloorRedis): Promise<void> {
  const client = replica.client();
  const isUp = async () => (await client.info('replication')).includes('master_link_status:up');
  await until('the replica follows', isUp, linkedMsMax);
}

interface Way {
  readonly name: string;
  /** On the primary, before the load. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Whether each write waits until a replica has it. */
  readonly isAwaited: boolean;
}

const ways: readonly Way[] = [
  { name: 'plain', settings: [], isAwaited: false },
  {
    name: 'min-replicas',
    settings: [
      ['min-replicas-to-write', '1'],
      ['min-replicas-max-lag', '1'],
    ],
    isAwaited: false,
  },
  { name: 'wait', settings: [], isAwaited: true },
];

interface Acknowledged {
  readonly key: string;
  readonly at: number;
}

export const redisPromotionLoss: Scenario = {
  name: 'redis-promotion-loss',
  claim: 'what is lost by the promotion of a replica is what it had not heard, and nothing where writes wait for it',
  async run(_draw, { isLong }): Promise<Outcome> {
    const form = isLong ? 'long' : 'short';
    const figures: Record<string, unknown> = {};
    const found: string[] = [];
    for (const way of ways)
      for (const isDeaf of [false, true]) {
        const lost = await onPair((pair) => promotionUnderLoad(pair, way, loadMs[form], isDeaf ? deafMs[form] : 0));
        figures[`${way.name}${isDeaf ? '-deaf' : ''}`] = lost;
        if (way.isAwaited && lost.missing > 0) found.push(`${lost.missing} writes that a replica had are missing`);
      }
    return { found, figures };
  },
};

async function promotionUnderLoad({ primary, replica }: Pair, way: Way, loadMs: number, deafMs: number) {
  const acknowledged: Acknowledged[] = [];
  const control = primary.client();
  for (const [name, value] of way.settings) await control.config('SET', name, value);
  let isOver = false;
  const writers = Array.from({ length: writersCount }, (_, at) => {
    const client = primary.client();
    return writeOn(client, `w${at}`, way.isAwaited, acknowledged, () => isOver);
  });
  await pause(loadMs);
  if (deafMs > 0) replica.pause();
  await pause(deafMs);
  const killedAt = Date.now();
  await primary.kill();
  isOver = true;
  if (deafMs > 0) replica.resume();
  const promoted = replica.client();
  await promoted.replicaof('NO', 'ONE');
  const missing: Acknowledged[] = [];
  for (const one of acknowledged) if ((await promoted.exists(one.key)) === 0) missing.push(one);
  void Promise.allSettled(writers);
  const oldest = missing[0];
  return {
    acknowledged: acknowledged.length,
    missing: missing.length,
    spanMs: oldest === undefined ? 0 : killedAt - oldest.at,
  };
}

async function writeOn(
  client: Redis,
  name: string,
  isAwaited: boolean,
  acknowledged: Acknowledged[],
  isOver: () => boolean,
): Promise<void> {
  for (let count = 0; !isOver(); count += 1) {
    const key = `watchfloor:${name}:${count}`;
    const written = await apply(client, {
      require: [['absent', key]],
      steps: [{ commands: [['SET', key, 'x'.repeat(valueBytes)]] }],
    }).catch(() => null); // refused: not acknowledged
    const isKept = written?.applied === true && (!isAwaited || (await client.wait(1, waitMs)) === 1);
    if (isKept && !isOver()) acknowledged.push({ key, at: Date.now() });
    if (written === null) await pause(10);
  }
}

const keysOf = (client: Redis) => client.keys('watchfloor:*');

/** The replica that takes over at the same address. */
let standby: { readonly redis: FloorRedis; readonly close: () => Promise<void> } | null = null;

export const redisPromotion = ordeal({
  name: 'redis-promotion',
  claim: 'a replica that was deaf for seconds takes over: what it never heard is polled again and told once',
  ms: { short: 4_000, long: 8_000 },
  firstJobMsMax: 3_000,
  async begin({ redis }) {
    const folder = await makeFolder('watchfloor-standby');
    const args = ['--replicaof', '127.0.0.1', String(redis.port), '--repl-diskless-sync-delay', '0'];
    const replica = await startFloorRedis({ dir: join(folder, 'replica'), args });
    standby = { redis: replica, close: () => replica.close().then(() => deleteFolder(folder)) };
    await linked(replica);
    // Its link is gone from here on: one that is merely stopped would find the stream in its socket when it goes on.
    await replica.client().replicaof('NO', 'ONE');
  },
  async end(floor) {
    const { redis, client: primary, discord } = floor;
    if (standby === null) throw new Error('there is no replica to promote');
    const { redis: replica } = standby;
    const before = await keysOf(primary);
    await redis.kill();
    const client = replica.client();
    const kept = new Set(await keysOf(client));
    const messages = discord.state.messages.size;
    // It comes to the address of the one that was lost, as a name that leads elsewhere would.
    const { pid } = replica;
    process.kill(pid, 'SIGTERM');
    await until('the replica has written what it has', () => !existsSync(`/proc/${pid}/exe`), linkedMsMax);
    await redis.start(['--dir', replica.dir]);
    await pollAll(floor);
    return { keysForgotten: before.filter((key) => !kept.has(key)).length, messagesBefore: messages };
  },
  async after() {
    await standby?.close();
    standby = null;
  },
});
