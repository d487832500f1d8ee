import {
  type Day,
  type Incident,
  type Instant,
  type Pack,
  type Place,
  type Report,
  type SubEvent,
  unlistedPrefix,
  type Verdict,
} from '../model.ts';

/** What was decided on one item of a stream, in the form that `bench/score.mjs` reads. */
export interface DecisionLine {
  readonly id: string;
  readonly decision: Verdict['decision'];
  readonly incident: string | null;
  readonly place: { readonly id: string; readonly name: string; readonly lat: number; readonly lon: number } | null;
  readonly subEvent: SubEvent | null;
  readonly eventDate: Day | null;
  readonly actors: readonly { readonly id: string; readonly name: string }[];
  /** What this item states, never what others do. */
  readonly killed: number | null;
  readonly wounded: number | null;
  readonly severity: Incident['facts']['severity'] | null;
  readonly reasons: Verdict['reasons'];
}

/** The line for one item; slots that its report leaves open, and the day and kind that a later word is about, are told from the incident. */
export function decisionLine(
  id: string,
  pack: Pack,
  decided: { readonly verdict: Verdict; readonly report: Report; readonly incident: Incident | null },
): DecisionLine {
  const { verdict, report, incident } = decided;
  const facts = incident?.facts ?? null;
  const place = placeTold(pack, report.place, facts?.place ?? null);
  const parties = report.actors.length > 0 ? report.actors : (facts?.actors ?? []);
  const actors = [...new Set(parties.map(({ actor }) => actor))];
  return {
    id,
    decision: verdict.decision,
    incident: verdict.incident,
    place: place === undefined ? null : { id: place.id, name: place.name, lat: place.lat, lon: place.lon },
    subEvent: (isVague(report) ? facts?.subEvent : null) ?? report.subEvent ?? facts?.subEvent ?? null,
    eventDate: (report.development === null ? eventDay(report) : null) ?? facts?.days.to ?? eventDay(report),
    actors: actors.map((actor) => ({
      id: actor,
      name: pack.actors.find((entry) => entry.id === actor)?.name ?? actor.replace(unlistedPrefix, ''),
    })),
    killed: report.killed,
    wounded: report.wounded,
    severity: facts?.severity ?? null,
    reasons: verdict.reasons,
  };
}

/**
 * The pack with those known incidents alone that are dated on an earlier UTC day than an instant: what happened since
 * must be found, not looked up.
 */
export function knownBefore(pack: Pack, first: Instant): Pack {
  const day = new Date(first).toISOString().slice(0, 10);
  return { ...pack, knownIncidents: pack.knownIncidents.filter((known) => known.day < day) };
}

/** The report's place; where it names none, or no more than the country or province, the incident's. */
function placeTold(pack: Pack, own: string | null, held: string | null): Place | undefined {
  const find = (id: string | null): Place | undefined => pack.places.find((entry) => entry.id === id);
  const told = find(own);
  return told === undefined || told.kind === 'country' || told.kind === 'province' ? (find(held) ?? told) : told;
}

/** A later word is about the event as it was; an attack whose means are not told is what others say it was. */
const isVague = ({ development, subEvent }: Report): boolean => development !== null || subEvent === 'Attack';

function eventDay({ days }: Report): Day | null {
  return days !== null && days.from === days.to ? days.from : null;
}
