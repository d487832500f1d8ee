import type { Alert, EscalationPolicy, Incident, Instant, Pack, Page, Presser } from '../../model.ts';
import { type EscalationInput, policyFor } from '../escalate.ts';
import type { AlertLimits } from './limits.ts';

/** What an alert's life depends on beside itself. */
export interface Around {
  readonly incident: Incident;
  readonly pack: Pick<Pack, 'places'>;
  readonly limits: AlertLimits;
  /** Of its server. */
  readonly policies: readonly EscalationPolicy[];
  /** The ids of its server's rotas. */
  readonly rotas: readonly string[];
  readonly onCall: (rota: string) => Presser | null;
  /** When somebody comes on next in a rota; null: not soon. */
  readonly comesOnAt: (rota: string) => Instant | null;
  /** Where it is told on its server, direct messages left out; pages go to the first. */
  readonly channels: readonly string[];
  /** Those of them whose card has a thread. */
  readonly threads: readonly string[];
  readonly hush: Hushed;
}

/** What keeps anybody from being called for an alert. */
export interface Hushed {
  /** A silence is in force: nothing is said at all. */
  readonly silencedUntil: Instant | null;
  /** A graver incident calls in its stead. */
  readonly isInhibited: boolean;
}

/** Who hears of one alert at once. */
const calledMax = 5;

/** Who is on call for an alert: in the rotas of the policy that is meant for it, else in all of its server. */
export function onCallFor(alert: Alert, around: Around): readonly Presser[] {
  if (!alert.isUrgent) return [];
  const policy = policyFor(escalationInput(alert, around, 0));
  const named = (policy?.steps ?? []).flatMap((step) => (step.do === 'notify-on-call' ? step.rota : []));
  const rotas = named.length > 0 ? named : around.rotas;
  const people = rotas.flatMap((rota) => around.onCall(rota) ?? []);
  return [...new Map(people.map((person) => [person.id, person])).values()].slice(0, calledMax);
}

/** What the steps of policies are decided on. */
export function escalationInput(alert: Alert, around: Around, now: Instant): EscalationInput {
  const { incident, policies, onCall, comesOnAt, channels } = around;
  return { alert, incident, policies, onCall, comesOnAt, channels, now };
}

/** A page to people: in the thread of the first card; where there is none, directly to each. */
export function pagesTo(
  people: readonly Presser[],
  said: Pick<Page, 'incident' | 'says' | 'while'>,
  around: Around,
): readonly Page[] {
  if (around.hush.silencedUntil !== null) return [];
  const users = [...new Set(people.map(({ id }) => id))];
  const [channel] = around.channels;
  if (channel !== undefined) return [{ ...said, to: { kind: 'thread', channel }, users, roles: [] }];
  return users.map((user) => ({ ...said, to: { kind: 'direct', user }, users: [user], roles: [] }));
}
