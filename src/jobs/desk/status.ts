import type { FeedState } from '../../model.ts';
import { agoOf } from '../../pipeline/press.ts';
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
    const lines = [feedsLine(deps, ours), lastPoll(ours, deps.clock.now()), ...failingLines(ours)];
    const open = alerts.filter(({ state }) => state === 'open').length;
    const more = alerts.length === openShownMax ? ' or more' : '';
    lines.push(`Alerts here: ${alerts.length}${more} unresolved, ${open} of them not acknowledged.`);
    lines.push(isIdle ? 'Queues: idle.' : 'Queues: at work.');
    return done(lines.join('\n'));
  };
}

const isFailing = ({ failures, paused }: FeedState): boolean => failures > 0 && paused === null;

function feedsLine(deps: DeskDeps, states: readonly FeedState[]): string {
  const paused = states.filter((state) => state.paused !== null).length;
  const failing = states.filter(isFailing).length;
  const polled = states.filter(({ lastPolledAt, paused: reason }) => lastPolledAt !== null && reason === null).length;
  const unpolled = deps.pack.feeds.length - polled - paused;
  const blind = polled > 0 && failing === polled ? ' Every feed fails: Watchfloor is blind.' : '';
  return `Feeds: ${polled - failing} ok, ${failing} failing, ${paused} paused, ${unpolled} not polled yet.${blind}`;
}

function lastPoll(states: readonly FeedState[], now: number): string {
  const last = Math.max(...states.map(({ lastPolledAt }) => lastPolledAt ?? Number.NEGATIVE_INFINITY));
  return Number.isFinite(last) ? `Last poll: ${agoOf(now - last)}.` : 'Last poll: none yet.';
}

function failingLines(states: readonly FeedState[]): readonly string[] {
  const failing = states.filter(isFailing).sort((a, b) => b.failures - a.failures);
  const lines = failing
    .slice(0, failingShownMax)
    .map(
      ({ feed, failures, lastStatus, lastProblem }) =>
        `• ${feed}: ${(lastProblem ?? lastStatus ?? 'failing').slice(0, problemLengthMax)} (${failures} in a row)`,
    );
  const rest = failing.length - lines.length;
  return rest > 0 ? [...lines, `• and ${rest} more`] : lines;
}
