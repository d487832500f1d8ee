import type { Incident, Instant, Regrouping } from '../../../model.ts';
import { knownIncident } from '../../../pipeline/assign/known.ts';
import { type Lookup, lookupOf } from '../../../pipeline/assign/lookup.ts';
import { originalOf } from '../../../pipeline/assign/merge.ts';
import {
  areLinked,
  type LinkRefusal,
  linkIncidents,
  unlinkIncidents,
  whyNotLinked,
} from '../../../pipeline/regroup/link.ts';
import { type MergeRefusal, mergeIncidents, type Pair, whyNotMerged } from '../../../pipeline/regroup/merge.ts';
import { type SplitRefusal, splitIncident, whyNotSplit } from '../../../pipeline/regroup/split.ts';
import { rejoinIncidents, type UndoRefusal, unmergeIncidents, whyNotUndone } from '../../../pipeline/regroup/undo.ts';
import type { DeskRequest } from '../../../ports.ts';
import type { DeskDeps } from '../deps.ts';
import { mayLookAt } from '../visible.ts';
import type { Wish } from './wish.ts';

export type Refusal = MergeRefusal | SplitRefusal | LinkRefusal | UndoRefusal | 'unknown';
export interface Refused {
  readonly refusal: Refusal;
  /** Of which it is said, by its id. */
  readonly about: string;
  /** Where that was merged into; null where it was not. */
  readonly into: string | null;
}

/** An incident as it was, null: there was none, and as it is to be. */
export interface Changed {
  readonly before: Incident | null;
  readonly after: Incident;
}
/** What is to be done to two incidents. Of a split `source` is what is split off; `rejoin` takes a split back. */
export interface Decision {
  readonly what: 'merge' | 'split' | 'unmerge' | 'rejoin' | 'link' | 'unlink';
  readonly source: Changed;
  readonly target: Changed & { readonly before: Incident };
  /** What is taken back; null where nothing is. */
  readonly undone: Regrouping | null;
}

const chainLengthMax = 50;

/** What a wish comes to with the incidents as they are now, or why it cannot be. */
export async function decide(deps: DeskDeps, request: DeskRequest, wish: Wish): Promise<Decision | Refused> {
  const now = deps.clock.now();
  const lookup = lookupOf(deps.pack);
  const incident = await incidentFor(deps, request, wish.incident);
  if (incident === null) return refusedFor('unknown', wish.incident);
  if (wish.change === 'split') return decideSplit(deps, lookup, incident, { wish, now });
  if (wish.change === 'unmerge') return decideUndo(deps, lookup, incident, now);
  const named = wish.other === null ? null : await incidentFor(deps, request, wish.other);
  if (named === null) return refusedFor('unknown', wish.other ?? '');
  // Who names what was merged means what it went into.
  const other = await endOfChain(deps, named);
  if (incident.mergedInto !== null) return refusedFor('merged-already', incident.id, incident.mergedInto);
  return decidePair(lookup, wish.change, { source: incident, target: other }, now);
}

function decidePair(lookup: Lookup, change: 'merge' | 'link' | 'unlink', pair: Pair, now: Instant): Decision | Refused {
  const { source } = pair;
  switch (change) {
    case 'merge': {
      const refusal = whyNotMerged(pair);
      return refusal === null
        ? decided('merge', pair, mergeIncidents(lookup, pair, now))
        : refusedFor(refusal, source.id);
    }
    case 'link': {
      const refusal = whyNotLinked(pair);
      return refusal === null ? decided('link', pair, linkIncidents(pair, now)) : refusedFor(refusal, source.id);
    }
    case 'unlink':
      return areLinked(pair)
        ? decided('unlink', pair, unlinkIncidents(pair, now))
        : refusedFor('not-linked', source.id);
  }
}

async function decideSplit(
  { store }: DeskDeps,
  lookup: Lookup,
  incident: Incident,
  { wish, now }: { readonly wish: Wish; readonly now: Instant },
): Promise<Decision | Refused> {
  const refusal = whyNotSplit(incident, wish.articles);
  if (refusal !== null) return refusedFor(refusal, incident.id, incident.mergedInto);
  const kept = await store.keptIncidents();
  const isTaken = (id: string): boolean => kept.has(id);
  const { left, off } = splitIncident(lookup, incident, wish.articles, { now, isTaken });
  return {
    what: 'split',
    source: { before: null, after: off },
    target: { before: incident, after: left },
    undone: null,
  };
}

async function decideUndo(
  { store }: DeskDeps,
  lookup: Lookup,
  incident: Incident,
  now: Instant,
): Promise<Decision | Refused> {
  const regrouping = await store.regrouping(incident.id);
  if (regrouping === null) return refusedFor('nothing-to-undo', incident.id);
  const isMerge = regrouping.what === 'merge';
  const target = await store.incident(isMerge ? regrouping.into : regrouping.from);
  if (target === null) return refusedFor('nothing-to-undo', incident.id);
  const pair = { source: incident, target };
  const refusal = whyNotUndone(regrouping, pair, now);
  if (refusal !== null) {
    const where = pair.target.mergedInto === null ? pair.source : pair.target;
    return refusedFor(refusal, where.id, where.mergedInto);
  }
  const undo = isMerge ? unmergeIncidents : rejoinIncidents;
  const undone = await withElsewhere({ store }, pair, (isElsewhere) =>
    undo(lookup, pair, { regrouping, now, isElsewhere }),
  );
  if (undone === null) return refusedFor('nothing-left', incident.id);
  return { ...decided(isMerge ? 'unmerge' : 'rejoin', pair, undone), undone: regrouping };
}

/** Where all reports still stand in the two nobody asks for the others, and the thousands that are kept are not read. */
async function withElsewhere(
  deps: Pick<DeskDeps, 'store'>,
  pair: Pair,
  undo: (isElsewhere: (original: string) => boolean) => Pair | null,
): Promise<Pair | null> {
  let isAsked = false;
  const undone = undo(() => {
    isAsked = true;
    return false;
  });
  return isAsked ? undo(await elsewhere(deps, pair)) : undone;
}

/** Whether an article's report stands in an incident beside these two. */
async function elsewhere(
  { store }: Pick<DeskDeps, 'store'>,
  { source, target }: Pair,
): Promise<(original: string) => boolean> {
  const { incidents } = await store.incidentsSince(0);
  const others = incidents.filter(({ id, mergedInto }) => mergedInto === null && id !== source.id && id !== target.id);
  const originals = new Set(others.flatMap(({ reports }) => reports.map(({ article }) => originalOf(article))));
  return (original) => originals.has(original);
}

function decided(what: Decision['what'], before: Pair, after: Pair): Decision {
  return {
    what,
    source: { before: before.source, after: after.source },
    target: { before: before.target, after: after.target },
    undone: null,
  };
}

function refusedFor(refusal: Refusal, about: string, into: string | null = null): Refused {
  return { refusal, about, into };
}

/** An incident that this server may look at, whole; those of the pack that nothing joined yet are made of it. */
async function incidentFor(
  { store, pack }: Pick<DeskDeps, 'store' | 'pack'>,
  { server }: DeskRequest,
  id: string,
): Promise<Incident | null> {
  const [stored, alert] = await Promise.all([store.incident(id), store.alert(id, server)]);
  if (stored !== null) return mayLookAt(stored, alert) || stored.id.startsWith('known:') ? stored : null;
  const known = pack.knownIncidents.find((each) => `known:${each.id}` === id);
  return known === undefined ? null : knownIncident(lookupOf(pack), known);
}

async function endOfChain({ store }: Pick<DeskDeps, 'store'>, incident: Incident): Promise<Incident> {
  let at = incident;
  for (let step = 0; at.mergedInto !== null && step < chainLengthMax; step += 1) {
    const next = await store.incident(at.mergedInto);
    if (next === null) return at;
    at = next;
  }
  return at;
}
