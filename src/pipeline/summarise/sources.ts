import type { Correction, Facts, Language, Outlet, Pack, Report, SourceName, Summary } from '../../model.ts';
import { tellingOf } from '../assign/sides.ts';

const summaryOutletsMax = 40;
/** ISO 3166: no country that is known. */
const nowhere = 'ZZ';

export interface SourceNames {
  /** The outlet's name; its id where the pack does not know it. */
  name(outlet: string): string;
  /** Each outlet once, in the order given, at most `summaryOutletsMax`. */
  of(outlets: readonly string[]): readonly SourceName[];
  /** How many independent families stand behind these outlets. */
  families(outlets: readonly string[]): number;
}

/** Looks outlets up in the pack; those that withdrew what they told last are marked. */
export function sourceNames(pack: Pack, corrections: readonly Correction[] = []): SourceNames {
  const outlets = new Map(pack.outlets.map((outlet) => [outlet.id, outlet]));
  const lastWords = new Map(corrections.map(({ outlet, isWithdrawn }) => [outlet, isWithdrawn]));
  const source = (id: string): SourceName => {
    const outlet = outlets.get(id);
    return {
      name: outlet?.name ?? id,
      stateAffiliated: outlet?.stateAffiliated ?? false,
      country: countryOf(outlet),
      ...(lastWords.get(id) === true ? { isWithdrawn: true } : {}),
    };
  };
  return {
    name: (id) => source(id).name,
    of: (ids) => [...new Set(ids)].slice(0, summaryOutletsMax).map(source),
    families: (ids) => new Set(ids.map((id) => outlets.get(id)?.family ?? id)).size,
  };
}

/** Of these families those that are a state's own, by the outlets of them that report; where none does, by all of them. */
export function stateFamilies(
  families: readonly string[],
  reports: readonly Report[],
  pack: Pack,
): Summary['stateFamilies'] {
  const reporting = new Set(reports.map(({ outlet }) => outlet));
  const ofState = families.flatMap((family) => {
    const outlets = pack.outlets.filter((outlet) => outlet.family === family);
    const heard = outlets.filter(({ id }) => reporting.has(id));
    return (heard.length > 0 ? heard : outlets).find(({ stateAffiliated }) => stateAffiliated) ?? [];
  });
  return { count: ofState.length, countries: [...new Set(ofState.flatMap((outlet) => countryOf(outlet) ?? []))] };
}

function countryOf(outlet: Outlet | undefined): string | null {
  return outlet === undefined || outlet.country === nowhere ? null : outlet.country;
}

/**
 * Reports that the reader can read first, then those that tell the event itself, with the toll that is held true; then
 * by their outlet's tier, by how many facts they state, the earliest first.
 */
export function bestReports(
  reports: readonly Report[],
  held: Pick<Facts, 'killed' | 'wounded'>,
  pack: Pack,
  reader: Language,
): readonly Report[] {
  const tiers = new Map(pack.outlets.map((outlet: Outlet) => [outlet.id, outlet.tier]));
  const tier = (report: Report) => tiers.get(report.outlet) ?? 3;
  const telling = new Set(tellingOf(reports));
  return reports.toSorted(
    (a, b) =>
      Number(b.language === reader) - Number(a.language === reader) ||
      Number(telling.has(b)) - Number(telling.has(a)) ||
      Number(hasToll(b, held)) - Number(hasToll(a, held)) ||
      tier(a) - tier(b) ||
      factsCount(b) - factsCount(a) ||
      a.publishedAt - b.publishedAt ||
      (a.article < b.article ? -1 : 1),
  );
}

/** Whether a report knows of the dead, or else of the wounded, what is held true. */
function hasToll(report: Report, { killed, wounded }: Pick<Facts, 'killed' | 'wounded'>): boolean {
  return (killed ?? 0) > 0 ? report.killed === killed : (report.wounded ?? 0) === (wounded ?? 0);
}

function factsCount(report: Report): number {
  const stated = [report.eventType, report.days, report.place, report.killed, report.wounded, report.weapon];
  return stated.filter((fact) => fact !== null).length + Math.min(report.actors.length, 4);
}
