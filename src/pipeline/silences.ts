import type { Alert, Incident, Instant, Pack, Severity, Silence, SilenceMatchers } from '../model.ts';
import { actorChain, placeChain } from './assign/lookup.ts';
import { withoutHearsay } from './hearsay.ts';
import { lookupFor } from './watch/watched.ts';
import { isAtLeast } from './watch.ts';

/** A silence is for an operation, an exercise, an outlet that went wild: what lasts longer is a change of a watch. */
export const silenceMsMax = 30 * 86_400_000;
/** Of one part; a silence of more is better said by a wider place or body. */
export const silencePartMax = 10;

/** What silences look at of an incident. */
export interface SilenceTraits {
  readonly severity: Severity;
  /** The incident's actors and every body they belong to. */
  readonly actors: ReadonlySet<string>;
  /** The incident's place and every place around it. */
  readonly places: ReadonlySet<string>;
  readonly eventTypes: ReadonlySet<string>;
  /** All outlets that it rests on. */
  readonly outlets: ReadonlySet<string>;
}

/** Looks at an incident as silences do. */
export function silenceTraits(incident: Incident, pack: Pack): SilenceTraits {
  const lookup = lookupFor(pack);
  const { facts, reports } = withoutHearsay(incident);
  return {
    severity: facts.severity,
    actors: new Set(facts.actors.flatMap(({ actor }) => actorChain(lookup, actor))),
    places: new Set(facts.place === null ? [] : placeChain(lookup, facts.place)),
    eventTypes: new Set([facts.eventType, facts.subEvent]),
    outlets: new Set(reports.map(({ outlet }) => outlet)),
  };
}

/** Whom an incident is told to, and when. */
interface Hearing {
  readonly server: string;
  /** The watches that tell it there. */
  readonly watches: readonly string[];
  readonly now: Instant;
}

/** The silence that keeps an incident from a server; of several the one that ends last, null where there is none. */
export function silenceOf(silences: readonly Silence[], traits: SilenceTraits, hearing: Hearing): Silence | null {
  const { server, watches, now } = hearing;
  let last: Silence | null = null;
  for (const silence of silences) {
    if (silence.server !== server || !isInForce(silence, now) || !matches(silence.matchers, traits, watches)) continue;
    if (last === null || silence.to > last.to || (silence.to === last.to && silence.id < last.id)) last = silence;
  }
  return last;
}

/** The silence that mutes an alert that stands: nothing new is said of it, nobody is pinged or called. */
export function silenceOfAlert(
  alert: Pick<Alert, 'server' | 'watches'>,
  incident: Incident,
  { silences, pack, now }: { readonly silences: readonly Silence[]; readonly pack: Pack; readonly now: Instant },
): Silence | null {
  const own = silences.filter(({ server }) => server === alert.server);
  return own.length === 0 ? null : silenceOf(own, silenceTraits(incident, pack), { ...alert, now });
}

/** Whether it counts at this moment. */
export function isInForce({ from, to, liftedBy }: Silence, now: Instant): boolean {
  return liftedBy === null && from <= now && now < to;
}

/** Whether anything is said of what it hides; a silence of nothing hides nothing. */
export function saysSomething(matchers: SilenceMatchers): boolean {
  const { actors, places, eventTypes, outlets, watches, severityBelow } = matchers;
  return severityBelow !== null || [actors, places, eventTypes, outlets, watches].some(({ length }) => length > 0);
}

/** Whether all parts hold that are not empty, but for the grave ones that pass. */
function matches(matchers: SilenceMatchers, traits: SilenceTraits, watches: readonly string[]): boolean {
  return !passes(matchers, traits) && fits(matchers, traits, watches);
}

/** Whether an incident is told although it fits, for being critical. */
export function passes({ critical }: SilenceMatchers, { severity }: SilenceTraits): boolean {
  return severity === 'critical' && !critical;
}

/**
 * Whether all parts hold that are not empty. Outlets and watches hide what comes by them alone: what another outlet
 * reports too, or another watch tells, is no noise of theirs.
 */
export function fits(matchers: SilenceMatchers, traits: SilenceTraits, watches: readonly string[]): boolean {
  const { actors, places, eventTypes, outlets, severityBelow } = matchers;
  return (
    saysSomething(matchers) &&
    (severityBelow === null || !isAtLeast(traits.severity, severityBelow)) &&
    holdsAny(actors, traits.actors) &&
    holdsAny(places, traits.places) &&
    holdsAny(eventTypes, traits.eventTypes) &&
    holdsAll(outlets, [...traits.outlets]) &&
    holdsAll(matchers.watches, watches)
  );
}

function holdsAny(wanted: readonly string[], present: ReadonlySet<string>): boolean {
  return wanted.length === 0 || wanted.some((each) => present.has(each));
}

function holdsAll(wanted: readonly string[], present: readonly string[]): boolean {
  return wanted.length === 0 || (present.length > 0 && present.every((each) => wanted.includes(each)));
}
