import { onCallSpeech } from '../../pipeline/speech/on-call.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { planKept } from './on-call/draft.ts';
import { whyNotOnCall } from './on-call/find.ts';
import { cancelOverride, planOverride, saveOverride } from './on-call/override.ts';
import { tellSchedule, tellWho } from './on-call/show.ts';
import { answerSwap, confirmSwap, planSwap } from './on-call/swap.ts';

/** Makes the answer to `/oncall`. */
export function handlesOnCall(deps: DeskDeps): Desk['onCall'] {
  return (request) => {
    switch (request.asked) {
      case 'who':
        return tellWho(deps, request, request.rota);
      case 'schedule':
        return tellSchedule(deps, request, request);
      case 'override':
        return planOverride(deps, request, request);
      case 'swap':
        return planSwap(deps, request, request);
      case 'cancel':
        return cancelOverride(deps, request, request.given.override);
    }
  };
}

/** What stands below the answers of this area, and below the question to somebody whether he swaps. */
export function onCallControls(deps: DeskDeps): Controls {
  return {
    control(request) {
      const [, verb = '', id = ''] = request.does.split(':');
      return verb === 'agree' || verb === 'decline'
        ? answerAsked(deps, request, { id, agrees: verb === 'agree' })
        : goOn(deps, request, { id, verb });
    },
  };
}

/** Who is asked for his word need be nothing but who is asked. */
async function answerAsked(
  deps: DeskDeps,
  request: DeskRequest,
  { id, agrees }: { readonly id: string; readonly agrees: boolean },
): Promise<DeskReply> {
  const plan = (await planKept(deps.store, request, id))?.plan;
  return plan?.kind === 'swap' ? answerSwap(deps, request, { id, plan, agrees }) : goneFor(request);
}

/** Only who began a change goes on with it; for everybody else there is nothing. */
async function goOn(
  deps: DeskDeps,
  request: DeskRequest,
  { id, verb }: { readonly id: string; readonly verb: string },
): Promise<DeskReply> {
  const problem = await whyNotOnCall(deps, request, `oncall ${verb} ${id}`);
  if (problem !== null) return refused(problem);
  const kept = await planKept(deps.store, request, id);
  if (kept === null || !kept.isOwn) return goneFor(request);
  const { plan } = kept;
  if (verb === 'discard') {
    await deps.store.removeDraft(id);
    return done(inLanguage(onCallSpeech, request.language).discarded);
  }
  if (verb !== 'confirm') return goneFor(request);
  return plan.kind === 'swap' ? confirmSwap(deps, request, { id, plan }) : saveOverride(deps, request, { id, plan });
}

function goneFor({ language }: DeskRequest): DeskReply {
  return refused(inLanguage(onCallSpeech, language).gone);
}
