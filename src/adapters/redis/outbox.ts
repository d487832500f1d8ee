import type { Card, OutboxRow } from '../../model.ts';
import { holdMsMax, releaseTimer } from '../../pipeline/hold.ts';
import type { OutboxStore, SettledRow } from '../../ports.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { claimLease, releaseLease } from './lease.ts';
import { read } from './records.ts';
import { cardDefaults, cardShape, rowShape, settledShape } from './shapes.ts';
import { apply, type Command, type Step } from './transaction.ts';

const listMax = 1000;
/** Rows that one question looks at, readable or not. */
const unsettledReadMax = 100_000;

/** What is to be told, what became of it, and the one card of each incident in each channel. */
export function outboxIn(context: Context): OutboxStore {
  const { redis, keys, realNow } = context;
  return {
    async row(id) {
      return read(context, rowShape, await redis.hget(keys.rows, id), `${keys.rows} ${id}`);
    },

    async outcome(id) {
      return read(context, settledShape, await redis.hget(keys.outcomes, id), `${keys.outcomes} ${id}`);
    },

    unsettledRows: (before, limit) => unsettledRows(context, before, limit),

    heldRows: (now, limit) => heldRows(context, now, limit),

    async nextHeld() {
      const [, at] = await redis.zrange(keys.held, 0, '0', 'WITHSCORES');
      return at === undefined ? null : Number(at);
    },

    async releaseRows(released, settled) {
      for (const row of released)
        await apply(redis, { require: [['scored', keys.held, row.id]], steps: [{ commands: releasing(keys, row) }] });
      for (const { row, reason } of settled) {
        const step = settlingRow(keys, row.incident, { row: row.id, outcome: 'skipped', reason }, realNow());
        await apply(redis, { require: [['scored', keys.held, row.id]], steps: [step] });
      }
    },

    async card(incident, channel) {
      return (await storedCard(context, incident, channel)) ?? null;
    },

    async cardsOf(incident) {
      const key = keys.cards(incident);
      const all = Object.entries(await redis.hgetall(key));
      return all.flatMap(([channel, raw]) => read(context, cardShape, raw, `${key} ${channel}`) ?? []);
    },

    async claimCard(incident, channel, owner, leaseMs) {
      const key = keys.cardClaim(incident, channel);
      if (!(await claimLease(redis, { key, owner, now: realNow(), leaseMs }))) return null;
      return (await storedCard(context, incident, channel)) ?? emptyCard(incident, channel);
    },

    async saveCard(card, owner, settled) {
      const saved = await apply(redis, {
        require: [['field-equals', keys.cardClaim(card.incident, card.channel), 'owner', owner]],
        steps: [
          { commands: [['HSET', keys.cards(card.incident), card.channel, JSON.stringify(card)]] },
          ...settled.map((row) => settlingRow(keys, card.incident, row, realNow())),
          ...settled.map(({ row }) => ({ commands: leavingLine(keys, card.channel, row) })),
        ],
      });
      return saved.applied;
    },

    releaseCard: (incident, channel, owner) => releaseLease(redis, keys.cardClaim(incident, channel), owner),
  };
}

/** Adds a row unless it waits or was settled before. */
export function adding(keys: Keys, row: OutboxRow): Step {
  return {
    when: [
      ['field-absent', keys.rows, row.id],
      ['field-absent', keys.outcomes, row.id],
    ],
    commands: [
      ['HSET', keys.rows, row.id, JSON.stringify(row)],
      ...waiting(keys, row),
      ['SADD', keys.rowsOf(row.incident), row.id],
    ],
  };
}

/** A held row waits for its timer, any other for the sweep. */
function waiting(keys: Keys, { id, heldUntil, createdAt }: OutboxRow): readonly Command[] {
  if (heldUntil === null) return [['ZADD', keys.unsettled, createdAt, id]];
  return [
    ['ZADD', keys.held, heldUntil, id],
    ['ZADD', keys.timersDue, 'LT', heldUntil, releaseTimer],
  ];
}

/** Settles a row that waits; the first outcome stands. */
export function settlingRow(keys: Keys, incident: string, settled: SettledRow, at: number): Step {
  const { row } = settled;
  return {
    when: [['field-absent', keys.outcomes, row]],
    commands: [
      ['HDEL', keys.rows, row],
      ['ZREM', keys.unsettled, row],
      ['ZREM', keys.held, row],
      ['SREM', keys.rowsOf(incident), row],
      ['HSET', keys.outcomes, row, JSON.stringify(settled)],
      ['ZADD', keys.settled, at, row],
    ],
  };
}

function leavingLine(keys: Keys, channel: string, row: string): readonly Command[] {
  return [
    ['ZREM', keys.line(channel), row],
    ['ZREM', keys.lineUntil(channel), row],
  ];
}

function emptyCard(incident: string, channel: string): Card {
  return { incident, channel, ...cardDefaults };
}

function releasing(keys: Keys, row: OutboxRow): readonly Command[] {
  return [
    ['HSET', keys.rows, row.id, JSON.stringify(row)],
    ['ZREM', keys.held, row.id],
    ['ZADD', keys.unsettled, row.createdAt, row.id],
  ];
}

/** A row that cannot be read must not keep the timer ringing: it waits among the others until its keeping time is over. */
async function letGo({ redis, keys, realNow }: Context, id: string): Promise<void> {
  const commands: readonly Command[] = [
    ['ZREM', keys.held, id],
    ['ZADD', keys.unsettled, realNow(), id],
  ];
  await apply(redis, { require: [['scored', keys.held, id]], steps: [{ commands }] });
}

/** A hold that lasts longer than any quiet hours was told by a clock that was ahead, and is over. */
async function heldRows(context: Context, now: number, limit: number): Promise<readonly OutboxRow[]> {
  const { redis, keys } = context;
  const most = Math.min(limit, listMax);
  const due = await redis.zrangebyscore(keys.held, '-inf', now, 'LIMIT', 0, most);
  const tooLong = await redis.zrangebyscore(keys.held, `(${now + holdMsMax}`, '+inf', 'LIMIT', 0, most);
  const ids = [...due, ...tooLong].slice(0, most);
  if (ids.length === 0) return [];
  const raws = await redis.hmget(keys.rows, ...ids);
  const rows = raws.map((raw, place) => read(context, rowShape, raw, `${keys.rows} ${ids[place]}`));
  const unreadable = ids.filter((_, place) => rows[place] === null);
  for (const id of unreadable) await letGo(context, id);
  return rows.filter((row) => row !== null);
}

/** A card that cannot be read stands for one whose posting is unclear since long ago: it is looked for, then posted. */
async function storedCard(context: Context, incident: string, channel: string): Promise<Card | undefined> {
  const key = context.keys.cards(incident);
  const raw = await context.redis.hget(key, channel);
  if (raw === null) return undefined;
  return read(context, cardShape, raw, `${key} ${channel}`) ?? { ...emptyCard(incident, channel), attemptedAt: 1 };
}

/** Reads on past rows that cannot be read, so that these do not stand in the way of those behind them. */
async function unsettledRows(context: Context, before: number, limit: number): Promise<readonly OutboxRow[]> {
  const { redis, keys } = context;
  const wanted = Math.min(limit, listMax);
  const rows: OutboxRow[] = [];
  for (let from = 0; rows.length < wanted && from < unsettledReadMax; from += wanted) {
    const ids = await redis.zrangebyscore(keys.unsettled, '-inf', `(${before}`, 'LIMIT', from, wanted);
    if (ids.length === 0) break;
    for (const [place, raw] of (await redis.hmget(keys.rows, ...ids)).entries()) {
      const row = read(context, rowShape, raw, `${keys.rows} ${ids[place]}`);
      if (row) rows.push(row);
    }
  }
  return rows.slice(0, Math.max(0, wanted));
}
