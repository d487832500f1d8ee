import { randomUUID } from 'node:crypto';
import type { Incident } from '../../model.ts';
import { canaryKeepMs, isCanary } from '../../pipeline/canary.ts';
import type { IncidentStore, VerdictRecord } from '../../ports.ts';
import { opening, touching } from './alerts.ts';
import { auditing } from './audit.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { holdingBack } from './labels.ts';
import { adding } from './outbox.ts';
import { pack, read } from './records.ts';
import { type StoredVerdict, verdictShape } from './shapes.ts';
import { hiding } from './silences.ts';
import { apply, type Command, type Condition } from './transaction.ts';

/** Alerts and rows that one verdict may bring. */
export const rowsPerWriteMax = 5000;

/**
 * Writes everything that a verdict brings, or nothing. The article's record is what makes it happen once: a second
 * verdict is `already`, while this very write, sent again because its reply was lost, is still `committed`.
 */
export async function commitVerdict(
  context: Context,
  record: VerdictRecord,
): ReturnType<IncidentStore['commitVerdict']> {
  const { redis, keys } = context;
  assertSound(record);
  const commit = randomUUID();
  const unwritten: Condition = ['absent', keys.article(record.article.id)];
  const applied = await apply(redis, {
    require: record.revision === null ? [unwritten] : [unwritten, ['count', keys.incidentsRevision, record.revision]],
    steps: [
      { commands: deciding(context, record, commit) },
      ...record.alertsOpened.map((alert) => opening(keys, alert)),
      ...record.rows.map((row) => adding(keys, row)),
      { commands: record.alertsTouched.flatMap((alert) => touching(keys, alert)) },
      { commands: record.incident === null ? [] : hiding(keys, record.incident.id, record.hiddenBy) },
      { commands: holdingBack(keys, record.article.id, record.taughtBy ?? []) },
      { commands: auditing(keys, record.audit) },
    ],
  });
  if (applied.applied) return 'committed';
  if (applied.failed === 1) return 'stale';
  return (await isWrittenBy(context, record, commit)) ? 'committed' : 'already';
}

function deciding({ keys, keep }: Context, record: VerdictRecord, commit: string): Command[] {
  const { article, verdict, incident, answered, revision } = record;
  const changed = [incident, answered ?? null].filter((each) => each !== null);
  const changes = incident?.changes.filter((change) => change.article === article.id) ?? [];
  const stored: StoredVerdict = { article, verdict, version: incident?.version ?? null, changes, commit };
  return [
    ['SET', keys.article(article.id), pack(stored), 'PX', isCanary(article) ? canaryKeepMs : keep.articlesMs],
    ['HDEL', keys.pending, article.id],
    ['ZREM', keys.pendingAt, article.id],
    ...(revision === null ? [] : changed.flatMap((each) => savingIncident(keys, each, revision + 1))),
  ];
}

/** The commands that keep an incident as of a revision of the index, and make that the present one. */
export function savingIncident(keys: Keys, incident: Incident, revision: number): Command[] {
  return [
    ['HSET', keys.incidents, incident.id, pack(incident)],
    ['ZADD', keys.incidentsChanged, revision, incident.id],
    ['ZADD', keys.incidentsUpdated, incident.updatedAt, incident.id],
    ['SET', keys.incidentsRevision, revision],
  ];
}

async function isWrittenBy(context: Context, record: VerdictRecord, commit: string): Promise<boolean> {
  const key = context.keys.article(record.article.id);
  return read(context, verdictShape, await context.redis.getBuffer(key), key)?.commit === commit;
}

function assertSound({ article, rows, alertsOpened, incident, revision }: VerdictRecord): void {
  if (revision === null && (incident !== null || rows.length > 0 || alertsOpened.length > 0))
    throw new TypeError(`the verdict on ${article.id} concerns an incident, expected the revision it was decided on`);
  const count = rows.length + alertsOpened.length;
  if (count > rowsPerWriteMax)
    throw new RangeError(
      `the verdict on ${article.id} brings ${count} alerts and rows, at most ${rowsPerWriteMax} fit`,
    );
}
