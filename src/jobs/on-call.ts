import type { EscalationPolicy, Instant, Presser, Rota, RotaOverride } from '../model.ts';
import { nextHandover, onCallAt } from '../pipeline/rota.ts';
import type { Clock, OnCallStore } from '../ports.ts';

/** Rotas, policies and who stands in for whom. */
export interface OnCall {
  readonly rotas: readonly Rota[];
  readonly policies: readonly EscalationPolicy[];
  readonly overrides: readonly RotaOverride[];
}

export interface OnCallDeps {
  readonly store: Pick<OnCallStore, 'rotas' | 'policies' | 'overrides'>;
  /** Those of the configuration. */
  readonly filedOnCall: Pick<OnCall, 'rotas' | 'policies'>;
  readonly clock: Clock;
}

/** Overrides that ended before this are read no more: the report of a shift looks back over the one before. */
const overridesKeptMs = 32 * 86_400_000;

/** A server's own, of the file and by command, in the order of their names. Of the same id the file's holds. */
export async function onCallOf(deps: OnCallDeps, server: string): Promise<OnCall> {
  const all = await allOnCall(deps);
  const isOwn = (each: { readonly server: string }) => each.server === server;
  const rotas = all.rotas.filter(isOwn);
  const ids = new Set(rotas.map(({ id }) => id));
  return {
    rotas,
    policies: all.policies.filter(isOwn),
    overrides: all.overrides.filter(({ rota }) => ids.has(rota)),
  };
}

/** That of all servers. */
export async function allOnCall({ store, filedOnCall, clock }: OnCallDeps): Promise<OnCall> {
  const after = clock.now() - overridesKeptMs;
  const [rotas, policies, overrides] = await Promise.all([store.rotas(), store.policies(), store.overrides(after)]);
  return {
    rotas: merged(filedOnCall.rotas, rotas),
    policies: merged(filedOnCall.policies, policies),
    overrides,
  };
}

/** Who has a rota at a moment; null where nobody has, or there is no such rota. */
export function onCallNow(onCall: OnCall, rota: string, at: Instant): Presser | null {
  const found = onCall.rotas.find(({ id }) => id === rota);
  return found === undefined ? null : (onCallAt(found, onCall.overrides, at)?.person ?? null);
}

/** When somebody comes on next in a rota that nobody has; null where nobody does within 90 days, or there is no such rota. */
export function comesOnAfter(onCall: OnCall, rota: string, at: Instant): Instant | null {
  const found = onCall.rotas.find(({ id }) => id === rota);
  const next = found === undefined ? null : nextHandover(found, onCall.overrides, at);
  return next === null || next.comes === null ? null : next.at;
}

function merged<T extends { readonly id: string; readonly name: string }>(
  filed: readonly T[],
  made: readonly T[],
): readonly T[] {
  const ids = new Set(filed.map(({ id }) => id));
  return [...filed, ...made.filter(({ id }) => !ids.has(id))].sort(byName);
}

function byName(one: { readonly id: string; readonly name: string }, other: typeof one): number {
  return one.name.localeCompare(other.name, 'en') || (one.id < other.id ? -1 : 1);
}

/** Whether somebody takes turns in a rota of the server, or stands in for somebody there now or later. */
export async function isOnRota(deps: OnCallDeps, server: string, user: string): Promise<boolean> {
  const { rotas, overrides } = await onCallOf(deps, server);
  const now = deps.clock.now();
  return (
    rotas.some(({ layers }) => layers.some(({ people }) => people.some(({ id }) => id === user))) ||
    overrides.some(({ person, to }) => person.id === user && to > now)
  );
}
