import { randomUUID } from 'node:crypto';
import type { Alert } from '../../model.ts';
import type { AlertStore } from '../../ports.ts';
import { auditing } from './audit.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { adding } from './outbox.ts';
import { read } from './records.ts';
import { alertShape } from './shapes.ts';
import { apply, type Command, type Condition, type Step } from './transaction.ts';

const listMax = 1000;
/** Asked for in one round trip, so that neither side is held up for long. */
const alertsPerRead = 500;

type Press = Parameters<AlertStore['commitPress']>[0];

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

    async openAlerts(server, limit) {
      if (limit < 1) return [];
      const incidents = await redis.zrange(keys.alertsOpen(server), 0, `${Math.min(limit, listMax) - 1}`, 'REV');
      const found = await Promise.all(incidents.map((incident) => alertOf(context, incident, server)));
      return found.filter((alert) => alert !== null);
    },

    commitPress: (press) => commitPress(context, press),
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

/** Whether somebody still has to deal with it. */
function isUnresolved(alert: Alert): boolean {
  return alert.state !== 'resolved' && alert.state !== 'false-alarm';
}

function saving(keys: Keys, alert: Alert): Command[] {
  const { incident, server, openedAt } = alert;
  const save: Command = ['HSET', keys.alerts(incident), server, JSON.stringify(alert)];
  return isUnresolved(alert)
    ? [save, ['ZADD', keys.alertsOpen(server), openedAt, incident], ['SADD', keys.alertsUnresolved(incident), server]]
    : [save, ['ZREM', keys.alertsOpen(server), incident], ['SREM', keys.alertsUnresolved(incident), server]];
}

/**
 * Compares the whole stored alert, not only its revision: what was read is what is replaced. The press's key holds a
 * token of this write, so that the same write sent again is still `committed`.
 */
async function commitPress(context: Context, press: Press): ReturnType<AlertStore['commitPress']> {
  const { redis, keys, keep } = context;
  const { alert } = press;
  const pressKey = keys.press(press.key);
  const stored = await redis.hget(keys.alerts(alert.incident), alert.server);
  const held = read(context, alertShape, stored, `${keys.alerts(alert.incident)} ${alert.server}`);
  if ((held?.revision ?? 0) !== press.expectedRevision)
    return (await redis.exists(pressKey)) === 1 ? 'already' : 'lost';
  const token = randomUUID();
  const applied = await apply(redis, {
    require: [['absent', pressKey], unchanged(keys, alert, stored)],
    steps: [
      { commands: [['SET', pressKey, token, 'PX', keep.pressesMs], ...saving(keys, alert)] },
      ...press.rows.map((row) => adding(keys, row)),
      { commands: auditing(keys, [press.audit]) },
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
