/** Versions of an incident as they come to be told. */
import type { Change, Decision, Severity, Verdict } from '../../../src/model.ts';
import { type RouteInput, route } from '../../../src/pipeline/route.ts';
import { aCard, aSubscription, aWatch } from '../../jobs/support/builders.ts';
import { anAlert, anArticle, anIncident, aPack, aReport, noon } from '../../support/builders.ts';

const pack = aPack();
const twoReports = [aReport(), aReport({ article: 'article-2', outlet: 'daily' })];
export const change = (what: Change['what']): Change => ({ what, detail: '', article: 'article-2' });
export const verdict = (decision: Decision, incident = 'i-article-1'): Verdict => ({
  article: 'article-1',
  decision,
  incident,
  reasons: [],
});

/** A severity that is held otherwise from now on. */
export const severityChange = (before: Severity, after: Severity): Change => ({
  ...change('severity'),
  differences: [{ fact: 'severity', before, after }],
});

/** The first version of an incident, told by a live article, with one subscription to everything. */
export function opening(said: Partial<RouteInput> = {}): RouteInput {
  return {
    incident: anIncident(),
    before: null,
    article: anArticle(),
    verdict: verdict('new'),
    watches: [aWatch()],
    subscriptions: [aSubscription()],
    alerts: [],
    cards: [],
    pack,
    now: noon,
    realNow: 5_000,
    causedAt: 4_000,
    ...said,
  };
}

/** Version 2 of an incident whose card stands, with a second outlet. */
export function developing(what: Change['what'], said: Partial<RouteInput> = {}): RouteInput {
  const severity: Severity = what === 'severity' ? 'high' : 'elevated';
  const was = (said.before ?? anIncident()).facts.severity;
  const changes = [what === 'severity' ? severityChange(was, severity) : change(what)];
  return opening({
    incident: anIncident({ version: 2, changes, facts: { severity }, reports: twoReports }),
    before: anIncident(),
    article: anArticle({ id: 'article-2' }),
    verdict: verdict('update'),
    alerts: [anAlert()],
    cards: [aCard()],
    ...said,
  });
}

export const rowsOf = (input: RouteInput) =>
  route(input).rows.map(
    ({ kind, channel, pingRole }) => `${kind} ${channel}${pingRole === null ? '' : ` @${pingRole}`}`,
  );
export const codes = (input: RouteInput) => route(input).reasons.map(({ code }) => code);
