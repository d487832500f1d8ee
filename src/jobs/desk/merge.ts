import { setTimeout as pause } from 'node:timers/promises';
import { mergeSpeech } from '../../pipeline/speech/merge.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { letterJobId } from '../deliver/letter-job.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, done, noteRefusal, refused, whyNoResponder } from './deps.ts';
import { answerChoosing, answerDone, answerPlanned, answerRefused, articlesOn } from './merge/answer.ts';
import { type Decision, decide } from './merge/decide.ts';
import { type Plan, planOf } from './merge/plan.ts';
import { draftIdOf, keepWish, type Regroup, seenOf, type Wish, wishKept, wishOf } from './merge/wish.ts';

const attemptsMax = 8;
const retryPauseMs = 20;

/**
 * Makes the answer to `/incident merge`, `split`, `link`, `unlink` and `unmerge`: what would follow, and a button that
 * does it. Incidents are shared, so that responders of the operators' server alone may.
 */
export function regroups(deps: DeskDeps): Desk['regroup'] {
  return async (request) => {
    const problem = await whyNotRegrouping(deps, request, `incident ${request.change} ${request.incident}`);
    if (problem !== null) return refused(problem);
    const draft = draftIdOf(request);
    const wish = wishOf(request);
    return request.change === 'split' ? choosing(deps, request, draft, wish) : preview(deps, request, draft, wish);
  };
}

/**
 * What the controls below do: `merge:choose:<page>:<draft>` with the chosen reports, `merge:go:<draft>`,
 * `merge:confirm:<draft>`, `merge:leave:<draft>`, `merge:undo:<incident>`.
 */
export function mergeControls(deps: DeskDeps): Controls {
  return {
    async control(request) {
      const [, verb = '', ...rest] = request.does.split(':');
      const problem = await whyNotRegrouping(deps, request, request.does);
      if (problem !== null) return refused(problem);
      const speech = inLanguage(mergeSpeech, request.language);
      if (verb === 'undo') {
        const undo: Regroup = { ...request, change: 'unmerge', incident: rest.join(':'), other: null, why: null };
        return preview(deps, request, draftIdOf(request), wishOf(undo));
      }
      const draft = rest.at(-1) ?? '';
      const wish = await wishKept(deps.store, request, draft);
      if (wish === null) return refused(speech.gone);
      switch (verb) {
        case 'choose':
          return choose(deps, request, { draft, wish, page: Number(rest[0]) });
        case 'go':
          return preview(deps, request, draft, wish);
        case 'confirm':
          return carryOut(deps, request, draft, wish);
        case 'leave':
          await deps.store.removeDraft(draft);
          return done(speech.left);
        default:
          return refused(speech.gone);
      }
    },
  };
}

async function whyNotRegrouping(deps: DeskDeps, request: DeskRequest, asked: string): Promise<string | null> {
  const isOperators = deps.filedServers.some(({ id, operators }) => id === request.server && operators);
  if (isOperators) return whyNoResponder(deps, request, asked);
  return noteRefusal(deps, request, asked, inLanguage(mergeSpeech, request.language).operatorsOnly);
}

async function preview(
  deps: DeskDeps,
  request: DeskRequest,
  draft: string,
  wish: Wish,
  above: readonly string[] = [],
): Promise<DeskReply> {
  const decision = await decide(deps, request, wish);
  if ('refusal' in decision) return answerRefused(request, decision);
  const plan = await planOf(deps, request, wish, decision);
  await keepWish(deps.store, request, draft, { ...wish, seen: seenBy(decision) });
  return answerPlanned(deps, request, plan, { wish, draft, above });
}

const seenBy = ({ source, target }: Decision): string =>
  seenOf([source.before, target.before].filter((each) => each !== null));

async function choosing(deps: DeskDeps, request: DeskRequest, draft: string, wish: Wish): Promise<DeskReply> {
  const decision = await decide(deps, request, wish);
  const incident = await deps.store.incident(wish.incident);
  // Nothing is chosen yet: anything else that speaks against it is said before anybody chooses.
  if (incident === null || ('refusal' in decision && decision.refusal !== 'nothing-chosen'))
    return 'refusal' in decision
      ? answerRefused(request, decision)
      : refused(inLanguage(mergeSpeech, request.language).gone);
  await keepWish(deps.store, request, draft, wish);
  return answerChoosing(deps, request, incident, { draft, wish });
}

async function choose(
  deps: DeskDeps,
  request: DeskRequest & { readonly values: readonly string[] },
  { draft, wish, page }: { readonly draft: string; readonly wish: Wish; readonly page: number },
): Promise<DeskReply> {
  const incident = await deps.store.incident(wish.incident);
  if (incident === null) return refused(inLanguage(mergeSpeech, request.language).gone);
  const onPage = articlesOn(incident, page);
  const chosen = request.values.filter((article) => onPage.includes(article));
  const articles = [...wish.articles.filter((article) => !onPage.includes(article)), ...chosen];
  const after: Wish = { ...wish, articles, seen: null };
  await keepWish(deps.store, request, draft, after);
  return answerChoosing(deps, request, incident, { draft, wish: after });
}

/** Does what was shown, if it is still what it was shown against; else it is shown again. */
async function carryOut(deps: DeskDeps, request: DeskRequest, draft: string, wish: Wish): Promise<DeskReply> {
  const speech = inLanguage(mergeSpeech, request.language);
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const revision = await deps.store.incidentsRevision();
    const decision = await decide(deps, request, wish);
    if ('refusal' in decision) return answerRefused(request, decision);
    if (wish.seen !== seenBy(decision)) return preview(deps, request, draft, wish, [speech.changedMeanwhile]);
    const plan = await planOf(deps, request, wish, decision);
    const outcome = await deps.store.commitIncidents({ ...plan.record, key: draft, revision });
    if (outcome === 'already') return done(speech.already);
    if (outcome === 'committed') return carriedOut(deps, request, draft, plan);
    await pause(Math.random() * retryPauseMs * attempt);
  }
  return refused(speech.tooMuch);
}

async function carriedOut(deps: DeskDeps, request: DeskRequest, draft: string, plan: Plan): Promise<DeskReply> {
  const { decision, record } = plan;
  const rows = record.rows.filter(({ heldUntil }) => heldUntil === null).map(({ id }) => id);
  const jobs = [...record.letters.map(({ id }) => letterJobId(id)), ...rows];
  if (jobs.length > 0) await deps.queue.add('deliver', jobs);
  await deps.store.removeDraft(draft);
  deps.log.info('incidents regrouped', {
    what: decision.what,
    source: decision.source.after.id,
    target: decision.target.after.id,
    by: request.who.id,
    alerts: record.alerts.length,
    rows: record.rows.length,
  });
  return answerDone(deps, request, plan);
}
