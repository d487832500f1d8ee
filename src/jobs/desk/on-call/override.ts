import type { Instant, RotaOverride } from '../../../model.ts';
import { readMoment } from '../../../pipeline/moment-words.ts';
import { changedByOverride } from '../../../pipeline/rota/changed.ts';
import { agreementOf, type Held } from '../../../pipeline/rota/exchange.ts';
import { rotaLimits } from '../../../pipeline/rota/limits.ts';
import { type OnCallSpeech, onCallSpeech } from '../../../pipeline/speech/on-call.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { Control, DeskReply, DeskRequest, OnCallAsked } from '../../../ports.ts';
import { onCallOf } from '../../on-call.ts';
import { type DeskDeps, done, entryOf, noteRefusal, refused } from '../deps.ts';
import { keepPlan, type Plan, planIdOf } from './draft.ts';
import { type Meant, memberMeant, rotaMeant, whyNotOnCall } from './find.ts';
import { tellChanged } from './tell.ts';

const dayMs = 86_400_000;
/** An hour to think about it. */
const keepMs = 3_600_000;
const shownMax = 15;

/** Shows what it would be that somebody stands in for a time; a button saves it. */
export async function planOverride(deps: DeskDeps, request: DeskRequest, asked: OnCallAsked): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const problem = await whyNotStandingIn(deps, request, asked.person ?? request.who.id);
  if (problem !== null) return refused(problem);
  const meant = await rotaMeant(deps, request, asked.rota);
  if (typeof meant === 'string') return refused(meant);
  const person = await memberMeant(deps, request, asked.person ?? request.who.id);
  if (typeof person === 'string') return refused(person);
  const time = timeOf(asked, { now: deps.clock.now(), timeZone: meant.rota.timeZone, say });
  if (typeof time === 'string') return refused(time);
  const lines = replacedLines(meant, { ...time, person }, say);
  if (lines.length === 0) return refused(say.hasItAlready(person.name));
  const id = planIdOf(request);
  const why = (asked.given.why ?? '').trim().slice(0, rotaLimits.whyLength);
  const plan = { kind: 'override', rota: meant.rota.id, override: { ...time, person }, why } as const;
  await keepPlan(deps.store, request, id, { plan, ms: keepMs });
  return {
    ...done(say.overriding(meant.rota.name, person.name)),
    parts: [{ heading: meant.rota.name, lines }],
    controls: [planButtons(id, say, say.save)],
  };
}

/** What saves a plan, or asks for it, and what discards it. */
export function planButtons(id: string, say: OnCallSpeech, saving: string): readonly Control[] {
  return [
    { kind: 'button', does: `oncall:confirm:${id}`, label: saving, look: 'good' },
    { kind: 'button', does: `oncall:discard:${id}`, label: say.discard, look: 'plain' },
  ];
}

/** Saves what was shown; that somebody else changed the same time meanwhile is no obstacle: the last one holds. */
export async function saveOverride(
  deps: DeskDeps,
  request: DeskRequest,
  at: { readonly id: string; readonly plan: Extract<Plan, { readonly kind: 'override' }> },
): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const { rota: rotaId, override, why } = at.plan;
  const problem = await whyNotStandingIn(deps, request, override.person.id);
  if (problem !== null) return refused(problem);
  const meant = await rotaMeant(deps, request, rotaId);
  if (typeof meant === 'string') return refused(meant);
  const made = { ...override, id: `override-${at.id}`, rota: rotaId, by: request.who, at: deps.clock.now(), why };
  const saved = await saveAll(deps, request, [made]);
  if (saved !== null) return saved;
  // A press that is repeated finds it saved, and tells the same.
  const before = meant.onCall.overrides.filter(({ id }) => id !== made.id);
  const said = { id: `on-call.${made.id}`, before, after: [...before, made], times: [made] };
  await tellChanged(deps, request, meant.rota, said);
  await deps.store.removeDraft(at.id);
  return done(say.overridden(meant.rota.name, override.person.name));
}

/** Writes overrides, if there is room; null once they stand, by this press or by the same one before. */
export async function saveAll(
  deps: DeskDeps,
  request: DeskRequest,
  made: readonly RotaOverride[],
): Promise<DeskReply | null> {
  const { overrides } = await onCallOf(deps, request.server);
  const now = deps.clock.now();
  const max = rotaLimits.overridesOfServer;
  if (overrides.filter(({ to }) => to > now).length + made.length > max)
    return refused(inLanguage(onCallSpeech, request.language).tooMany(max));
  const detail = made.map((each) => `${each.rota}: ${each.person.name} ${told(each)}`).join('; ');
  // Stale: these very ids stand, since the button was pressed twice.
  await deps.store.saveOverrides(made, entryOf(deps, request, made.length > 1 ? 'rota-swap' : 'rota-override', detail));
  return null;
}

/** Ends an override to come, or the rest of one; both of a swap. */
export async function cancelOverride(deps: DeskDeps, request: DeskRequest, named: string | null): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const problem = await whyNotOnCall(deps, request, `oncall cancel ${named ?? ''}`);
  if (problem !== null) return refused(problem);
  const now = deps.clock.now();
  const { rotas, overrides } = await onCallOf(deps, request.server);
  const meant = overrides.filter(({ id, to }) => to > now && agreementOf(id) === agreementOf(named ?? ''));
  const [first] = meant;
  if (first === undefined) return refused(say.noOverride);
  const isOwn = meant.some(({ person, by }) => person.id === request.who.id || by.id === request.who.id);
  if (!isOwn && !request.mayManageServer)
    return refused(await noteRefusal(deps, request, `oncall cancel ${first.id}`, say.notYourOverride));
  for (const each of meant) await end(deps, request, each);
  const rota = rotas.find(({ id }) => id === first.rota);
  const after = overrides.filter((each) => !meant.includes(each));
  const said = { id: `on-call.${agreementOf(first.id)}.cancelled`, before: overrides, after, times: meant };
  if (rota !== undefined) await tellChanged(deps, request, rota, said);
  return done(say.cancelled(meant.map(({ person }) => person.name).join(', ')));
}

/** One that has begun was in force until now, and stays so in what is told of the shift. */
async function end(deps: DeskDeps, request: DeskRequest, override: RotaOverride): Promise<void> {
  const now = deps.clock.now();
  const detail = `${override.rota}: ${override.person.name} ${told(override)}`;
  const audit = entryOf(deps, request, 'rota-override-end', detail);
  const wasThere = await deps.store.removeOverride(override.id, audit);
  if (!wasThere || override.from >= now) return;
  const past = { ...override, id: `${override.id}-ended`, to: now };
  await deps.store.saveOverrides(
    [past],
    entryOf(deps, request, 'rota-override', `${past.rota}: ${past.person.name} ${told(past)}`),
  );
}

/** A responder, or who is on a rota, stands in himself; whoever manages the server says so of anybody. */
async function whyNotStandingIn(deps: DeskDeps, request: DeskRequest, person: string): Promise<string | null> {
  const asked = `oncall override for ${person}`;
  const problem = await whyNotOnCall(deps, request, asked);
  if (problem !== null || person === request.who.id || request.mayManageServer) return problem;
  return noteRefusal(deps, request, asked, inLanguage(onCallSpeech, request.language).othersTime);
}

function timeOf(
  { given }: OnCallAsked,
  here: { readonly now: Instant; readonly timeZone: string; readonly say: OnCallSpeech },
): { readonly from: Instant; readonly to: Instant } | string {
  const { now, timeZone, say } = here;
  const from = given.from === null ? now : readMoment(given.from, here);
  if (from === null) return say.badMoment(given.from ?? '', timeZone);
  // The end is read from the beginning on: from 22:00 until 06:00 is one night.
  const to = given.until === null ? null : readMoment(given.until, { now: from, timeZone });
  if (to === null) return say.badMoment(given.until ?? '', timeZone);
  const begins = Math.max(from, now);
  const isRight =
    to > begins && to - begins <= rotaLimits.overrideDays * dayMs && begins - now <= rotaLimits.aheadDays * dayMs;
  return isRight ? { from: begins, to } : say.badSpan(rotaLimits.overrideDays);
}

/** Whose time it is that is taken over; none where it is all theirs who would take it. */
function replacedLines({ rota, onCall }: Meant, held: Held, say: OnCallSpeech) {
  const taken = changedByOverride(rota, onCall.overrides, held);
  const lines = taken.slice(0, shownMax).map(({ from, to, goes }) => say.insteadOf(from, to, goes?.name ?? say.nobody));
  const more = taken.length > lines.length ? [say.more(taken.length - lines.length)] : [];
  return [...lines, ...more];
}

const told = ({ from, to }: { readonly from: Instant; readonly to: Instant }): string =>
  `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
