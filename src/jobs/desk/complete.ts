import type { Alert } from '../../model.ts';
import { timeZonesLike } from '../../pipeline/time-words.ts';
import type { Choice, Desk } from '../../ports.ts';
import { readAudience } from '../audience.ts';
import type { DeskDeps } from './deps.ts';
import { mayLookAt, shortTitle } from './incidents.ts';
import { channelWatchId, isVisible } from './subscriptions/names.ts';

const choicesMax = 25; // Discord: choices of an autocomplete
const choiceLengthMax = 100; // Discord: a choice's name and value
const incidentsRead = 100;

/** Makes the answers to what is being typed: beginnings first, then what holds the letters anywhere. */
export function completions(
  deps: DeskDeps,
): Pick<Desk, 'completeIncident' | 'completeWatch' | 'completeKeyword' | 'completeFeed' | 'completeTimeZone'> {
  return {
    async completeIncident(request, typed) {
      const [alerts, recent] = await Promise.all([
        deps.store.openAlerts(request.server, incidentsRead),
        deps.store.recentIncidents(incidentsRead),
      ]);
      const own = new Map<string, Alert>(alerts.map((alert) => [alert.incident, alert]));
      const seen = recent.filter((incident) => !incident.silent && mayLookAt(incident, own.get(incident.id) ?? null));
      const ordered = [...seen.filter(({ id }) => own.has(id)), ...seen.filter(({ id }) => !own.has(id))];
      return pick(
        ordered.map((incident) => ({
          name: `[${incident.facts.severity}] ${shortTitle(incident)}`,
          value: incident.id,
        })),
        typed,
      );
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
      const own = watches.find(({ id, server }) => id === channelWatchId(request) && server === request.server);
      return pick(
        (own?.keywords ?? []).map((keyword) => ({ name: keyword, value: keyword })),
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

/** The choices that fit what was typed. A value that is too long for a choice is none: cut, it would mean nothing. */
export function pick(choices: readonly Choice[], typed: string): readonly Choice[] {
  const sought = folded(typed);
  const fitting = choices.filter(({ value }) => value.length > 0 && value.length <= choiceLengthMax);
  const starting = fitting.filter((choice) => startsWith(choice, sought));
  const holding = fitting.filter((choice) => !startsWith(choice, sought) && holds(choice, sought));
  return [...starting, ...holding].slice(0, choicesMax).map(({ name, value }) => ({ name: cut(name), value }));
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim();
const startsWith = ({ name, value }: Choice, sought: string): boolean =>
  folded(name).startsWith(sought) || folded(value).startsWith(sought);
const holds = ({ name, value }: Choice, sought: string): boolean =>
  folded(name).includes(sought) || folded(value).includes(sought);
const cut = (name: string): string =>
  name.length <= choiceLengthMax ? name : `${name.slice(0, choiceLengthMax - 1).replace(/[\ud800-\udbff]$/, '')}…`;
