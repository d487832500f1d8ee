import type { Language } from '../../model.ts';
import { withoutKeys } from '../../pipeline/address.ts';
import { agoOf } from '../../pipeline/press.ts';
import { cleanLine } from '../../pipeline/render/clean.ts';
import type { Entered, Proposal } from '../../pipeline/roster/enter.ts';
import { shownAddress } from '../../pipeline/schedule/moves.ts';
import { addFeeds, type ChangeDeps } from './change.ts';
import { type Found, type ScoutDeps, scout } from './scout.ts';

/** What the person says of the feed; what he does not, is found out. */
export interface FeedOptions {
  readonly outlet: Proposal['outlet'];
  readonly language: Language | null;
  readonly intervalMinutes: number | null;
}

/** What became of it. `unreachable`: nothing answered as asked, and later it may. */
export interface Told {
  readonly outcome: 'done' | 'refused' | 'unreachable';
  readonly lines: readonly string[];
}

const languageNames: Readonly<Record<Language, string>> = { en: 'English', ar: 'Arabic', fa: 'Persian' };
const readAs: Readonly<Record<Found['parsed']['readBy'], string>> = {
  'rss-parser': 'as it is',
  json: 'as JSON',
  lenient: 'leniently, for it is broken or out of the ordinary',
};
const guessed = 'which lies where feeds usually are: none is named on';
const othersShownMax = 5;

/** Reads the feed at an address, or that of the site there, and has it polled. */
export async function addFeed(deps: ChangeDeps & ScoutDeps, url: string, options: FeedOptions): Promise<Told> {
  const now = deps.clock.now();
  const found = await scout(deps, url, now);
  if (found.status === 'not-found')
    return { outcome: found.isUnreachable ? 'unreachable' : 'refused', lines: [cleanLine(found.problem)] };
  const lines = [...seenLines(found, now), ...othersLines(found)];
  const language = options.language ?? found.look.language;
  if (language === null) {
    const why = 'Its items are in none of the languages that are read (en, ar, fa), so it is not added.';
    return { outcome: 'refused', lines: [...lines, `${why} To add it all the same, say which it is taken for.`] };
  }
  const { intervalMinutes, outlet } = options;
  const { url: address, about, site } = found;
  const proposal: Proposal = { url: address, about, language, status: 'active', intervalMinutes, outlet, site };
  const [entered] = await addFeeds(deps, [proposal], ([first]) => `${first?.feed.id} ${shownAddress(address)}`);
  if (entered === undefined || typeof entered === 'string')
    return { outcome: 'refused', lines: [...lines, `Not added. ${entered ?? ''}`.trim()] };
  return { outcome: 'done', lines: [...lines, ...enteredLines(entered)] };
}

/** What was found at an address, a line each. Text of the feed is cleaned. */
export function seenLines({ url, look, parsed, about, isGuessed }: Found, now: number): readonly string[] {
  const shown = withoutKeys(url);
  const newest = look.newestAt === null ? 'no date' : `the newest ${agoOf(now - look.newestAt)}`;
  const count = `${look.items === 1 ? '1 item' : `${look.items} items`}, ${newest}`;
  const language = look.language === null ? 'in no language that is read' : `in ${languageNames[look.language]}`;
  return [
    `${look.title === null ? 'A feed without a title' : `“${look.title}”`}: ${count}, ${language}; read ${readAs[parsed.readBy]}.`,
    cleanLine(about.site === undefined ? shown : `${shown}, ${isGuessed ? guessed : 'found on'} ${about.site}`),
    ...look.problems,
  ];
}

function othersLines({ others }: Found): readonly string[] {
  if (others.length === 0) return [];
  const shown = others.slice(0, othersShownMax).map((other) => cleanLine(withoutKeys(other)));
  const more = others.length > shown.length ? `, and ${others.length - shown.length} more` : '';
  return [`The page links to other feeds too: ${shown.join(', ')}${more}.`];
}

function enteredLines({ feed, outlet, isNewOutlet }: Entered): readonly string[] {
  const every = feed.intervalMinutes === null ? '' : `, each ${feed.intervalMinutes} minutes`;
  const added = `Added as the feed ${feed.id} of the outlet ${feed.outlet}${every}.`;
  if (outlet === null) return [added];
  const state = outlet.stateAffiliated ? ', state-affiliated' : '';
  const family = isNewOutlet ? ', new and a family of its own' : '';
  return [added, `The outlet is ${cleanLine(outlet.name)}, tier ${outlet.tier}${state}${family}.`];
}
