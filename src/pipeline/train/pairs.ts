import type { Article, Incident, Report } from '../../model.ts';
import type { Features } from '../assign/features.ts';
import { factsWith, foundIncident, mergeReport } from '../assign/merge.ts';
import { compareWith, emptyIndex, type IncidentIndex, remember } from '../assign.ts';
import type { CompiledPack } from '../extract.ts';

/** An article of a labelled stream, what was extracted from it, and which incident it is about; null for none. */
export interface Labelled {
  readonly article: Article;
  readonly report: Report;
  readonly incident: string | null;
}

/** A report beside an incident that was open when it came, and whether it is about that one. */
export interface Pair {
  readonly features: Features;
  readonly isSame: boolean;
}

/** Of the incidents that a report is not about, the likeliest: others teach nothing that these do not. */
const rivalsMax = 6;

/**
 * Replays a stream with the labels as the truth: each report is compared with its own incident, as it stood then, and
 * with its likeliest rivals. The pack's known incidents are left out, since labels do not speak of them.
 */
export function pairsOf(compiled: CompiledPack, labelled: readonly Labelled[]): readonly Pair[] {
  let index = emptyIndex({ pack: { ...compiled.pack, knownIncidents: [] } });
  const incidents = new Map<string, Incident>();
  const pairs: Pair[] = [];
  for (const each of labelled) {
    const own = each.incident === null ? undefined : incidents.get(each.incident);
    if (own !== undefined || each.report.relevance === 'event') pairs.push(...pairsWith(index, each.report, own));
    if (each.incident === null) continue;
    const incident = grown(index, own, each);
    incidents.set(each.incident, incident);
    index = remember(index, incident);
  }
  return pairs;
}

function pairsWith(index: IncidentIndex, report: Report, own: Incident | undefined): readonly Pair[] {
  const compared = compareWith(index, report).filter(({ isRuledOut }) => !isRuledOut);
  const rivals = compared.filter(({ incident }) => incident.id !== own?.id).slice(0, rivalsMax);
  const same = compared.filter(({ incident }) => incident.id === own?.id);
  return [...same, ...rivals].map(({ features, incident }) => ({ features, isSame: incident.id === own?.id }));
}

function grown(index: IncidentIndex, incident: Incident | undefined, { article, report }: Labelled): Incident {
  const { lookup } = index;
  const now = article.publishedAt;
  if (incident === undefined) return foundIncident(lookup, article, report, now);
  return mergeReport(incident, report, {
    facts: factsWith(lookup, incident, report),
    changes: [],
    wakes: false,
    now,
  });
}
