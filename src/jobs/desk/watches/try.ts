import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Incident, Instant, Severity, Watch } from '../../../model.ts';
import { lookupOf } from '../../../pipeline/assign/lookup.ts';
import { dayMs } from '../../../pipeline/backtest/rate.ts';
import { versionsOf } from '../../../pipeline/backtest/versions.ts';
import { type Backtest, beginBacktest, type Listening } from '../../../pipeline/backtest.ts';
import { withoutHearsay } from '../../../pipeline/hearsay.ts';
import type { DeskRequest, IncidentStore } from '../../../ports.ts';
import type { DeskDeps } from '../deps.ts';
import { mayLookAt } from '../visible.ts';

/** What is tried over the stored incidents of the last days. */
export interface Trying {
  readonly proposed: Watch;
  readonly present: Watch | null;
  /** What this server is told now, where the watch is a new one. */
  readonly here?: Listening;
  readonly severityFloor: Severity;
  readonly pingFloor: Severity;
  readonly days: number;
}

/** What it would have told, and of which time. */
export interface Tried extends Backtest {
  readonly from: Instant;
  readonly to: Instant;
  /** Why it does not go back as far as was asked; null where it does. */
  readonly short: 'too-much' | 'nothing-older' | null;
}

/** How much is looked at before an answer is due; then it is said how far back it went. */
interface TryingLimits {
  readonly incidentsMax: number;
  readonly msMax: number;
}
const usualLimits: TryingLimits = { incidentsMax: 2_000, msMax: 8_000 };
const incidentsPerRead = 25;
const incidentsPerReadMax = 1_600;
/** Interactions of everybody else are answered by this thread. */
const workMsMax = 10;

/** Tries a watch over what this server may see, in the order of the last change, newest first. */
export async function tryWatch(
  deps: Pick<DeskDeps, 'store' | 'clock' | 'pack'>,
  request: Pick<DeskRequest, 'server'>,
  { days, ...trial }: Trying,
  { incidentsMax, msMax } = usualLimits,
): Promise<Tried> {
  const to = deps.clock.now();
  const asked = to - days * dayMs;
  const backtest = beginBacktest({ ...trial, from: asked, to, pack: deps.pack });
  const look = lookBy(deps, request, backtest.look);
  const startedAt = performance.now();
  let looked = 0;
  let oldest = to;
  for await (const incident of changedBetween(deps.store, asked, to)) {
    if (looked >= incidentsMax || performance.now() - startedAt > msMax) {
      const from = Math.min(to, incident.updatedAt + 1);
      return { ...backtest.found(from), from, to, short: 'too-much' };
    }
    await look(incident);
    looked += 1;
    oldest = Math.min(oldest, Math.max(asked, incident.openedAt));
  }
  const isYoung = looked > 0 && (await deps.store.incidentsBetween(0, asked, 1)).length === 0;
  const from = isYoung ? oldest : asked;
  // An article is seen a moment before its incident opens: what is counted does not begin with the oldest of these.
  return { ...backtest.found(), from, to, short: isYoung && from - asked > dayMs ? 'nothing-older' : null };
}

/** Looks at an incident as the server sees it, with what is stored of its articles; others are let in between. */
function lookBy(
  { store, pack }: Pick<DeskDeps, 'store' | 'pack'>,
  request: Pick<DeskRequest, 'server'>,
  look: ReturnType<typeof beginBacktest>['look'],
): (incident: Incident) => Promise<void> {
  const lookup = lookupOf(pack);
  let workedFrom = performance.now();
  return async (whole) => {
    const alert = mayLookAt(whole, null) ? null : await store.alert(whole.id, request.server);
    if (!mayLookAt(whole, alert)) return;
    const incident = withoutHearsay(whole);
    const records = await Promise.all(incident.reports.map(({ article }) => store.articleRecord(article)));
    for (const version of versionsOf(lookup, incident, records)) {
      look(version);
      if (performance.now() - workedFrom < workMsMax) continue;
      await othersFirst();
      workedFrom = performance.now();
    }
  };
}

/** Few at a time, since each is parsed in one go; more where one millisecond has more than a page. */
async function* changedBetween(
  store: Pick<IncidentStore, 'incidentsBetween'>,
  from: Instant,
  until: Instant,
): AsyncGenerator<Incident> {
  const given = new Set<string>();
  let to = until + 1;
  let limit = incidentsPerRead;
  while (limit <= incidentsPerReadMax) {
    const page = await store.incidentsBetween(from, to, limit);
    const fresh = page.filter(({ id }) => !given.has(id));
    for (const incident of fresh) {
      given.add(incident.id);
      if (incident.mergedInto === null) yield incident;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    to = last.updatedAt + 1;
    limit = fresh.length === 0 ? limit * 2 : incidentsPerRead;
  }
}
