import {
  type ActorRole,
  type Alert,
  type AlertKnown,
  type Incident,
  type Pack,
  type Severity,
  severities,
  unlistedPrefix,
  type Worsening,
} from '../../model.ts';

type Places = Pick<Pack, 'places'>;

/** What is worse of an incident than what was known of it when somebody took a stand; null where nothing is. */
export function worseningOf(known: AlertKnown, { facts }: Pick<Incident, 'facts'>, pack: Places): Worsening | null {
  const severity = isGraver(facts.severity, known.severity) ? { before: known.severity, after: facts.severity } : null;
  // What an older version of the program stored says nothing of places and actors.
  if (known.version === 0) return severity === null ? null : { severity, place: null, actors: [] };
  const place = isElsewhere(facts.place, known.place, pack) ? facts.place : null;
  const involved = facts.actors.filter(isInvolved).map(({ actor }) => actor);
  const actors = [...new Set(involved)].filter((actor) => !known.actors.includes(actor));
  return severity === null && place === null && actors.length === 0 ? null : { severity, place, actors };
}

/** Whether a new version of its incident may mean something for an alert, so that it is to be looked at. */
export function isConcerned(alert: Alert, incident: Incident, pack: Places): boolean {
  switch (alert.state) {
    case 'merged':
      return false;
    case 'resolved':
    case 'false-alarm':
      return incident.newsAt !== null && incident.newsAt > alert.changedAt;
    case 'open':
      return isGraver(incident.facts.severity, alert.known.severity);
    default:
      return worseningOf(alert.known, incident, pack) !== null;
  }
}

const isGraver = (severity: Severity, than: Severity): boolean =>
  severities.indexOf(severity) > severities.indexOf(than);

/** A place around the one that was known says less, not more. */
function isElsewhere(place: string | null, known: string | null, { places }: Places): boolean {
  if (place === null || place === known) return false;
  for (let around = known, depth = 0; around !== null && depth < withinDepthMax; depth += 1) {
    const inner = around;
    around = places.find(({ id }) => id === inner)?.within ?? null;
    if (around === place) return false;
  }
  return true;
}
const withinDepthMax = 8;

/** Who did it or was struck. Whoever speaks of it makes it no worse, and names that nobody lists are spelled anew each time. */
function isInvolved({ actor, role }: ActorRole): boolean {
  return involvedRoles.has(role) && !actor.startsWith(unlistedPrefix);
}
const involvedRoles: ReadonlySet<ActorRole['role']> = new Set(['agent', 'target', 'claimant', 'accused']);
