/** Any number of open incidents, made of those that the bench's own articles tell. */
import type { Article, Incident, Report } from '../src/model.ts';
import { foundIncident } from '../src/pipeline/assign/merge.ts';
import { emptyIndex, type IncidentIndex, remember } from '../src/pipeline/assign.ts';
import { type CompiledPack, extract } from '../src/pipeline/extract.ts';
import { chanceFrom, oneOf } from './chance.ts';

/** `spread`: over all places and the months an incident is kept. `storm`: in one week, at five places. */
export type Setting = 'spread' | 'storm';

const dayMs = 86_400_000;
const spans: Readonly<Record<Setting, { readonly days: number; readonly places: number }>> = {
  spread: { days: 390, places: Number.POSITIVE_INFINITY },
  storm: { days: 7, places: 5 },
};
const ownWordsShare = 0.3;

/** An index that holds `count` incidents, the newest as new as the articles. */
export function openIncidents(
  compiled: CompiledPack,
  articles: readonly Article[],
  count: number,
  setting: Setting,
): IncidentIndex {
  const told = articles.flatMap((article) => {
    const report = extract(article, compiled);
    return report.relevance === 'event' ? [{ article, report }] : [];
  });
  const until = Math.max(...told.map(({ article }) => article.publishedAt));
  const chance = chanceFrom(count);
  const { days, places } = spans[setting];
  const narrow = compiled.pack.places.filter(({ kind }) => kind !== 'country' && kind !== 'province').slice(0, places);
  let index = emptyIndex(compiled);
  for (let number = 0; number < count; number += 1) {
    const model = oneOf(told, chance);
    const publishedAt = until - Math.floor(chance() * days * dayMs);
    const place = model.report.place === null ? null : oneOf(narrow, chance).id;
    const report = variantOf(model.report, { number, publishedAt, place, chance, compiled });
    index = remember(index, incidentOf(index, model.article, report));
  }
  return index;
}

interface Variation {
  readonly number: number;
  readonly publishedAt: number;
  readonly place: string | null;
  readonly chance: () => number;
  readonly compiled: CompiledPack;
}

/** The same kind of event on another day, elsewhere, by others, in partly other words. */
function variantOf(report: Report, { number, publishedAt, place, chance, compiled }: Variation): Report {
  const shiftDays = Math.floor(publishedAt / dayMs) - Math.floor(report.publishedAt / dayMs);
  const later = (day: string): string => new Date(Date.parse(day) + shiftDays * dayMs).toISOString().slice(0, 10);
  const days = report.days === null ? null : { from: later(report.days.from), to: later(report.days.to) };
  const actors = report.actors.map(({ role }) => ({ role, actor: oneOf(compiled.pack.actors, chance).id }));
  const terms = Object.entries(report.terms).map(([term, weight]) => {
    const named = term === `#${report.place}` ? `#${place}` : term;
    return [chance() < ownWordsShare ? `${named}${number % 97}` : named, weight];
  });
  const article = `open-${number}`;
  return { ...report, article, publishedAt, days, place, actors, terms: Object.fromEntries(terms) };
}

function incidentOf({ lookup }: IncidentIndex, article: Article, report: Report): Incident {
  return foundIncident(lookup, { ...article, id: report.article }, report, report.publishedAt);
}
