import type { Alert, AuditEntry, Incident, Pack } from '../../model.ts';
import { guestOutlet } from '../../pipeline/hearsay.ts';
import { standing } from '../../pipeline/press.ts';
import type { Desk, DeskRequest } from '../../ports.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { analystOutlet } from './raise.ts';

const listedMax = 15;
const auditShownMax = 5;
const auditReadMax = 100;
const titleLengthMax = 90;

/**
 * Whether a server may look at an incident: one that it was told of, or one that the news tell. What an analyst of
 * another server raised, and nobody else reports, is that server's.
 */
export function mayLookAt(incident: Incident, alert: Alert | null): boolean {
  return alert !== null || incident.reports.some(({ outlet }) => outlet !== analystOutlet && outlet !== guestOutlet);
}

/** Makes the answer to `/incident list`: the server's unresolved alerts, newest first. */
export function lists(deps: DeskDeps): Desk['listIncidents'] {
  return async (request) => {
    const alerts = await deps.store.openAlerts(request.server, listedMax);
    const lines = await Promise.all(alerts.map((alert) => line(deps, request, alert)));
    if (lines.length === 0) return done('No unresolved alerts here.');
    return done(['Unresolved alerts, newest first:', ...lines].join('\n'));
  };
}

/** Makes the answer to `/incident show`. */
export function shows(deps: DeskDeps): Desk['showIncident'] {
  return async (request) => {
    const [incident, alert, audit] = await Promise.all([
      deps.store.incident(request.incident),
      deps.store.alert(request.incident, request.server),
      deps.store.auditOf(request.incident, auditReadMax),
    ]);
    if (incident === null || !mayLookAt(incident, alert))
      return refused(`There is no incident “${request.incident.slice(0, titleLengthMax)}”.`);
    const own = audit.filter(({ server }) => server === request.server).slice(0, auditShownMax);
    const state = alert === null ? 'not told here' : standing(alert, request.who, deps.clock.now());
    return done([...facts(incident, deps.pack), `Alert: ${state}`, ...own.map(said)].join('\n'));
  };
}

/** A title that fits a line. */
export function shortTitle(incident: Incident): string {
  const characters = [...incident.facts.title];
  return characters.length <= titleLengthMax
    ? incident.facts.title
    : `${characters.slice(0, titleLengthMax).join('')}…`;
}

async function line(deps: DeskDeps, request: DeskRequest, alert: Alert): Promise<string> {
  const incident = await deps.store.incident(alert.incident);
  const state = standing(alert, request.who, deps.clock.now());
  if (incident === null) return `• ${alert.incident}: ${state}`;
  return `• ${incident.id} [${incident.facts.severity}] ${shortTitle(incident)}: ${state}`;
}

function facts({ id, version, facts: held, reports, reportsDropped }: Incident, pack: Pack): readonly string[] {
  const place = pack.places.find((each) => each.id === held.place)?.name ?? held.place;
  const names = held.actors.map(
    ({ actor, role }) => `${pack.actors.find((each) => each.id === actor)?.name ?? actor} (${role})`,
  );
  const days = held.days.from === held.days.to ? held.days.from : `${held.days.from} to ${held.days.to}`;
  const lines = [
    `${held.title}`,
    `${id}, version ${version}, severity ${held.severity}`,
    `${held.subEvent}, ${days}${place === null ? '' : `, ${place}`}`,
    `Killed: ${held.killed ?? 'not stated'}; wounded: ${held.wounded ?? 'not stated'}`,
    `${reports.length + reportsDropped} reports by ${held.families.length} independent outlets`,
  ];
  return names.length === 0 ? lines : [...lines, `Actors: ${names.join(', ')}`];
}

const said = ({ at, who, action, detail }: AuditEntry): string =>
  `${new Date(at).toISOString().slice(0, 16)}Z ${who?.name ?? 'Watchfloor'}: ${action} ${detail}`;
