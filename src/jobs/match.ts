import { setTimeout as pause } from 'node:timers/promises';
import type { Article, Incident, Pack, Reason, Report, Verdict } from '../model.ts';
import type { AlertLimits } from '../pipeline/alert/limits.ts';
import { type Assignment, assign } from '../pipeline/assign.ts';
import { isCanary } from '../pipeline/canary.ts';
import { type CompiledPack, extract } from '../pipeline/extract.ts';
import type { Lessons } from '../pipeline/lesson.ts';
import { type Routed, route, untold } from '../pipeline/route.ts';
import { isSurelyOther } from '../pipeline/unrelated.ts';
import type { Clock, JobHandler, JobResult, Log, Meter, Queue, Store } from '../ports.ts';
import { type Audience, rememberAudience } from './audience.ts';
import { assignKnowingAlerts } from './match/assign.ts';
import { inhibitorsOf } from './match/inhibitors.ts';
import { type Ledger, openLedger } from './match/ledger.ts';
import { rememberLessons } from './match/lessons.ts';
import { warningOfUnread } from './match/unread.ts';
import { oneWriterAtATime } from './match/writer.ts';

interface MatchDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, 'add'>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly pack: Pack;
  readonly compiled: CompiledPack;
  /** Watches and subscriptions of the configuration. */
  readonly filed: Audience;
  /** Unique to this process. */
  readonly owner: string;
  /** For the right to write the incident index, on the real clock. */
  readonly writerLeaseMs: number;
  /** How long after its last change an incident can still be joined. */
  readonly incidentKeepMs: number;
  readonly alerts: Pick<AlertLimits, 'reopenWithinDays'>;
}

const attemptsMax = 12; // then the job comes back later
const retryPauseMs = 5;
const againDelayMs = 250;
const forgetEveryMs = 60_000;

/** Makes the job that decides what an article is, and writes the verdict with all that follows from it. */
export function matchJob(deps: MatchDeps): JobHandler {
  const realNow = () => deps.realClock.now();
  const matcher: Matcher = {
    deps,
    ledger: openLedger(deps.store, deps.compiled),
    audience: warningOfUnread(deps, rememberAudience({ ...deps, realNow })),
    lessons: rememberLessons({ ...deps, realNow }),
  };
  const inTurn = oneWriterAtATime(deps);
  let forgottenAt = deps.clock.now();
  return async (id) => {
    const startedAt = performance.now();
    const pending = await deps.store.pendingArticle(id);
    if (pending === null) return { status: 'done', reason: 'decided-already' };
    if (deps.clock.now() - forgottenAt >= forgetEveryMs) {
      forgottenAt = deps.clock.now();
      matcher.ledger.forget(forgottenAt - deps.incidentKeepMs);
    }
    const { article, fetchedAtReal } = pending;
    const report = read(article, deps);
    if (report === null) return giveUp(deps, article);
    if (isCanary(article)) return inTurn(() => hearCanary(matcher, article, report));
    const task = () => decide(matcher, { article, report, causedAt: fetchedAtReal, startedAt });
    return report.relevance === 'off-topic' && article.revises === null ? task() : inTurn(task);
  };
}

/** Extraction is pure: what makes it fail once does so for ever, and must not come back with every sweep. */
function read(article: Article, { compiled, log }: MatchDeps): Report | null {
  try {
    return extract(article, compiled);
  } catch (error) {
    log.error('article cannot be read', { article: article.id, feed: article.feed, error });
    return null;
  }
}

async function giveUp({ store, meter }: MatchDeps, article: Article): Promise<JobResult> {
  const reasons: readonly Reason[] = [{ code: 'extraction-failed', detail: article.feed }];
  const verdict: Verdict = { article: article.id, decision: 'irrelevant', incident: null, reasons };
  await store.commitVerdict({ article, verdict, ...nothingFollows });
  meter.decided(verdict, null, 0);
  return { status: 'done', reason: 'extraction-failed' };
}
const nothingFollows = {
  revision: null,
  incident: null,
  alertsOpened: [],
  alertsTouched: [],
  rows: [],
  hiddenBy: [],
  audit: [],
} as const;

/** It goes as far as any article, so that it is late when they are, and whatever is thought of it nothing follows. */
async function hearCanary({ deps, ledger }: Matcher, article: Article, report: Report): Promise<JobResult> {
  if (ledger.revision() < 0) await ledger.refresh();
  assign(ledger.index(), article, report, deps.clock.now());
  const verdict: Verdict = {
    article: article.id,
    decision: 'irrelevant',
    incident: null,
    reasons: [{ code: 'canary', detail: '' }],
  };
  await deps.store.commitVerdict({ article, verdict, ...nothingFollows });
  return { status: 'done', reason: 'canary' };
}

interface Matcher {
  readonly deps: MatchDeps;
  readonly ledger: Ledger;
  readonly audience: () => Promise<Audience>;
  readonly lessons: () => Promise<Lessons>;
}

interface Matter {
  readonly article: Article;
  readonly report: Report;
  readonly causedAt: number;
  /** By the process's own monotonous clock. */
  readonly startedAt: number;
}

/** Decides on what is known, and again on what is newly known, until the decision is written. */
async function decide(matcher: Matcher, matter: Matter): Promise<JobResult> {
  const { deps, ledger } = matcher;
  if (ledger.revision() < 0) await ledger.refresh();
  ledger.teach(await matcher.lessons());
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const revision = ledger.revision();
    const now = deps.clock.now();
    const assigned = await assignKnowingAlerts(deps, ledger.index(), { ...matter, now });
    const { verdict, incident, answered } = assigned;
    const routed = await routeAll(matcher, matter, assigned);
    const { alertsOpened, alertsTouched, rows, audit } = routed;
    const outcome = await deps.store.commitVerdict({
      revision: matter.article.revises === null && isSurelyOther(matter.report) ? null : revision,
      article: matter.article,
      verdict: { ...verdict, reasons: [...verdict.reasons, ...routed.reasons] },
      incident,
      ...(answered === undefined ? {} : { answered }),
      alertsOpened,
      alertsTouched,
      rows,
      hiddenBy: routed.hiddenBy,
      taughtBy: assigned.taughtBy ?? [],
      audit,
    });
    if (outcome === 'already') return { status: 'done', reason: 'decided-already' };
    if (outcome === 'committed') return finish(matcher, matter, { verdict, routed });
    deps.log.debug('article decided again', { article: matter.article.id, attempt });
    await pause(Math.random() * retryPauseMs * attempt);
    await ledger.refresh();
  }
  return { status: 'again', delayMs: againDelayMs * (1 + Math.random()), reason: 'index-moves-on' };
}

/** The incident, and the edits of the cards of the one that it was found to answer. */
async function routeAll(matcher: Matcher, matter: Matter, assigned: Assignment): Promise<Routed> {
  const { verdict, incident, answered } = assigned;
  if (incident === null) return untold;
  const routed = await routeIncident(matcher, matter, { verdict, incident });
  if (answered === undefined) return routed;
  const back = await routeIncident(matcher, matter, {
    verdict: { ...verdict, decision: 'duplicate', incident: answered.id },
    incident: answered,
  });
  // A link opens no alert and is told in no thread: the cards that stand show it.
  const cards = await matcher.deps.store.cardsOf(answered.id);
  const standing = new Set(cards.filter(({ messageId }) => messageId !== null).map(({ channel }) => channel));
  const edits = back.rows.filter(({ kind, channel }) => kind === 'card' && standing.has(channel));
  return { ...routed, rows: [...routed.rows, ...edits], edits: [...routed.edits, ...edits.map(({ id }) => id)] };
}

async function routeIncident(
  { deps, ledger, audience }: Matcher,
  { article, causedAt }: Matter,
  { verdict, incident }: { verdict: Verdict; incident: Incident },
): Promise<Routed> {
  const before = ledger.incident(incident.id);
  if (incident.silent) return { ...untold, reasons: [{ code: 'incident-silent', detail: incident.id }] };
  const now = deps.clock.now();
  const [{ watches, subscriptions }, alerts, cards, silences] = await Promise.all([
    audience(),
    deps.store.alertsOf(incident.id),
    deps.store.cardsOf(incident.id),
    deps.store.silences(now),
  ]);
  const inhibitors = await inhibitorsOf(deps, { incident, index: ledger.index(), silences, now });
  const realNow = deps.realClock.now();
  const { pack } = deps;
  return route({
    incident,
    before,
    article,
    verdict,
    watches,
    subscriptions,
    alerts,
    cards,
    silences,
    inhibitors,
    pack,
    now,
    realNow,
    causedAt,
  });
}

async function finish(
  { deps, ledger }: Matcher,
  { article, report, causedAt, startedAt }: Matter,
  { verdict, routed }: { verdict: Verdict; routed: Routed },
): Promise<JobResult> {
  deps.meter.decided(verdict, report, performance.now() - startedAt);
  // What lessons hold back is said as loudly as what is told: nobody else would hear of it.
  const isSaid = routed.rows.length > 0 || verdict.reasons.some(({ code }) => code === 'taught');
  deps.log[isSaid ? 'info' : 'debug']('article decided', {
    article: article.id,
    feed: article.feed,
    decision: verdict.decision,
    incident: verdict.incident,
    reasons: wordsOf([...verdict.reasons, ...routed.reasons]),
    rows: routed.rows.length,
    latencyMs: deps.realClock.now() - causedAt,
  });
  const due = routed.rows.filter(({ heldUntil }) => heldUntil === null).map(({ id }) => id);
  const isEdit = new Set(routed.edits);
  const { edits = [], news = [] } = Object.groupBy(due, (id) => (isEdit.has(id) ? 'edits' : 'news'));
  if (news.length > 0) await deps.queue.add('deliver', news);
  // In a storm most rows keep cards true; who has not been told of something waits for none of them.
  if (edits.length > 0) await deps.queue.add('deliver', edits, 'behind');
  if (verdict.incident !== null) await ledger.refresh();
  return { status: 'done', reason: verdict.decision };
}

const wordsOf = (reasons: readonly Reason[]): readonly string[] =>
  reasons.map(({ code, detail }) => (detail === '' ? code : `${code}: ${detail}`));
