import { setTimeout as pause } from 'node:timers/promises';
import type { Entry } from '../../pipeline/incidents/entry.ts';
import { inOrder } from '../../pipeline/incidents/filter.ts';
import { directoryOf, soughtWords, suggestNamed } from '../../pipeline/incidents/seek.ts';
import { shortTitle } from '../../pipeline/incidents/title.ts';
import { cut } from '../../pipeline/render/clean.ts';
import { timeZonesLike } from '../../pipeline/time-words.ts';
import type { Choice, Desk, DeskRequest } from '../../ports.ts';
import { readAudience } from '../audience.ts';
import type { CatalogueDeps } from './selection.ts';
import { completeSilence } from './silences/list.ts';
import { channelWatchId, isVisible } from './subscriptions/names.ts';
import { folded, watchNamed } from './watches/target.ts';

const choicesMax = 25; // Discord: choices of an autocomplete
const choiceLengthMax = 100; // Discord: a choice's name and value
const openRead = 100;
const regroupedRead = 100;
/** Who types sees what is known rather than wait for what is new. */
const readMsMax = 120;

/** Makes the answers to what is being typed: beginnings first, then what holds the letters anywhere. */
export function completions(
  deps: CatalogueDeps,
): Pick<
  Desk,
  | 'completeEntry'
  | 'completeIncident'
  | 'completeMerged'
  | 'completeWatch'
  | 'completeKeyword'
  | 'completeFeed'
  | 'completeTimeZone'
  | 'completeSilence'
  | 'completeOutlet'
> {
  return {
    async completeIncident(request, typed) {
      const fitting = await incidentsLike(deps, request, typed);
      return choicesOf(fitting.filter(({ isMerged }) => !isMerged));
    },
    async completeMerged(request, typed) {
      return choicesOf(await regrouped(deps, await incidentsLike(deps, request, typed)));
    },
    async completeEntry(_, kind, typed) {
      const { actors, places, types } = directoryOf(deps.pack);
      const entries = { place: places, actor: actors, type: types }[kind];
      const found = suggestNamed(entries, typed, choicesMax);
      return found.map(({ id, name }) => ({ name: cut(name, choiceLengthMax), value: id })).filter(isShortEnough);
    },
    async completeWatch(request, typed) {
      const { watches } = await readAudience(deps);
      const visible = watches.filter((watch) => isVisible(watch, request.server));
      return pick(
        visible.map(({ id, name }) => ({ name, value: id })),
        typed,
      );
    },
    async completeKeyword(request, typed) {
      const { watches } = await readAudience(deps);
      const meant = watchNamed(request, { watches }, request.watch ?? channelWatchId(request));
      return pick(
        (meant?.keywords ?? []).map((keyword) => ({ name: keyword, value: keyword })),
        typed,
      );
    },
    completeSilence: (request, typed) => completeSilence(deps, request, typed),
    async completeOutlet(_, typed) {
      return pick(
        deps.pack.outlets.map(({ id, name }) => ({ name, value: id })),
        typed,
      );
    },
    async completeTimeZone(_, typed) {
      return timeZonesLike(typed)
        .slice(0, choicesMax)
        .map((name) => ({ name, value: name }));
    },
    async completeFeed(_, typed) {
      return pick(
        [...deps.roster.feeds().values()].map(({ id, about }) => ({ name: about?.title ?? id, value: id })),
        typed,
      );
    },
  };
}

/** The server's unresolved alerts before the others, the newest first; what the titles, or the ids, hold of each word typed. */
async function incidentsLike(
  { store, catalogue }: CatalogueDeps,
  request: DeskRequest,
  typed: string,
): Promise<readonly Entry[]> {
  const reading = catalogue.read();
  const late = reading.catch(() => []);
  const [alerts] = await Promise.all([
    store.openAlerts(request.server, openRead),
    Promise.race([late, pause(readMsMax, undefined, { ref: false })]),
  ]);
  const own = new Set(alerts.map(({ incident }) => incident));
  const sought = soughtWords(typed);
  const fitting = catalogue
    .held()
    .filter(({ id, isPrivate, silent }) => own.has(id) || (!isPrivate && !silent))
    .filter(({ words }) => sought.every((word) => words.includes(` ${word}`)));
  const newest = inOrder(fitting, 'newest');
  return [...newest.filter(({ id }) => own.has(id)), ...newest.filter(({ id }) => !own.has(id))];
}

/** Those that were merged or split off, and can still be put back. What was split off is linked. */
async function regrouped({ store }: CatalogueDeps, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const asked = entries.filter(({ isMerged, isLinked }) => isMerged || isLinked).slice(0, regroupedRead);
  const kept = await Promise.all(asked.map(({ id }) => store.regrouping(id)));
  return asked.filter((_, at) => kept[at] !== null);
}

function choicesOf(entries: readonly Entry[]): readonly Choice[] {
  return entries
    .slice(0, choicesMax)
    .map(({ id, severity, title }) => ({ name: cut(`[${severity}] ${shortTitle(title)}`, choiceLengthMax), value: id }))
    .filter(isShortEnough);
}

const isShortEnough = ({ value }: Choice): boolean => value.length > 0 && value.length <= choiceLengthMax;

/** The choices that fit what was typed. A value that is too long for a choice is none: cut, it would mean nothing. */
export function pick(choices: readonly Choice[], typed: string): readonly Choice[] {
  const sought = folded(typed);
  const fitting = choices.filter(isShortEnough);
  const starting = fitting.filter((choice) => startsWith(choice, sought));
  const holding = fitting.filter((choice) => !startsWith(choice, sought) && holds(choice, sought));
  return [...starting, ...holding]
    .slice(0, choicesMax)
    .map(({ name, value }) => ({ name: cut(name, choiceLengthMax), value }));
}

const startsWith = ({ name, value }: Choice, sought: string): boolean =>
  folded(name).startsWith(sought) || folded(value).startsWith(sought);
const holds = ({ name, value }: Choice, sought: string): boolean =>
  folded(name).includes(sought) || folded(value).includes(sought);
