import type { Language } from '../../model.ts';
import type { FeedCondition } from '../../pipeline/feed-health.ts';
import { type FeedRow, feedTable } from '../../pipeline/feed-table.ts';
import { type StatusSpeech, statusSpeech } from '../../pipeline/speech/status.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, ReplyPart } from '../../ports.ts';
import { addFeed, type Told } from '../roster/add.ts';
import { type ChangeDeps, type Changed, pauseFeed, removeFeed, resumeFeed } from '../roster/change.ts';
import { tryFeed } from '../roster/try.ts';
import { type DeskDeps, done, noteRefusal, refused, whyNoResponder } from './deps.ts';

type FeedsRequest = Parameters<Desk['feeds']>[0];

const outletId = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;
const rowsShownMax = 12; // of each state
const statesShown = ['failing', 'not-asked', 'silent', 'paused', 'unpolled'] as const;

/**
 * Makes the answer to `/feeds`: everybody may see how the feeds fare; they are shared by all servers, so that responders
 * of the operators' server alone change or fetch anything.
 */
export function steersFeeds(deps: DeskDeps): Desk['feeds'] {
  return async (request) => {
    if (request.change === 'list') return list(deps, request.language);
    const problem = await whyNotSteered(deps, request);
    if (problem !== null) return refused(problem);
    const { feeds, clock, store } = deps;
    const change: ChangeDeps = {
      store,
      filed: feeds.filed,
      clock,
      by: request.who,
      server: request.server,
      from: `channel ${request.channel}`,
    };
    const reply = await steer({ ...feeds, ...change }, request);
    await deps.roster.refresh(); // what is asked next is answered by what was changed
    return reply;
  };
}

async function steer(deps: ChangeDeps & DeskDeps['feeds'], request: FeedsRequest): Promise<DeskReply> {
  const feed = request.feed.trim();
  switch (request.change) {
    case 'add':
      return add(deps, feed, request);
    case 'test':
      return told(await tryFeed(deps, feed));
    case 'pause':
      return changed(await pauseFeed(deps, feed));
    case 'resume':
      return changed(await resumeFeed(deps, feed));
    case 'remove':
      return changed(await removeFeed(deps, feed));
    case 'list':
      throw new Error('the list of feeds changes nothing');
  }
}

async function add(
  deps: ChangeDeps & DeskDeps['feeds'],
  url: string,
  { feedLanguage, outlet, tier, language }: FeedsRequest,
): Promise<DeskReply> {
  if (outlet !== null && !outletId.test(outlet)) return refused(inLanguage(statusSpeech, language).badOutlet);
  const said = { ...(outlet === null ? {} : { id: outlet }), ...(tier === null ? {} : { tier }) };
  return told(await addFeed(deps, url, { language: feedLanguage, intervalMinutes: null, outlet: said }));
}

/** Those in trouble by name, the others by their number. */
async function list({ roster, store, clock, schedule }: DeskDeps, language: Language): Promise<DeskReply> {
  const speech = inLanguage(statusSpeech, language);
  const rows = feedTable(roster.feeds(), await store.feedStates(), schedule, clock.now(), language);
  const well = rows.filter(({ state }) => state === 'well').length;
  const parts = statesShown.flatMap((state) =>
    partOf(
      state,
      rows.filter((row) => row.state === state),
      speech,
    ),
  );
  return { ...done(speech.feedsWell(rows.length, well)), parts };
}

function partOf(state: FeedCondition, rows: readonly FeedRow[], speech: StatusSpeech): readonly ReplyPart[] {
  if (rows.length === 0) return [];
  const lines = rows
    .slice(0, rowsShownMax)
    .map(({ feed, problem, lastSuccess, lastNew }) => speech.feedLine(feed, problem, lastSuccess, lastNew));
  const more = rows.length > lines.length ? [speech.andMore(rows.length - lines.length)] : [];
  return [{ heading: speech.condition(state, rows.length), lines: [...lines, ...more] }];
}

async function whyNotSteered(deps: DeskDeps, request: FeedsRequest): Promise<string | null> {
  const isOperators = deps.filedServers.some(({ id, operators }) => id === request.server && operators);
  const asked = `feeds ${request.change} ${request.feed.trim()}`;
  const speech = inLanguage(statusSpeech, request.language);
  if (!isOperators) return noteRefusal(deps, request, asked, speech.operatorsOnly);
  return (await whyNoResponder(deps, request, asked)) ?? (request.feed.trim() === '' ? speech.nameAFeed : null);
}

function told({ outcome, lines }: Told): DeskReply {
  const text = lines.join('\n');
  return outcome === 'done' ? done(text) : refused(text);
}
const changed = ({ ok, text }: Changed): DeskReply => (ok ? done(text) : refused(text));
