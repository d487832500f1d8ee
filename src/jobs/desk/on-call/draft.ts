import { createHash } from 'node:crypto';
import type { Exchange, Held } from '../../../pipeline/rota/exchange.ts';
import type { DeskRequest, DraftStore } from '../../../ports.ts';

/** What somebody is about to change of who is on call: kept until it is saved, or nobody answers. */
export type Plan = OverridePlan | SwapPlan;
export interface OverridePlan {
  readonly kind: 'override';
  readonly rota: string;
  readonly override: Held;
  readonly why: string;
}
export interface SwapPlan extends Exchange {
  readonly kind: 'swap';
  readonly rota: string;
  /** Whether the other person was asked, and may answer. */
  readonly isAsked: boolean;
}

/** The id of what is begun by a request: the same however often the request comes. */
export function planIdOf({ key, server }: Pick<DeskRequest, 'key' | 'server'>): string {
  return createHash('sha256').update(`on-call\n${server}\n${key}`).digest('hex').slice(0, 24);
}

/** Keeps a plan, in the name of who asked for it. */
export function keepPlan(
  store: DraftStore,
  request: DeskRequest,
  id: string,
  kept: { readonly plan: Plan; readonly ms: number },
) {
  return store.saveDraft({ id, server: request.server, by: request.who.id, value: kept.plan }, kept.ms);
}

/** The plan that is kept on this server; null where there is none any more. `isOwn`: the presser is who asked for it. */
export async function planKept(
  store: DraftStore,
  request: DeskRequest,
  id: string,
): Promise<{ readonly plan: Plan; readonly isOwn: boolean } | null> {
  const draft = await store.draft(id);
  if (draft === null || draft.server !== request.server) return null;
  const plan = readPlan(draft.value);
  return plan === null ? null : { plan, isOwn: draft.by === request.who.id };
}

function readPlan(value: unknown): Plan | null {
  const given = fieldsOf(value);
  const rota = given.get('rota');
  if (typeof rota !== 'string') return null;
  const [override, mine, theirs] = ['override', 'mine', 'theirs'].map((field) => readHeld(given.get(field)));
  if (given.get('kind') === 'override' && override)
    return { kind: 'override', rota, override, why: String(given.get('why') ?? '') };
  if (given.get('kind') === 'swap' && mine && theirs)
    return { kind: 'swap', rota, mine, theirs, isAsked: given.get('isAsked') === true };
  return null;
}

function readHeld(value: unknown): Held | null {
  const given = fieldsOf(value);
  const person = fieldsOf(given.get('person'));
  const [id, name, from, to] = [person.get('id'), person.get('name'), given.get('from'), given.get('to')];
  if (typeof id !== 'string' || typeof name !== 'string') return null;
  return typeof from === 'number' && typeof to === 'number' ? { person: { id, name }, from, to } : null;
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
