import type { Article, Instant, KnownItem } from '../model.ts';
import { canonicalLink, pathKey } from './normalise/links.ts';
import { areAlike, digest, lettersOf, wordingOf } from './normalise/wording.ts';
import { idOf, isReused, type Reused } from './normalise.ts';

const hourMs = 3_600_000;
/** Under the same link and guid, another text that is dated so much later is another item's. */
const laterMs = 2 * hourMs;
const dayMs = 24 * hourMs;
/** What an outlet writes in the same words under another link and guid is one item if its dates are so near, */
const nearMs = 30 * 60_000;
/** or, where it states none, if it comes so soon: a siren sounds again the next day. */
const soonMs = 12 * hourMs;
const minuteMs = 60_000;
/** A shorter headline may be alike by chance: "Live updates". */
const headlineLettersMin = 24;
const headlineTextMax = 1_000;
const publisherLengthMax = 40;
const keysMax = 8;

/** A live page is edited all day: so often, and so far apart, its text goes to match. */
const revisionsMax = 10;
const revisionEveryMs = 5 * minuteMs;

/** What is to be remembered of an item, as a document shows it. `published` is the date that it states. */
export function knownFrom(article: Article, published: Instant | null, reused: Reused): KnownItem {
  const { title, guid, link } = article;
  const body = article.content ?? article.summary;
  const path = pathKey(link);
  const headline = headlineOf(title, body);
  const keys = [
    path === null || isReused(link, reused) ? null : `l${digest(path)}`,
    guid === null || reused.guids.has(guid) ? null : `g${digest(guidKey(guid))}`,
    headline === null ? null : `h${digest(headline)}`,
  ].filter((key) => key !== null);
  return {
    article: article.id,
    keys: keys.length > 0 ? keys : [`i${digest(article.id)}`],
    ...wordingOf(title, body),
    publishedAt: published !== null && published <= article.seenAt ? published : null,
    seenAt: article.seenAt,
    revisions: 0,
    revisedAt: null,
    isElsewhere: false,
  };
}

/** The key that the items of a link have, whatever their host; null for a link that tells none from another. */
export function linkKeyOf(link: string): string | null {
  const path = pathKey(canonicalLink(link));
  return path === null ? null : `l${digest(path)}`;
}

/** By what an item agrees with a known one; a link or guid that one of them lacks can agree with none. */
type Agreement = 'both' | 'one' | 'divided' | 'headline' | 'contrary';
type Likeness = 'same' | 'like' | 'unlike';
type Rule = (item: KnownItem, known: KnownItem) => boolean;

const always: Rule = () => true;
const never: Rule = () => false;
const unlessLater: Rule = (item, known) => (apartMs(item, known) ?? item.seenAt - known.seenAt) < laterMs;
const datedTheSame: Rule = (item, known) => Math.abs(apartMs(item, known) ?? dayMs) < minuteMs;
const withinADay: Rule = (item, known) => Math.abs(apartMs(item, known) ?? 0) <= dayMs;
const aboutThen: Rule = (item, known) => {
  const apart = apartMs(item, known);
  return apart === null ? item.seenAt - known.seenAt < soonMs : Math.abs(apart) <= nearMs;
};

/**
 * When an item of a feed is one that it brought before. `both`: link and guid agree; `one`: one does, and the other cannot
 * be compared; `divided`: one does, the other contradicts it; `headline`: nothing but that can be compared; `contrary`:
 * nothing but that agrees, and what else can be compared contradicts it.
 */
const isTheSame: Readonly<Record<Agreement, Readonly<Record<Likeness, Rule>>>> = {
  //          the text is …   the same         another version   another
  both: { same: always, like: always, unlike: unlessLater },
  one: { same: always, like: always, unlike: datedTheSame },
  divided: { same: always, like: withinADay, unlike: never },
  headline: { same: withinADay, like: withinADay, unlike: never },
  contrary: { same: aboutThen, like: aboutThen, unlike: never },
};
const strength: Readonly<Record<Agreement, number>> = { both: 4, one: 3, divided: 2, headline: 1, contrary: 0 };
const closeness: Readonly<Record<Likeness, number>> = { same: 20, like: 10, unlike: 0 };

/** The known item that this one is, if any, and whether its title or text was edited since. */
export interface Recognised {
  readonly known: KnownItem;
  readonly isEdited: boolean;
  readonly by: Agreement;
}

/** Recognises an item among those known that share a key with it; null where it is none of them. */
export function recognise(item: KnownItem, candidates: readonly KnownItem[]): Recognised | null {
  let best: (Recognised & { readonly weight: number }) | null = null;
  for (const known of candidates) {
    const by = agreementOf(item, known);
    const text = likenessOf(item, known, by);
    const weight = closeness[text] + strength[by];
    if (!isTheSame[by][text](item, known) || (best !== null && best.weight >= weight)) continue;
    best = {
      known,
      isEdited: text !== 'same' && !isShortened(item, known),
      by,
      weight,
    };
  }
  return best;
}

/** Orders what was recognised: unchanged items before edited ones, and those of which more agrees before others. */
export function surerFirst(one: Recognised, other: Recognised): number {
  return Number(one.isEdited) - Number(other.isEdited) || strength[other.by] - strength[one.by];
}

/** Whether an item may stand in a document beside the known one under the same headline, as another item. */
export function mayStandBeside(item: KnownItem, { known, isEdited, by }: Recognised): boolean {
  if (by !== 'headline' && by !== 'contrary') return false;
  return isEdited || (by === 'contrary' && Math.abs(apartMs(item, known) ?? 0) >= minuteMs);
}

/** Whether an edit of a known item goes to match now, later, or not at all. */
export function mayRevise(known: KnownItem, now: Instant): 'now' | 'later' | 'never' {
  if (known.isElsewhere || known.revisions >= revisionsMax) return 'never';
  return known.revisedAt !== null && now - known.revisedAt < revisionEveryMs ? 'later' : 'now';
}

/** The known item with what is new of the keys it goes by; the same object where nothing is. */
export function withKeys(known: KnownItem, { keys }: KnownItem): KnownItem {
  const fresh = keys.filter((key) => !known.keys.includes(key));
  return fresh.length === 0 ? known : { ...known, keys: keysKept([...known.keys, ...fresh], keys) };
}

/** Not too many keys: those of the item as it is and the newest of each kind stay, old headlines go first. */
function keysKept(all: readonly string[], present: readonly string[]): readonly string[] {
  const newest = ['l', 'g', 'h'].flatMap((kind) => all.findLast((key) => key.startsWith(kind)) ?? []);
  const spare = all.filter((key) => !present.includes(key) && !newest.includes(key));
  const headlines = spare.filter((key) => key.startsWith('h'));
  const others = spare.filter((key) => !key.startsWith('h'));
  const gone = new Set([...headlines, ...others].slice(0, Math.max(0, all.length - keysMax)));
  return all.filter((key) => !gone.has(key));
}

/** The known item as it reads after an edit. */
export function revised(known: KnownItem, item: KnownItem, now: Instant): KnownItem {
  const { publishedAt, seenAt } = item;
  const dates = { publishedAt: publishedAt ?? known.publishedAt, seenAt };
  return { ...followed(known, item), ...dates, revisions: known.revisions + 1, revisedAt: now };
}

/**
 * The known item as it reads after an edit that is told to nobody. Where so many were told that none is any more, its
 * dates stay those of the last one: what is written under its link and guid long after is another item's.
 */
export function followed(known: KnownItem, item: KnownItem): KnownItem {
  const { text, sketch, isBare } = item;
  return { ...withKeys(known, item), text, sketch, isBare };
}

/** An article that goes by the id of another: its text makes its own. */
export function renamed(article: Article): Article {
  const { id, title, summary, content } = article;
  return { ...article, id: idOf(`${id}\n${title}\n${summary}\n${content ?? ''}`) };
}

/** The edited form of an article that was told. A poll that is repeated gives it the same id, a text that returns another. */
export function revisionOf(article: Article, known: KnownItem, { text }: KnownItem): Article {
  const edit = idOf(`${known.revisions}\n${text}`).slice(1, 9);
  return { ...article, id: `${known.article}~${edit}`, revises: known.article };
}

function agreementOf(item: KnownItem, known: KnownItem): Agreement {
  const said = [agrees('l', item, known), agrees('g', item, known)];
  if (!said.includes(true)) return said.includes(false) ? 'contrary' : 'headline';
  if (said.includes(false)) return 'divided';
  return said.includes(null) ? 'one' : 'both';
}

function agrees(kind: string, item: KnownItem, known: KnownItem): boolean | null {
  const own = item.keys.filter((key) => key.startsWith(kind));
  const held = known.keys.filter((key) => key.startsWith(kind));
  return own.length === 0 || held.length === 0 ? null : own.some((key) => held.includes(key));
}

function likenessOf(item: KnownItem, known: KnownItem, by: Agreement): Likeness {
  if (item.text === known.text) return 'same';
  const isHeaded = agrees('h', item, known) === true;
  if (isHeaded && ((by !== 'headline' && by !== 'contrary') || item.isBare || known.isBare)) return 'like';
  return areAlike(item.sketch, known.sketch) ? 'like' : 'unlike';
}

/** An aggregator that gives the headline alone has edited nothing. */
function isShortened(item: KnownItem, known: KnownItem): boolean {
  return item.isBare && agrees('h', item, known) === true;
}

/** How much later an item is dated than the known one; null where one of them has no date. */
function apartMs(item: KnownItem, known: KnownItem): number | null {
  return item.publishedAt === null || known.publishedAt === null ? null : item.publishedAt - known.publishedAt;
}

/** The headline without the publisher's name that aggregators put behind it; with the text where it alone says too little. */
function headlineOf(title: string, body: string): string | null {
  const bare = lettersOf(withoutPublisher(title));
  if (bare.length >= headlineLettersMin) return bare;
  const letters = `${lettersOf(title)}\n${lettersOf(body.slice(0, headlineTextMax))}`;
  return letters.length > headlineLettersMin ? letters : null;
}

function withoutPublisher(title: string): string {
  const at = Math.max(...[' - ', ' – ', ' — ', ' | '].map((mark) => title.lastIndexOf(mark)));
  return at < headlineLettersMin || title.length - at > publisherLengthMax ? title : title.slice(0, at);
}

/** A guid that is an address is the same at another host, or with tracking; what stands behind `#` is its own. */
function guidKey(guid: string): string {
  const path = /^https?:\/\//i.test(guid) ? pathKey(canonicalLink(guid)) : null;
  const [, fragment = ''] = guid.split('#', 2);
  return path === null ? guid : `${path}#${fragment}`;
}
