import { hash } from 'node:crypto';
import type { Feed, FeedAbout, Language, Outlet } from '../../model.ts';
import { sameAddress, siteOf, withoutKeys } from '../address.ts';
import type { Filed, Merged } from '../roster.ts';
import { freeId, slugOf } from './ids.ts';

/** A feed that somebody wants to have polled. */
export interface Proposal {
  readonly url: string;
  readonly about: FeedAbout;
  readonly language: Language;
  /** `unverified`: nobody has seen it answer. */
  readonly status: 'active' | 'unverified';
  readonly intervalMinutes: number | null;
  /** What was said of its outlet; what was not, is found or made up by where the feed and its articles lie. */
  readonly outlet: Partial<Pick<Outlet, 'id' | 'name' | 'tier' | 'stateAffiliated'>>;
  /** Where its articles lie, as far as that is known. */
  readonly site: string | null;
}
export interface Entered {
  readonly feed: Feed;
  /** As it is to be saved; null where it stands as it is. */
  readonly outlet: Outlet | null;
  /** Whether nobody knew this outlet before. */
  readonly isNewOutlet: boolean;
}

export const intervalMinutesMax = 1_440;
const unknownCountry = 'ZZ'; // ISO 3166: left to its users

/** What is taken, for the decisions on many proposals in a row; each that is entered is taken too. */
export interface Book {
  readonly feeds: Map<string, Feed>;
  readonly outlets: Map<string, Outlet>;
  readonly filedOutlets: ReadonlySet<string>;
  /** By `sameAddress`. */
  readonly addresses: Map<string, string>;
  /** The outlets whose feeds or sites lie on a host. */
  readonly outletsOn: Map<string, Set<string>>;
}

/** Opens the book on a roster. What the file stands against is taken as well: it must not come twice. */
export function openBook(merged: Pick<Merged, 'feeds' | 'outlets'>, filed: Filed, made: readonly Feed[]): Book {
  const book: Book = {
    feeds: new Map(),
    outlets: new Map(merged.outlets),
    filedOutlets: new Set(filed.outlets.map(({ id }) => id)),
    addresses: new Map(),
    outletsOn: new Map(),
  };
  for (const feed of made) note(book, feed);
  for (const feed of merged.feeds.values()) note(book, feed);
  return book;
}

/** Enters a proposal as a feed, with the outlet that it brings; else says in a sentence why not. */
export function enter(book: Book, proposal: Proposal): Entered | string {
  const other = book.addresses.get(sameAddress(proposal.url));
  if (other !== undefined) {
    const where = book.feeds.get(other)?.origin === 'file' ? ' of feeds.yaml' : '';
    return `It is polled already, as the feed ${other}${where}.`;
  }
  const outlet = outletOf(book, proposal);
  if (typeof outlet === 'string') return outlet;
  const { url, about, language, status, intervalMinutes } = proposal;
  const id = freeId(candidates(outlet.id, url), (taken) => book.feeds.has(taken));
  const isSaid = Object.values(about).some((value) => value !== undefined);
  const fixed = { id, url, outlet: outlet.id, language, status, intervalMinutes, origin: 'command' } as const;
  const feed: Feed = isSaid ? { ...fixed, about } : fixed;
  const known = book.outlets.get(outlet.id);
  book.outlets.set(outlet.id, outlet);
  note(book, feed);
  return { feed, outlet: known === outlet ? null : outlet, isNewOutlet: known === undefined };
}

function note(book: Book, feed: Feed): void {
  book.feeds.set(feed.id, feed);
  book.addresses.set(sameAddress(feed.url), feed.id);
  for (const site of new Set([siteOf(feed.url), siteOf(feed.about?.site ?? '')])) {
    if (site === null) continue;
    const outlets = book.outletsOn.get(site) ?? new Set();
    book.outletsOn.set(site, outlets.add(feed.outlet));
  }
}

/** The outlet that is named, else the one outlet on that host, else a new one. */
function outletOf(book: Book, { outlet: said, url, site }: Proposal): Outlet | string {
  const place = site ?? siteOf(url) ?? 'unknown';
  const there = [...(book.outletsOn.get(place) ?? [])];
  const id = said.id ?? (there.length === 1 ? there[0] : undefined) ?? slugOf(place);
  const known = book.outlets.get(id);
  if (known === undefined) return made(id, said, place);
  const changed = { ...known, ...given(said) };
  const isSame = JSON.stringify(changed) === JSON.stringify(known);
  if (isSame) return known;
  if (said.id === undefined)
    return `Its articles lie where those of the outlet ${id} (${known.name}) do: --outlet ${id} changes that outlet, --outlet with a new id makes another.`;
  return book.filedOutlets.has(id)
    ? `The outlet ${id} stands in feeds.yaml and is changed only there; --outlet names another.`
    : changed;
}

function made(id: string, said: Proposal['outlet'], place: string): Outlet {
  return {
    id,
    name: said.name ?? place,
    family: id,
    country: unknownCountry,
    stateAffiliated: said.stateAffiliated ?? false,
    tier: said.tier ?? 3,
  };
}

const given = ({ name, tier, stateAffiliated }: Proposal['outlet']): Partial<Outlet> => ({
  ...(name === undefined ? {} : { name }),
  ...(tier === undefined ? {} : { tier }),
  ...(stateAffiliated === undefined ? {} : { stateAffiliated }),
});

/** The outlet's own id for its first feed, then what tells its others apart; an id is shown everywhere, so no key is in it. */
function candidates(outlet: string, url: string): readonly string[] {
  const { pathname = '', search = '' } = URL.parse(withoutKeys(url)) ?? {};
  const parts = slugOf(`${pathname} ${search.replaceAll('%E2%80%A6', '')}`, '').replace(
    /(?:^|-)(?:rss|xml|feeds?|index|atom)(?=-|$)/gu,
    '',
  );
  return [outlet, slugOf(`${outlet} ${parts}`), `${outlet}-${hash('sha256', url, 'hex').slice(0, 8)}`];
}
