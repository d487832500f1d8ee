import type { Presser, Rota } from '../../../model.ts';
import { onCallSpeech } from '../../../pipeline/speech/on-call.ts';
import { subscriptionsSpeech } from '../../../pipeline/speech/subscriptions.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskRequest } from '../../../ports.ts';
import { type OnCall, onCallOf } from '../../on-call.ts';
import { type DeskDeps, whyNotAllowed } from '../deps.ts';
import { folded } from '../watches/target.ts';

/** A rota of the asker's server with what stands on that server. */
export interface Meant {
  readonly rota: Rota;
  readonly onCall: OnCall;
}

/** The rota that is named, or the only one; else a sentence. Rotas of other servers are not there. */
export async function rotaMeant(deps: DeskDeps, request: DeskRequest, named: string | null): Promise<Meant | string> {
  const say = inLanguage(onCallSpeech, request.language);
  const onCall = await onCallOf(deps, request.server);
  const [only, ...others] = onCall.rotas;
  if (only === undefined) return say.nobodySetUp;
  const known = namesOf(onCall.rotas, request);
  if (named === null) return others.length === 0 ? { rota: only, onCall } : say.whichRota(known);
  const rota = rotaNamed(onCall.rotas, named);
  return rota === null ? say.noRota(named, known) : { rota, onCall };
}

/** Of an id, or of a name in any case. */
export function rotaNamed<T extends { readonly id: string; readonly name: string }>(
  all: readonly T[],
  named: string,
): T | null {
  return all.find(({ id }) => id === named) ?? all.find(({ name }) => folded(name) === folded(named)) ?? null;
}

function namesOf(rotas: readonly Rota[], { language }: DeskRequest): string {
  return rotas.map(({ name }) => name).join(inLanguage(subscriptionsSpeech, language).comma);
}

/** Somebody of the server who can be on call; a sentence where there is no such person. */
export async function memberMeant(
  { premises }: Pick<DeskDeps, 'premises'>,
  request: DeskRequest,
  person: string,
): Promise<Presser | string> {
  const say = inLanguage(onCallSpeech, request.language);
  if (person === request.who.id) return request.who;
  if (premises === null) return { id: person, name: person };
  const found = await premises.member(request.server, person);
  if (found.status !== 'found') return say.membersUnknown(found.problem);
  if (found.is === null) return say.notMember(person);
  return found.is.isBot ? say.noBot : found.is.who;
}

/** Why somebody may not change who is on call; whoever manages the server, responders and those on a rota may. */
export async function whyNotOnCall(deps: DeskDeps, request: DeskRequest, asked: string): Promise<string | null> {
  return request.mayManageServer ? null : whyNotAllowed(deps, request, asked);
}
