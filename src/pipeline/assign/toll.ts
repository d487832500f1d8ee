import type { Outlet, Report } from '../../model.ts';

/** Of the killed or of the wounded. */
export type Counted = 'killed' | 'wounded';

/** What the outlets count, and which of it is held true. */
export interface Toll {
  readonly held: number | null;
  /** Each figure that still stands, with the outlets whose newest word it is; the one held true first. */
  readonly lines: readonly { readonly figure: number; readonly outlets: readonly string[] }[];
}

/** The newest figure of one outlet. */
interface Count {
  readonly outlet: string;
  readonly family: string;
  readonly figure: number;
  readonly at: number;
  /** From an article about the toll itself. */
  readonly isToll: boolean;
  /** From an article about an answer, a denial or a probe: its figures may be another event's. */
  readonly isAside: boolean;
  readonly isAffiliated: boolean;
}

const asides: readonly Report['development'][] = ['denial', 'reaction', 'investigation'];
/** What one family alone counts beyond this, where two agree on less, waits for a second. */
const leapFactor = 3;
const familiesAgreeing = 2;

/** Weighs what the reports of one incident count. The order of the reports does not matter, their times do. */
export function tollOf(which: Counted, reports: readonly Report[], outlets: ReadonlyMap<string, Outlet>): Toll {
  const counts = newestByOutlet(which, reports, outlets);
  const standing = counts.filter((count) => !isOvertaken(count, counts));
  const held = heldOf(standing, isCounted(reports, outlets));
  const lines = [...Map.groupBy(standing, ({ figure }) => figure)]
    .map(([figure, said]) => ({ figure, outlets: said.map(({ outlet }) => outlet), families: familiesOf(said) }))
    .toSorted(
      (a, b) => Number(b.figure === held) - Number(a.figure === held) || b.families - a.families || b.figure - a.figure,
    );
  return { held, lines: lines.map(({ figure, outlets: said }) => ({ figure, outlets: said })) };
}

function newestByOutlet(
  which: Counted,
  reports: readonly Report[],
  outlets: ReadonlyMap<string, Outlet>,
): readonly Count[] {
  const newest = new Map<string, Count>();
  for (const report of reports.toSorted(inOrder)) {
    const figure = report[which];
    if (figure === null) continue;
    const outlet = outlets.get(report.outlet);
    newest.set(report.outlet, {
      outlet: report.outlet,
      family: outlet?.family ?? report.outlet,
      figure,
      at: report.publishedAt,
      isToll: report.development === 'casualties',
      isAside: isAside(report),
      isAffiliated: outlet?.stateAffiliated === true,
    });
  }
  return [...newest.values()];
}

function inOrder(a: Report, b: Report): number {
  return a.publishedAt - b.publishedAt || (a.article < b.article ? -1 : 1);
}

/** Tolls grow: a count is overtaken by a higher one of later, when that is a new toll or two families have it. */
function isOvertaken(count: Count, all: readonly Count[]): boolean {
  const higher = all.filter(
    (other) => other.figure > count.figure && other.at > count.at && !other.isAside && !other.isAffiliated,
  );
  return higher.some(
    ({ isToll, figure }) => isToll || familiesOf(all.filter((other) => other.figure === figure)) >= familiesAgreeing,
  );
}

/** Whether a report of the event itself, by no party's own media, gives a figure of either kind. */
function isCounted(reports: readonly Report[], outlets: ReadonlyMap<string, Outlet>): boolean {
  return reports.some(
    (report) =>
      (report.killed !== null || report.wounded !== null) &&
      !isAside(report) &&
      outlets.get(report.outlet)?.stateAffiliated !== true,
  );
}

function isAside({ development, relevance }: Report): boolean {
  return asides.includes(development) || relevance !== 'event';
}

/** A party's own media, and words on something else, count only where nobody else counts anybody. */
function heldOf(standing: readonly Count[], isCountedElsewhere: boolean): number | null {
  const independent = standing.filter((count) => !count.isAffiliated);
  const plain = independent.filter((count) => !count.isAside);
  const others = isCountedElsewhere ? standing.filter((count) => !count.isAside) : standing;
  const pool = [plain, isCountedElsewhere ? [] : independent, others].find((counts) => counts.length > 0) ?? [];
  const figures = [...Map.groupBy(pool, ({ figure }) => figure)].map(([figure, counts]) => ({
    figure,
    families: familiesOf(counts),
    isToll: counts.some(({ isToll }) => isToll),
  }));
  const best = figures.toSorted((a, b) => b.families - a.families || b.figure - a.figure)[0];
  if (best === undefined) return null;
  const isBelieved = ({ figure, families, isToll }: (typeof figures)[number]) =>
    isToll ||
    families >= familiesAgreeing ||
    best.families < familiesAgreeing ||
    best.figure === 0 ||
    figure <= best.figure * leapFactor;
  return Math.max(best.figure, ...figures.filter(isBelieved).map(({ figure }) => figure));
}

function familiesOf(counts: readonly Count[]): number {
  return new Set(counts.map(({ family }) => family)).size;
}
