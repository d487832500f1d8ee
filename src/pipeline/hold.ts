import type { Incident, Instant, OutboxRow, Severity, Subscription } from '../model.ts';
import { severities } from '../model.ts';
import { quietUntil } from './local-time.ts';

/** The timer, and the job of the queue `deliver`, that end the hold of rows whose time has come. */
export const releaseTimer = 'release';
export const releaseJobId = 'release';

/** No quiet hours last longer than a day and the hour that a clock is put back. */
export const holdMsMax = 26 * 3_600_000;

/** What changed longer ago than this when its hold ends pings nobody: the morning must not begin with the night's pings. */
const stillPingsMs = 3_600_000;

/**
 * Until when nothing is posted in a channel; null: now is as good as any time. Of several subscriptions of a channel the
 * one that wants it now wins, and what is critical waits for nobody.
 */
export function heldUntil(
  subscriptions: readonly Pick<Subscription, 'quiet'>[],
  severity: Severity,
  now: Instant,
): Instant | null {
  if (severity === 'critical') return null;
  let until: Instant | null = null;
  for (const { quiet } of subscriptions) {
    const ends = quiet === null ? null : quietUntil(quiet, now);
    if (ends === null) return null;
    until = Math.min(until ?? ends, ends);
  }
  return until;
}

/** A row whose hold is over, with what it tells as it is now; null where the incident is no more. */
interface HeldRow {
  readonly row: OutboxRow;
  readonly incident: Incident | null;
}
interface Release {
  /** As they are to be told, in the order in which they are. */
  readonly released: readonly OutboxRow[];
  readonly settled: readonly { readonly row: OutboxRow; readonly reason: string }[];
}

/**
 * Decides what is told of that which was held: the gravest first, notices of one incident in one, pings only where the
 * news is fresh, and nothing to a channel that has unsubscribed meanwhile.
 */
export function release(
  held: readonly HeldRow[],
  now: { readonly now: Instant; readonly realNow: Instant; readonly channels: ReadonlySet<string> },
): Release {
  const settled: { row: OutboxRow; reason: string }[] = [];
  const kept: HeldRow[] = [];
  const notices = new Map<string, HeldRow>();
  for (const each of [...held].sort(byVersion)) {
    const { row } = each;
    if (!now.channels.has(row.channel)) settled.push({ row, reason: 'unsubscribed' });
    else if (row.kind === 'card') kept.push(each);
    else {
      const key = `${row.incident}\n${row.channel}`;
      const earlier = notices.get(key);
      if (earlier !== undefined) settled.push({ row: earlier.row, reason: 'told-together' });
      notices.set(key, earlier === undefined ? each : { ...each, row: joined(earlier.row, row) });
    }
  }
  const released = [...kept, ...notices.values()].sort(byGravity).map((each) => free(each, now));
  return { released, settled };
}

/** The later row tells what the earlier one would have told, too. */
function joined(earlier: OutboxRow, later: OutboxRow): OutboxRow {
  return {
    ...later,
    pingRole: later.pingRole ?? earlier.pingRole,
    changes: [...earlier.changes, ...later.changes],
  };
}

/** It waits for the sweep from now on as any row does, and its latency is not that of the quiet hours. */
function free({ row, incident }: HeldRow, { now, realNow }: { now: Instant; realNow: Instant }): OutboxRow {
  const isFresh = incident !== null && now - incident.updatedAt <= stillPingsMs;
  const pingRole = isFresh ? row.pingRole : null;
  return { ...row, heldUntil: null, pingRole, createdAt: realNow, causedAt: realNow };
}

function byVersion({ row: a }: HeldRow, { row: b }: HeldRow): number {
  return a.version - b.version;
}

/** A card goes before its notices, so that these find it posted. */
function byGravity(a: HeldRow, b: HeldRow): number {
  const graver = gravityOf(b) - gravityOf(a);
  if (graver !== 0) return graver;
  const older = (a.incident?.openedAt ?? 0) - (b.incident?.openedAt ?? 0);
  return older === 0 ? Number(a.row.kind === 'notice') - Number(b.row.kind === 'notice') : older;
}

const gravityOf = ({ incident }: HeldRow): number =>
  incident === null ? -1 : severities.indexOf(incident.facts.severity);
