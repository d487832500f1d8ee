import type { Instant } from '../../model.ts';
import { alertTimer } from '../../pipeline/alert/timer.ts';
import { droppingAudit } from './audit.ts';
import type { Context } from './context.ts';
import { forgettingFold } from './folds.ts';
import { overrideShape } from './on-call-shapes.ts';
import { settlingRow } from './outbox.ts';
import { read } from './records.ts';
import { auditShape, rowShape } from './shapes.ts';
import { settling } from './timers.ts';
import { apply, type Command } from './transaction.ts';

/** Records looked at in one step, and steps in one call: what is left over is for the next call. */
const perStep = 500;
const stepsMax = 400;

/**
 * Deletes what is older than its keeping time, in bounded steps. Articles and presses expire by themselves. An incident
 * stays while a row of it waits, and while an alert of it is unresolved (that one at most `unresolvedMs`).
 */
export async function retain(context: Context, now: Instant): Promise<void> {
  await retainIncidents(context, now);
  await retainPending(context);
  await retainRows(context);
  await retainOutcomes(context);
  await retainFolds(context, now);
  await retainSilences(context, now);
  await retainOverrides(context, now);
  await retainBulletins(context);
  await retainLetters(context);
  await retainAudit(context, now);
}

async function retainIncidents(context: Context, now: Instant): Promise<void> {
  const { redis, keys, keep } = context;
  let kept = 0;
  for (let step = 0; step < stepsMax; step++) {
    const range = [keys.incidentsUpdated, '-inf', `(${now - keep.incidentsMs}`, 'WITHSCORES', 'LIMIT'] as const;
    const reply = await redis.zrangebyscore(...range, kept, perStep);
    for (let at = 0; at < reply.length; at += 2) {
      const id = reply[at] ?? '';
      const updatedAt = Number(reply[at + 1]);
      if (!(await deleteIncident(context, { id, updatedAt, now }))) kept++;
    }
    if (reply.length < 2 * perStep) return;
  }
}

async function deleteIncident(
  { redis, keys, keep }: Context,
  { id, updatedAt, now }: { readonly id: string; readonly updatedAt: Instant; readonly now: Instant },
): Promise<boolean> {
  const servers = await redis.hkeys(keys.alerts(id));
  const isAbandoned = updatedAt < now - keep.unresolvedMs;
  const deleted = await apply(redis, {
    require: [
      ['score-equals', keys.incidentsUpdated, id, updatedAt],
      ['absent', keys.rowsOf(id)],
      ...(isAbandoned ? [] : [['absent', keys.alertsUnresolved(id)] as const]),
    ],
    steps: [
      {
        commands: [
          ['HDEL', keys.incidents, id],
          ['ZREM', keys.incidentsChanged, id],
          ['ZREM', keys.incidentsUpdated, id],
          ...servers.map((server): Command => ['ZREM', keys.alertsOpen(server), id]),
          ...servers.map((server): Command => ['ZREM', keys.alertsAll(server), id]),
          ...servers.flatMap((server) => settling(keys, alertTimer({ incident: id, server }), null)),
          ['DEL', keys.alerts(id), keys.alertsUnresolved(id), keys.cards(id), keys.auditOf(id)],
        ],
      },
    ],
  });
  return deleted.applied;
}

/** An article that no verdict could be reached on, again and again, is given up; the reader is told which. */
async function retainPending(context: Context): Promise<void> {
  const { redis, keys, keep, realNow } = context;
  for (let step = 0; step < stepsMax; step++) {
    const before = `(${realNow() - keep.pendingMs}`;
    const ids = await redis.zrangebyscore(keys.pendingAt, '-inf', before, 'LIMIT', 0, perStep);
    if (ids.length === 0) return;
    context.log.error('articles given up without a verdict', { articles: ids });
    await redis
      .multi()
      .hdel(keys.pending, ...ids)
      .zrem(keys.pendingAt, ...ids)
      .exec();
    if (ids.length < perStep) return;
  }
}

async function retainRows(context: Context): Promise<void> {
  const { redis, keys, keep, realNow } = context;
  for (let step = 0; step < stepsMax; step++) {
    const before = `(${realNow() - keep.unsettledMs}`;
    const ids = await redis.zrangebyscore(keys.unsettled, '-inf', before, 'LIMIT', 0, perStep);
    if (ids.length > 0) context.log.error('outbox rows given up undelivered', { rows: ids });
    for (const row of ids) {
      const settled = { row, outcome: 'failed', reason: 'too-old' } as const;
      const step = settlingRow(keys, await incidentOfRow(context, row), settled, realNow());
      await apply(redis, { require: [], steps: [step] });
    }
    if (ids.length < perStep) return;
  }
}

/** A row that cannot be read still begins with its incident's id. */
async function incidentOfRow(context: Context, id: string): Promise<string> {
  const { redis, keys } = context;
  const row = read(context, rowShape, await redis.hget(keys.rows, id), `${keys.rows} ${id}`);
  return row?.incident ?? id.split('.')[0] ?? '';
}

async function retainOutcomes({ redis, keys, keep, realNow }: Context): Promise<void> {
  for (let step = 0; step < stepsMax; step++) {
    const before = `(${realNow() - keep.outcomesMs}`;
    const ids = await redis.zrangebyscore(keys.settled, '-inf', before, 'LIMIT', 0, perStep);
    if (ids.length === 0) return;
    await redis
      .multi()
      .hdel(keys.outcomes, ...ids)
      .zrem(keys.settled, ...ids)
      .exec();
    if (ids.length < perStep) return;
  }
}

/** A summary says nothing of incidents that are forgotten. */
async function retainFolds(context: Context, now: Instant): Promise<void> {
  const { redis, keys, keep } = context;
  for (let step = 0; step < stepsMax; step++) {
    const before = `(${now - keep.incidentsMs}`;
    const ids = await redis.zrangebyscore(keys.foldsHours, '-inf', before, 'LIMIT', 0, perStep);
    if (ids.length === 0) return;
    await apply(redis, { require: [], steps: ids.map((id) => ({ commands: forgettingFold(context, id) })) });
    if (ids.length < perStep) return;
  }
}

/** As long as what they hid is kept, somebody may ask why he did not hear of it. */
async function retainSilences(context: Context, now: Instant): Promise<void> {
  const { redis, keys, keep } = context;
  for (let step = 0; step < stepsMax; step++) {
    const ids = await redis.zrangebyscore(keys.silencesEnd, '-inf', `(${now - keep.incidentsMs}`, 'LIMIT', 0, perStep);
    if (ids.length === 0) return;
    await redis
      .multi()
      .hdel(keys.silences, ...ids)
      .zrem(keys.silencesEnd, ...ids)
      .del(...ids.map((id) => keys.hiddenBy(id)))
      .exec();
    if (ids.length < perStep) return;
  }
}

/** As long as the alerts of that time are kept, somebody may ask who was on call. */
async function retainOverrides(context: Context, now: Instant): Promise<void> {
  const { redis, keys, keep } = context;
  const all = Object.entries(await redis.hgetall(keys.overrides));
  const old = all.flatMap(([id, raw]) => {
    const override = read(context, overrideShape, raw, `${keys.overrides} ${id}`);
    return override !== null && override.to < now - keep.incidentsMs ? id : [];
  });
  for (let from = 0; from < old.length; from += perStep)
    await redis.hdel(keys.overrides, ...old.slice(from, from + perStep));
}

/** One that nobody could be told for days says nothing of today. */
async function retainBulletins({ redis, keys, keep, realNow, log }: Context): Promise<void> {
  const before = `(${realNow() - keep.unsettledMs}`;
  const ids = await redis.zrangebyscore(keys.bulletinsWaiting, '-inf', before, 'LIMIT', 0, perStep);
  if (ids.length === 0) return;
  log.error('bulletins given up untold', { bulletins: ids });
  await redis
    .multi()
    .hdel(keys.bulletins, ...ids)
    .zrem(keys.bulletinsWaiting, ...ids)
    .exec();
}

/** Those that nobody could be told for days, and the ids of those whose cause comes no more. */
async function retainLetters({ redis, keys, keep, realNow, log }: Context): Promise<void> {
  const before = `(${realNow() - keep.unsettledMs}`;
  const ids = await redis.zrangebyscore(keys.lettersWaiting, '-inf', before, 'LIMIT', 0, perStep);
  if (ids.length > 0) {
    log.error('letters given up unsent', { letters: ids });
    await redis
      .multi()
      .hdel(keys.letters, ...ids)
      .hdel(keys.lettersTried, ...ids)
      .zrem(keys.lettersWaiting, ...ids)
      .exec();
  }
  await redis.zremrangebyscore(keys.lettersWritten, '-inf', `(${realNow() - keep.lettersMs}`);
}

/** Entries stand in the order they were written, which is that of their times but for late writers. */
async function retainAudit(context: Context, now: Instant): Promise<void> {
  const { redis, keys, keep } = context;
  for (let step = 0; step < stepsMax; step++) {
    const oldest = await redis.xrange(keys.audit, '-', '+', 'COUNT', perStep);
    const isOld = ([id, fields]: [string, string[]]) => {
      const entry = read(context, auditShape, fields[1], `${keys.audit} ${id}`);
      return entry === null || entry.at < now - keep.auditMs;
    };
    const firstKept = oldest.findIndex((entry) => !isOld(entry));
    const old = (firstKept === -1 ? oldest : oldest.slice(0, firstKept)).map(([id]) => id);
    const last = old.at(-1);
    if (last !== undefined) await apply(redis, { require: [], steps: [{ commands: [droppingAudit(keys, last)] }] });
    if (old.length < perStep) return;
  }
}
