import type { StreamItem } from '../adapters/stream/items.ts';
import type { Article, Incident, Instant, Label, Pack, Report, Verdict } from '../model.ts';
import { assign, emptyIndex, forget, incidentKeepMs, remember, withLessons } from '../pipeline/assign.ts';
import { knownBefore } from '../pipeline/decision.ts';
import { compilePack, extract } from '../pipeline/extract.ts';
import { lessonsOf } from '../pipeline/lesson.ts';
import { articleOf } from './article.ts';

const forgetEveryItems = 500;

/** What was decided on an item of a stream. */
export interface Decided {
  readonly article: Article;
  readonly report: Report;
  readonly verdict: Verdict;
  /** The incident as it is after the verdict, and as it was before; null where none is concerned, or it is new. */
  readonly incident: Incident | null;
  readonly before: Incident | null;
  readonly now: Instant;
}

/** Decides item by item, in order of publication. */
interface Decider {
  readonly pack: Pack;
  readonly decide: (item: StreamItem) => Decided;
  /** From now on the lessons that these labels are hold, in place of those before. */
  readonly teach: (labels: readonly Label[]) => void;
}

/** The pipeline on a stream that begins at `first`: what happened before it alone is known. Remembers what it decides. */
export function openDecider(shipped: Pack, first: Instant): Decider {
  const pack = knownBefore(shipped, first);
  const compiled = compilePack(pack);
  let index = emptyIndex(compiled);
  let items = 0;
  return {
    pack,
    decide(item) {
      const now = Date.parse(item.published);
      const article = articleOf(pack, item);
      const report = extract(article, compiled);
      const { verdict, incident } = assign(index, article, report, now);
      const before = incident === null ? null : (index.incidents.get(incident.id) ?? null);
      if (incident !== null) index = remember(index, incident);
      items += 1;
      if (items % forgetEveryItems === 0) index = forget(index, now - incidentKeepMs);
      return { article, report, verdict, incident, before, now };
    },
    teach(labels) {
      index = withLessons(index, lessonsOf(labels));
    },
  };
}
