import { rankOf } from '../query/fields.ts';
import type { Comparison, FieldNode } from '../query/node.ts';
import { outletsOf } from '../query/vocabulary.ts';
import type { Matcher } from './matcher.ts';
import { nearSpans } from './near.ts';
import { firstSpan, holdsPhrases } from './phrases.ts';
import type { Span } from './text.ts';
import type { WatchedIncident, WatchedText } from './watched.ts';

/** One text about an incident, at which a query looks together with the facts. */
export interface Sight {
  readonly seen: WatchedIncident;
  readonly text: WatchedText;
}

/** Whether the query holds of the text and the facts. */
export function holds(matcher: Matcher, sight: Sight): boolean {
  switch (matcher.kind) {
    case 'phrases':
      return holdsPhrases(sight.text.text, matcher);
    case 'near':
      return nearSpans(sight.text.text, matcher) !== null;
    case 'field':
      return holdsField(matcher, sight);
    case 'not':
      return !holds(matcher.of, sight);
    case 'all':
      return matcher.of.every((part) => holds(part, sight));
    case 'any':
      return matcher.of.some((part) => holds(part, sight));
  }
}

/** What a query that holds rests on: places in the text, and facts. */
export interface Found {
  readonly spans: readonly Span[];
  readonly fields: readonly FieldNode[];
}

/** What the query rests on; of several that suffice the first. That something is absent rests on nothing. */
export function findIn(matcher: Matcher, sight: Sight): Found {
  switch (matcher.kind) {
    case 'phrases': {
      const span = firstSpan(sight.text.text, matcher);
      return { spans: span === null ? [] : [span], fields: [] };
    }
    case 'near':
      return { spans: nearSpans(sight.text.text, matcher) ?? [], fields: [] };
    case 'field':
      return { spans: [], fields: [matcher] };
    case 'not':
      return { spans: [], fields: [] };
    case 'all':
      return joined(matcher.of.map((part) => findIn(part, sight)));
    case 'any': {
      const part = matcher.of.find((each) => holds(each, sight));
      return part === undefined ? { spans: [], fields: [] } : findIn(part, sight);
    }
  }
}

const joined = (parts: readonly Found[]): Found => ({
  spans: parts.flatMap(({ spans }) => spans),
  fields: parts.flatMap(({ fields }) => fields),
});

function holdsField(node: FieldNode, { seen, text }: Sight): boolean {
  const { field, value } = node;
  switch (field) {
    case 'actor':
      return seen.actors.has(value);
    case 'place':
      return seen.places.has(value);
    case 'type':
      return seen.eventTypes.has(value);
    case 'side':
      return [...seen.sides].some((side) => side === value);
    case 'lang':
      return text.language === value;
    case 'outlet':
      return text.outlet === value;
    case 'tier':
      return compare(node, outletsOf(seen.vocabulary).byId.get(text.outlet)?.tier ?? null);
    case 'severity':
      return compare(node, rankOf(field, seen.severity));
    case 'killed':
      return compare(node, seen.killed);
    case 'wounded':
      return compare(node, seen.wounded);
  }
}

/** What is not known is neither more nor less than anything. */
function compare({ field, comparison, value }: FieldNode, known: number | null): boolean {
  return known !== null && comparers[comparison](known, rankOf(field, value));
}

const comparers: Readonly<Record<Comparison, (known: number, asked: number) => boolean>> = {
  '=': (known, asked) => known === asked,
  '>': (known, asked) => known > asked,
  '>=': (known, asked) => known >= asked,
  '<': (known, asked) => known < asked,
  '<=': (known, asked) => known <= asked,
};
