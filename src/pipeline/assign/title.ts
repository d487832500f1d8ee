import type { Facts, Report } from '../../model.ts';
import { type Lookup, relatePlaces } from './lookup.ts';
import { agreed, type Sides } from './sides.ts';

const lowestTier = 3;
/** Headlines of pages that tell many things, or nothing yet. */
const vague =
  /\b(?:heard|live|as it happened|latest|updates?|timeline|explained|what (?:we|to) know|who (?:is|was)|daily|briefing|statement|transcript|round-?up|digest|headlines)\b/iu;
/** A headline that is hardly better does not take the place of the one that readers know. */
const betterBy = 2;
/** Headlines that say that nobody was hurt. */
const noneHurt: readonly RegExp[] = [
  /\b(?:unharmed|unhurt|uninjured|unscathed)\b/iu,
  /\b(?:no|zero|without) (?:\p{L}+ ){0,2}(?:casualt(?:y|ies)|injur(?:y|ies)|victims|hurt|harmed|injured|wounded)\b/iu,
  /\b(?:nobody|none|no one) (?:\p{L}+ )?(?:hurt|harmed|injured|wounded)\b/iu,
  /(?:دون|بدون|بلا|لا) (?:وقوع |أي |أية |تسجيل )?(?:إصابات|ضحايا|خسائر بشرية|تلفات)|لم يصب/u,
  /تلفات[یي]? (?:جان[یي] )?نداشت|آس[یي]ب[یي] ند/u,
];
const noneDead: readonly RegExp[] = [
  /\b(?:no|zero|without) (?:\p{L}+ )?(?:deaths|fatalities|dead)\b/iu,
  /\b(?:nobody|none|no one) (?:\p{L}+ )?(?:killed|died|dead)\b/iu,
];
const shouting = /\p{Lu}{4} \p{Lu}{4}/u;

/**
 * The headline that tells most of what is held true: of the event itself, in English, with the toll, the doer, whom it
 * met and where. An earlier one stays unless a later one is plainly better.
 */
export function titleOf(
  reports: readonly Report[],
  held: Pick<Facts, 'subEvent' | 'days' | 'place' | 'killed' | 'wounded' | 'families'>,
  sides: Sides,
  pack: Lookup,
): string {
  const doers = leading(agreed(sides.agents, held.families.length));
  const targets = agreed(sides.targets, held.families.length);
  const persons = targets.map(({ actor }) => actor).filter((actor) => pack.actors.get(actor)?.kind === 'person');
  const met = persons.length > 0 ? persons : leading(targets);
  const names = (report: Report, wanted: readonly string[]): boolean =>
    wanted.length === 0 || report.actors.some(({ actor }) => wanted.includes(actor));
  const lacks = (report: Report): number =>
    (report.language === 'en' ? 0 : 20) +
    (report.relevance === 'event' ? 0 : 8) +
    lateness(report, held) +
    tollLacking(report, held) +
    (vague.test(report.title) ? 3 : 0) +
    (shouting.test(report.title) ? 1 : 0) +
    (report.subEvent === held.subEvent ? 0 : 1) +
    (names(report, met) ? 0 : persons.length > 0 ? 6 : 2) +
    (names(report, doers) ? 0 : 2) +
    placeLacking(report, held, pack) +
    ((pack.outlets.get(report.outlet)?.tier ?? lowestTier) === lowestTier ? 1 : 0);
  const consistent = reports.filter((report) => !deniesToll(report, held));
  const [first, ...rest] = (consistent.length > 0 ? consistent : reports).toSorted(
    (a, b) => a.publishedAt - b.publishedAt || (a.article < b.article ? -1 : 1),
  );
  if (first === undefined) return '';
  let best = { title: first.title, lacking: lacks(first) };
  for (const report of rest) {
    const lacking = lacks(report);
    if (lacking <= best.lacking - betterBy) best = { title: report.title, lacking };
  }
  return best.title;
}

function leading(members: Sides['agents']): readonly string[] {
  return members.filter(({ families }) => families === members[0]?.families).map(({ actor }) => actor);
}

/** A headline about what came after is not the event's; one about its toll nearly is. */
function lateness({ development, days }: Report, held: Pick<Facts, 'days'>): number {
  const isOfAnotherDay = days !== null && (days.from > held.days.to || days.to < held.days.from);
  const later = development === null ? 0 : development === 'casualties' ? 1 : 4;
  return later + (isOfAnotherDay ? 2 : 0);
}

/** A headline without the dead belongs to the hour before they were known; one with more than is held is in doubt. */
function tollLacking(report: Report, held: Pick<Facts, 'killed' | 'wounded'>): number {
  for (const [which, missing] of [
    ['killed', 3],
    ['wounded', 2],
  ] as const) {
    const figure = report[which] ?? 0;
    const expected = held[which] ?? 0;
    if (figure > expected) return 6;
    if (expected > 0) return figure === expected ? 0 : figure > 0 ? 1 : missing;
  }
  return 0;
}

/** Whether a headline says that nobody was hurt where somebody was; one that counts others among the hurt says so too. */
function deniesToll({ title, evidence, ...report }: Report, held: Pick<Facts, 'killed' | 'wounded'>): boolean {
  const killed = held.killed ?? 0;
  const says = (what: readonly RegExp[]): boolean => what.some((each) => each.test(title));
  const isDenied = (killed > 0 && says(noneDead)) || (killed + (held.wounded ?? 0) > 0 && says(noneHurt));
  const counts = (which: 'killed' | 'wounded'): boolean =>
    (report[which] ?? 0) > 0 && evidence.some(({ fact, sentence }) => fact === which && sentence === 0);
  return isDenied && !counts('killed') && !counts('wounded');
}

/** A headline about one of two places is not that of the other. */
function placeLacking({ place }: Report, held: Pick<Facts, 'place'>, lookup: Lookup): number {
  if (place === null) return 1;
  return relatePlaces(lookup, place, held.place) === 'apart' ? 2 : 0;
}
