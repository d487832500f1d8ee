import {
  type Alert,
  type HiddenIncident,
  type Incident,
  type Instant,
  type Language,
  type Pack,
  type Silence,
  type SilenceEnded,
  severities,
} from '../../model.ts';
import { titleIn } from '../incidents/title.ts';
import { silenceOf, silenceTraits } from '../silences.ts';

/** What is older than that when its silence ends is told with its next news, or not at all. */
const youngMs = 24 * 3_600_000;
/** Of one letter. */
const shownMax = 10;

/** A silence that is over, with what it hid. */
interface EndedInput {
  readonly silence: Silence;
  readonly hidden: number;
  /** As far as they are kept. */
  readonly incidents: readonly Incident[];
  /** The alerts that the server has of them all the same. */
  readonly alerts: ReadonlyMap<string, Alert>;
  /** Others that are in force. */
  readonly silences: readonly Silence[];
  readonly pack: Pack;
  readonly language: Language;
  readonly now: Instant;
}

/** What is told of a silence that is over; null where it hid nothing. */
export function silenceEnded(input: EndedInput): SilenceEnded | null {
  const { silence, hidden, incidents } = input;
  if (hidden === 0) return null;
  const young = incidents.filter((incident) => isStillHidden(input, incident)).toSorted(graverFirst);
  const { by, why, from, to, liftedBy } = silence;
  return {
    by,
    why,
    from,
    to,
    liftedBy,
    hidden,
    young: young.length,
    incidents: young.slice(0, shownMax).map((incident) => shown(incident, input)),
  };
}

function isStillHidden({ alerts, silences, silence, pack, now }: EndedInput, incident: Incident): boolean {
  const isYoung = now - incident.updatedAt <= youngMs && !incident.silent && incident.mergedInto === null;
  if (!isYoung || alerts.has(incident.id)) return false;
  return silenceOf(silences, silenceTraits(incident, pack), { server: silence.server, watches: [], now }) === null;
}

function graverFirst(one: Incident, other: Incident): number {
  const byGravity = severities.indexOf(other.facts.severity) - severities.indexOf(one.facts.severity);
  return byGravity || other.updatedAt - one.updatedAt || (one.id < other.id ? -1 : 1);
}

function shown(incident: Incident, { pack, language }: EndedInput): HiddenIncident {
  const { id, facts, openedAt, reports } = incident;
  const title = titleIn(incident, pack, language);
  return { incident: id, title, severity: facts.severity, openedAt, link: reports[0]?.link ?? null };
}
