import type { AlertState, FeedState, Language } from '../../model.ts';
import { agoOf } from '../../pipeline/press.ts';
import { fallbackSentence } from '../../pipeline/speech/conversation.ts';
import { type StatusSpeech, statusSpeech } from '../../pipeline/speech/status.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk } from '../../ports.ts';
import { type DeskDeps, done } from './deps.ts';

const failingShownMax = 5;
const openShownMax = 100;
const problemLengthMax = 120;

/** Makes the answer to `/status`: what is seen, what fails, what waits. */
export function reports(deps: DeskDeps): Desk['status'] {
  return async (request) => {
    const [states, alerts, isIdle] = await Promise.all([
      deps.store.feedStates(),
      deps.store.openAlerts(request.server, openShownMax),
      deps.queue.isIdle(),
    ]);
    const ids = new Set(deps.pack.feeds.map(({ id }) => id));
    const ours = states.filter(({ feed }) => ids.has(feed));
    const speech = inLanguage(statusSpeech, request.language);
    const said = { speech, language: request.language };
    const lines = [
      feedsLine(deps, ours, speech),
      lastPoll(ours, deps.clock.now(), said),
      ...failingLines(ours, speech),
    ];
    const inState = (wanted: AlertState) => alerts.filter(({ state }) => state === wanted).length;
    lines.push(
      speech.alerts({
        unresolved: alerts.length,
        isMore: alerts.length === openShownMax,
        open: inState('open'),
        snoozed: inState('snoozed'),
      }),
      isIdle ? speech.idle : speech.atWork,
    );
    const fallback = fallbackSentence(request.locale);
    if (fallback !== null) lines.push(fallback);
    return done(lines.join('\n'));
  };
}

const isFailing = ({ failures, paused }: FeedState): boolean => failures > 0 && paused === null;

function feedsLine(deps: DeskDeps, states: readonly FeedState[], speech: StatusSpeech): string {
  const paused = states.filter((state) => state.paused !== null).length;
  const failing = states.filter(isFailing).length;
  const polled = states.filter(({ lastPolledAt, paused: reason }) => lastPolledAt !== null && reason === null).length;
  const unpolled = deps.pack.feeds.length - polled - paused;
  const isBlind = polled > 0 && failing === polled;
  return `${speech.feeds({ ok: polled - failing, failing, paused, unpolled })}${isBlind ? speech.blind : ''}`;
}

function lastPoll(
  states: readonly FeedState[],
  now: number,
  { speech, language }: { readonly speech: StatusSpeech; readonly language: Language },
): string {
  const last = Math.max(...states.map(({ lastPolledAt }) => lastPolledAt ?? Number.NEGATIVE_INFINITY));
  return speech.lastPoll(Number.isFinite(last) ? agoOf(now - last, language) : null);
}

function failingLines(states: readonly FeedState[], speech: StatusSpeech): readonly string[] {
  const failing = states.filter(isFailing).sort((a, b) => b.failures - a.failures);
  const lines = failing.slice(0, failingShownMax).map(({ feed, failures, lastStatus, lastProblem }) => {
    const problem = (lastProblem ?? lastStatus)?.slice(0, problemLengthMax) ?? null;
    return speech.failing(feed, problem, failures);
  });
  const rest = failing.length - lines.length;
  return rest > 0 ? [...lines, `• ${speech.andMore(rest)}`] : lines;
}
