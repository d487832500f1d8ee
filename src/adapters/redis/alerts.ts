import { randomUUID } from 'node:crypto';
import type { Alert, AlertTouched } from '../../model.ts';
import { alertTimer } from '../../pipeline/alert/timer.ts';
import { isClosed } from '../../pipeline/alert.ts';
import type { AlertRecord, AlertStore } from '../../ports.ts';
import { auditing } from './audit.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { labelling } from './labels.ts';
import { writingOnce } from './letters.ts';
import { alertShape } from './on-call-shapes.ts';
import { adding } from './outbox.ts';
import { read } from './records.ts';
import { resting } from './timers.ts';
import { apply, type Command, type Condition, type Step } from './transaction.ts';

const listMax = 1000;
/** Asked for in one round trip, so that neither side is held up for long. */
const alertsPerRead = 500;

const keysPerScan = 1000;

/** One alert an incident and server, and the presses that move it. */
export function alertsIn(context: Context): AlertStore {
  const { redis, keys } = context;
  return {
    alert: (incident, server) => alertOf(context, incident, server),

    async alertsOf(incident) {
      const key = keys.alerts(incident);
      const all = Object.entries(await redis.hgetall(key));
      return all.flatMap(([server, raw]) => read(context, alertShape, raw, `${key} ${server}`) ?? []);
    },

    alertsAmong: (server, incidents) => alertsAmong(context, server, incidents),

    async alertServers() {
      const prefix = keys.alertsOpen('');
      const servers = new Set<string>();
      let cursor = '0';
      do {
        const [next, found] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', keysPerScan);
        for (const key of found) servers.add(key.slice(prefix.length));
        cursor = next;
      } while (cursor !== '0');
      return [...servers];
    },

    async openAlerts(server, limit) {
      if (limit < 1) return [];
      const incidents = await redis.zrange(keys.alertsOpen(server), 0, `${Math.min(limit, listMax) - 1}`, 'REV');
      const found = await Promise.all(incidents.map((incident) => alertOf(context, incident, server)));
      return found.filter((alert) => alert !== null);
    },

    async alertsBetween(server, from, to, limit) {
      const most = Math.min(limit, listMax);
      if (most < 1) return [];
      const incidents = await redis.zrangebyscore(keys.alertsAll(server), from, `(${to}`, 'LIMIT', 0, most);
      const found = await alertsAmong(context, server, incidents);
      return incidents.flatMap((incident) => found.get(incident) ?? []);
    },

    commitAlert: (record) => commitAlert(context, record),
  };
}

async function alertsAmong(
  context: Context,
  server: string,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, Alert>> {
  const { redis, keys } = context;
  const found = new Map<string, Alert>();
  for (let from = 0; from < incidents.length; from += alertsPerRead) {
    const some = incidents.slice(from, from + alertsPerRead);
    const pipeline = redis.pipeline();
    for (const incident of some) pipeline.hget(keys.alerts(incident), server);
    for (const [at, [error, raw]] of ((await pipeline.exec()) ?? []).entries()) {
      if (error !== null) throw error;
      const incident = some[at] ?? '';
      const text = typeof raw === 'string' ? raw : null;
      const alert = read(context, alertShape, text, `${keys.alerts(incident)} ${server}`);
      if (alert !== null) found.set(incident, alert);
    }
  }
  return found;
}

async function alertOf(context: Context, incident: string, server: string): Promise<Alert | null> {
  const key = context.keys.alerts(incident);
  return read(context, alertShape, await context.redis.hget(key, server), `${key} ${server}`);
}

/** Opens an alert unless the server has one of this incident. */
export function opening(keys: Keys, alert: Alert): Step {
  return {
    when: [['field-absent', keys.alerts(alert.incident), alert.server]],
    commands: saving(keys, alert),
  };
}

/** The commands that keep an alert where it is found again. */
export function saving(keys: Keys, alert: Alert): Command[] {
  const { incident, server, openedAt } = alert;
  const save: Command = ['HSET', keys.alerts(incident), server, JSON.stringify(alert)];
  const always: readonly Command[] = [save, ['ZADD', keys.alertsAll(server), openedAt, incident]];
  return !isClosed(alert)
    ? [
        ...always,
        ['ZADD', keys.alertsOpen(server), openedAt, incident],
        ['SADD', keys.alertsUnresolved(incident), server],
      ]
    : [...always, ['ZREM', keys.alertsOpen(server), incident], ['SREM', keys.alertsUnresolved(incident), server]];
}

/**
 * Compares the whole stored alert, not only its revision: what was read is what is replaced. The record's key holds a
 * token of this write, so that the same write sent again is still `committed`.
 */
async function commitAlert(context: Context, record: AlertRecord): ReturnType<AlertStore['commitAlert']> {
  const { redis, keys, keep } = context;
  const { alert, letters, label, nextDueAt } = record;
  const pressKey = keys.press(record.key);
  const stored = await redis.hget(keys.alerts(alert.incident), alert.server);
  const held = read(context, alertShape, stored, `${keys.alerts(alert.incident)} ${alert.server}`);
  if ((held?.revision ?? 0) !== record.expectedRevision)
    return (await redis.exists(pressKey)) === 1 ? 'already' : 'lost';
  const token = randomUUID();
  const applied = await apply(redis, {
    require: [['absent', pressKey], unchanged(keys, alert, stored)],
    steps: [
      { commands: [['SET', pressKey, token, 'PX', keep.pressesMs], ...saving(keys, alert)] },
      ...record.rows.map((row) => adding(keys, row)),
      ...letters.map((letter) => writingOnce(keys, letter)),
      { commands: label === null ? [] : labelling(keys, label) },
      { commands: auditing(keys, record.audit) },
      { commands: resting(keys, alertTimer(alert), nextDueAt) },
    ],
  });
  if (applied.applied) return 'committed';
  if (applied.failed === 1) return 'lost';
  return (await redis.get(pressKey)) === token ? 'committed' : 'already';
}

function unchanged(keys: Keys, { incident, server }: Alert, stored: string | null): Condition {
  return stored === null
    ? ['field-absent', keys.alerts(incident), server]
    : ['field-equals', keys.alerts(incident), server, stored];
}

/** The commands that have an alert looked at, unless it is to be sooner anyway. */
export function touching(keys: Keys, { at, ...alert }: AlertTouched): readonly Command[] {
  return [['ZADD', keys.timersDue, 'LT', at, alertTimer(alert)]];
}
