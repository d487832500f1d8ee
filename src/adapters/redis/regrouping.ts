import { randomUUID } from 'node:crypto';
import type { Alert, Regrouping } from '../../model.ts';
import { isManned } from '../../pipeline/alert/manned.ts';
import { alertTimer } from '../../pipeline/alert/timer.ts';
import { isClosed } from '../../pipeline/alert.ts';
import type { IncidentStore, IncidentsRecord } from '../../ports.ts';
import { saving, touching } from './alerts.ts';
import { auditing } from './audit.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { labelling } from './labels.ts';
import { writingOnce } from './letters.ts';
import { alertShape } from './on-call-shapes.ts';
import { adding } from './outbox.ts';
import { pack, read } from './records.ts';
import { hiding } from './silences.ts';
import { settling } from './timers.ts';
import { apply, type Command, type Condition } from './transaction.ts';
import { rowsPerWriteMax, savingIncident } from './verdict.ts';

/** A day more than it may be undone for: the desk says when it is too late, and not the store. */
const regroupingKeepMs = 31 * 24 * 60 * 60 * 1000;

/**
 * Writes everything that an analyst's change of incidents brings, or nothing. Each alert is compared whole with what was
 * read, and the key holds a token of this write, so that the same write sent again is still `committed`.
 */
export async function commitIncidents(
  context: Context,
  record: IncidentsRecord,
): ReturnType<IncidentStore['commitIncidents']> {
  const { redis, keys, keep } = context;
  assertSound(record);
  const once = keys.press(`incidents:${record.key}`);
  const unchanged = await unchangedAlerts(context, record);
  if (unchanged === null) return (await redis.exists(once)) === 1 ? 'already' : 'stale';
  const token = randomUUID();
  const applied = await apply(redis, {
    require: [['absent', once], ['count', keys.incidentsRevision, record.revision], ...unchanged],
    steps: [
      { commands: [['SET', once, token, 'PX', keep.pressesMs]] },
      { commands: record.incidents.flatMap((incident) => savingIncident(keys, incident, record.revision + 1)) },
      { commands: record.alerts.flatMap(({ after }) => keeping(keys, record, after)) },
      { commands: record.alertsTouched.flatMap((alert) => touching(keys, alert)) },
      ...record.rows.map((row) => adding(keys, row)),
      ...record.letters.map((letter) => writingOnce(keys, letter)),
      { commands: record.labels.flatMap((label) => labelling(keys, label)) },
      { commands: record.incidents.slice(0, 1).flatMap(({ id }) => hiding(keys, id, record.hiddenBy)) },
      { commands: remembering(keys, record.regrouping) },
      { commands: auditing(keys, record.audit) },
    ],
  });
  if (applied.applied) return 'committed';
  if (applied.failed > 0) return 'stale';
  return (await redis.get(once)) === token ? 'committed' : 'already';
}

/** That each alert is still as it was read; null where one is not. */
async function unchangedAlerts(context: Context, { alerts }: IncidentsRecord): Promise<readonly Condition[] | null> {
  const { redis, keys } = context;
  const conditions: Condition[] = [];
  for (const { before, after } of alerts) {
    const key = keys.alerts(after.incident);
    const raw = await redis.hget(key, after.server);
    const held = read(context, alertShape, raw, `${key} ${after.server}`);
    if ((held?.revision ?? 0) !== (before?.revision ?? 0)) return null;
    conditions.push(raw === null ? ['field-absent', key, after.server] : ['field-equals', key, after.server, raw]);
  }
  return conditions;
}

/** What is closed asks for nothing by itself, and at the terminal nobody is asked; the others are looked at at once. */
function keeping(keys: Keys, { incidents }: IncidentsRecord, alert: Alert): readonly Command[] {
  const at = Math.max(...incidents.map(({ changedAt }) => changedAt));
  const isAsking = !isClosed(alert) && isManned(alert.server);
  const timer = isAsking ? touching(keys, { ...alert, at }) : settling(keys, alertTimer(alert), null);
  return [...saving(keys, alert), ...timer];
}

function remembering(keys: Keys, { kept, undone }: IncidentsRecord['regrouping']): readonly Command[] {
  const forget = (incident: string): Command => ['DEL', keys.regrouping(incident)];
  const keep = (each: Regrouping): Command => [
    'SET',
    keys.regrouping(each.incident),
    pack(each),
    'PX',
    regroupingKeepMs,
  ];
  return [...(undone === null ? [] : [forget(undone)]), ...(kept === null ? [] : [keep(kept)])];
}

function assertSound({ key, incidents, alerts, rows }: IncidentsRecord): void {
  if (incidents.length === 0) throw new TypeError(`the change ${key} concerns no incident, expected at least one`);
  const count = alerts.length + rows.length;
  if (count > rowsPerWriteMax)
    throw new RangeError(`the change ${key} brings ${count} alerts and rows, at most ${rowsPerWriteMax} fit`);
}
