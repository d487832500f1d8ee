import type { Instant, Presser } from '../../../model.ts';
import { readMoment } from '../../../pipeline/moment-words.ts';
import { type Held, heldAt, overridesOf, stillHeld } from '../../../pipeline/rota/exchange.ts';
import { rotaLimits } from '../../../pipeline/rota/limits.ts';
import { type OnCallSpeech, onCallSpeech } from '../../../pipeline/speech/on-call.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskReply, DeskRequest, OnCallAsked } from '../../../ports.ts';
import { type DeskDeps, done, noteRefusal, refused } from '../deps.ts';
import { keepPlan, planIdOf, type SwapPlan } from './draft.ts';
import { type Meant, rotaMeant, whyNotOnCall } from './find.ts';
import { planButtons, saveAll } from './override.ts';
import { spanOf, tellChanged, tellThere } from './tell.ts';

/** An hour to think about it; who is asked has as long as the earlier shift is away, at most a week. */
const keepMs = 3_600_000;
const askedMsMax = 7 * 86_400_000;
const askedMsMin = 60_000;
const dayMs = 86_400_000;

interface SwapAt {
  readonly id: string;
  readonly plan: SwapPlan;
}

/** Shows a swap of two shifts; a button saves a manager's, and asks the other for anybody's own. */
export async function planSwap(deps: DeskDeps, request: DeskRequest, asked: OnCallAsked): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const problem = await whyNotOnCall(deps, request, 'oncall swap');
  if (problem !== null) return refused(problem);
  const meant = await rotaMeant(deps, request, asked.rota);
  if (typeof meant === 'string') return refused(meant);
  const now = deps.clock.now();
  const mine = shiftTyped(meant, asked.given.mine ?? '', now);
  if (mine === null) return refused(say.noShiftAt(asked.given.mine ?? ''));
  const theirs = shiftTyped(meant, asked.given.theirs ?? '', now);
  if (theirs === null) return refused(say.noShiftAt(asked.given.theirs ?? ''));
  if (isSame(mine.person, theirs.person)) return refused(say.samePerson);
  if (!isSame(mine.person, request.who) && !request.mayManageServer)
    return refused(await noteRefusal(deps, request, `oncall swap of ${mine.person.id}`, say.notYours));
  const id = planIdOf(request);
  const plan: SwapPlan = { kind: 'swap', rota: meant.rota.id, mine, theirs, isAsked: false };
  await keepPlan(deps.store, request, id, { plan, ms: keepMs });
  const saving = needsWord(plan, request) ? say.ask(theirs.person.name) : say.save;
  return {
    ...done(say.swapping(meant.rota.name)),
    parts: [{ heading: meant.rota.name, lines: swapLines(plan, say) }],
    controls: [planButtons(id, say, saving)],
  };
}

/** Saves a manager's swap, or asks the other person. */
export async function confirmSwap(deps: DeskDeps, request: DeskRequest, { id, plan }: SwapAt): Promise<DeskReply> {
  const problem = await whyNotOnCall(deps, request, `oncall swap ${id}`);
  if (problem !== null) return refused(problem);
  return needsWord(plan, request)
    ? ask(deps, request, { id, plan })
    : save(deps, request, { id, plan, tellsBoth: true });
}

/** The other person's word. Nobody else can give it. */
export async function answerSwap(
  deps: DeskDeps,
  request: DeskRequest,
  { id, plan, agrees }: SwapAt & { readonly agrees: boolean },
): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const { name } = plan.theirs.person;
  if (!isSame(plan.theirs.person, request.who))
    return refused(await noteRefusal(deps, request, `oncall swap answer ${id}`, say.onlyAsked(name)));
  if (!plan.isAsked) return refused(say.gone);
  if (agrees) {
    const saved = await save(deps, request, { id, plan, tellsBoth: false });
    if (saved.ok) await tell(deps, request, { id: `${id}.agreed`, plan, says: 'agreed' });
    return saved;
  }
  await deps.store.removeDraft(id);
  await tell(deps, request, { id: `${id}.declined`, plan, says: 'declined' });
  return done(say.declinedByYou);
}

async function ask(deps: DeskDeps, request: DeskRequest, { id, plan }: SwapAt): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const untilFirst = Math.min(plan.mine.from, plan.theirs.from) - deps.clock.now();
  const ms = Math.min(askedMsMax, Math.max(askedMsMin, untilFirst, keepMs));
  await keepPlan(deps.store, request, id, { plan: { ...plan, isAsked: true }, ms });
  await tell(deps, request, { id: `${id}.asked`, plan, says: 'asks' });
  return done(say.asked(plan.theirs.person.name));
}

async function save(
  deps: DeskDeps,
  request: DeskRequest,
  { id, plan, tellsBoth }: SwapAt & { readonly tellsBoth: boolean },
): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const meant = await rotaMeant(deps, request, plan.rota);
  if (typeof meant === 'string') return refused(meant);
  const { rota, onCall } = meant;
  const now = deps.clock.now();
  const mine = stillHeld(rota, onCall.overrides, plan.mine, now);
  const theirs = stillHeld(rota, onCall.overrides, plan.theirs, now);
  if (mine === null || theirs === null) return refused(say.changedMeanwhile);
  const made = overridesOf({ mine, theirs }, { id: `swap-${id}`, rota: rota.id, by: request.who, at: now, why: '' });
  const refusedFor = await saveAll(deps, request, made);
  if (refusedFor !== null) return refusedFor;
  const before = onCall.overrides;
  const said = { id: `swap.${id}.saved`, before, after: [...before, ...made], times: made };
  if (tellsBoth) await tellChanged(deps, request, rota, said);
  await deps.store.removeDraft(id);
  return done(say.swapDone(rota.name));
}

/** Tells the one of the two who waits for it. */
async function tell(
  deps: DeskDeps,
  request: DeskRequest,
  said: { readonly id: string; readonly plan: SwapPlan; readonly says: 'asks' | 'agreed' | 'declined' },
): Promise<void> {
  const meant = await rotaMeant(deps, request, said.plan.rota);
  if (typeof meant === 'string') return;
  const { rota } = meant;
  const { mine, theirs } = said.plan;
  const draft = said.id.split('.', 1)[0] ?? '';
  const told = { id: `swap.${said.id}` };
  if (said.says !== 'asks') {
    const text = (say: OnCallSpeech) =>
      say[said.says === 'agreed' ? 'agreed' : 'declined'](theirs.person.name, rota.name);
    return tellThere(deps, request, rota, { ...told, users: [mine.person.id], text });
  }
  return tellThere(deps, request, rota, {
    ...told,
    users: [theirs.person.id],
    text: (say, language) => {
      const shown = ({ from, to }: Held): string => spanOf(rota, from, to, language);
      return say.asks(mine.person.name, rota.name, shown(mine), shown(theirs));
    },
    buttons: (say) => [
      { does: `oncall:agree:${draft}`, label: say.agree, look: 'good' },
      { does: `oncall:decline:${draft}`, label: say.decline, look: 'plain' },
    ],
  });
}

/** A manager swaps without asking; who gives his own time away does not decide for the other. */
function needsWord({ theirs }: SwapPlan, { who, mayManageServer }: DeskRequest): boolean {
  return !mayManageServer && !isSame(theirs.person, who);
}

function swapLines({ mine, theirs }: SwapPlan, say: OnCallSpeech) {
  const gives = (held: Held, taker: Presser) => say.gives(held.person.name, taker.name, held.from, held.to);
  return [gives(mine, theirs.person), gives(theirs, mine.person)];
}

/** A shift as it was chosen, by when it begins, or by a moment within it. */
function shiftTyped({ rota, onCall }: Meant, typed: string, now: Instant): Held | null {
  const at = /^\d{10,16}$/u.test(typed.trim()) ? Number(typed) : readMoment(typed, { now, timeZone: rota.timeZone });
  if (at === null || at - now > rotaLimits.aheadDays * dayMs) return null;
  return heldAt(rota, onCall.overrides, Math.max(at, now), now);
}

const isSame = (one: Presser, other: Presser): boolean => one.id === other.id;
