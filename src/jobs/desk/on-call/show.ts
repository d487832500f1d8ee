import type { Instant, Rota, SaidLine } from '../../../model.ts';
import { agreementOf } from '../../../pipeline/rota/exchange.ts';
import { qualityOf } from '../../../pipeline/rota/quality.ts';
import type { Span } from '../../../pipeline/rota/span.ts';
import { gapsBetween, nextHandover, onCallAt, type Shift, shiftsBetween } from '../../../pipeline/rota.ts';
import { type OnCallSpeech, onCallSpeech } from '../../../pipeline/speech/on-call.ts';
import { subscriptionsSpeech } from '../../../pipeline/speech/subscriptions.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskReply, DeskRequest, ReplyPart } from '../../../ports.ts';
import { type OnCall, onCallOf } from '../../on-call.ts';
import { type DeskDeps, done, refused } from '../deps.ts';
import { rotaMeant } from './find.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const daysUsual = 7;
const daysMax = 30;
/** Gaps are warned of so far ahead. */
const aheadDays = 30;
/** Lines that an answer shows of a kind. */
const shiftsShownMax = 40;
const gapsShownMax = 10;
const peopleShownMax = 20;
const rotasShownMax = 20;

/** Who is on call now and next, of every rota of the server or of the one that is named. */
export async function tellWho(deps: DeskDeps, request: DeskRequest, named: string | null): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const onCall = await onCallOf(deps, request.server);
  if (onCall.rotas.length === 0) return refused(say.nobodySetUp);
  const meant = named === null ? null : await rotaMeant(deps, request, named);
  if (typeof meant === 'string') return refused(meant);
  const rotas = meant === null ? onCall.rotas : [meant.rota];
  const parts = rotas.slice(0, rotasShownMax).map((rota) => ({
    heading: rota.name,
    lines: whoLines(rota, onCall, { now: deps.clock.now(), say }),
  }));
  return { ...done(say.now), parts };
}

function whoLines(
  rota: Rota,
  { overrides }: OnCall,
  { now, say }: { readonly now: Instant; readonly say: OnCallSpeech },
): readonly SaidLine[] {
  const shift = onCallAt(rota, overrides, now);
  const change = nextHandover(rota, overrides, now);
  const next =
    change === null
      ? say.noChange
      : change.comes === null
        ? say.nobodyFrom(change.at)
        : say.next(change.comes.name, change.at);
  // Turns of one person that follow on each other are one time to who asks until when.
  return [shift === null ? say.nobodyNow : say.onCall(shift.person.name, change?.at ?? shift.to), next];
}

/** The shifts of the next days, the gaps of the next month, and who has too much of it. */
export async function tellSchedule(
  deps: DeskDeps,
  request: DeskRequest,
  asked: { readonly rota: string | null; readonly days: number | null },
): Promise<DeskReply> {
  const say = inLanguage(onCallSpeech, request.language);
  const meant = await rotaMeant(deps, request, asked.rota);
  if (typeof meant === 'string') return refused(meant);
  const { rota, onCall } = meant;
  const now = deps.clock.now();
  const days = Math.min(daysMax, Math.max(1, Math.floor(asked.days ?? daysUsual)));
  const shifts = together(shiftsBetween(rota, onCall.overrides, { from: now, to: now + days * dayMs }));
  const gaps = gapsBetween(rota, onCall.overrides, { from: now, to: now + aheadDays * dayMs });
  const parts = [
    ...(gaps.length === 0 ? [] : [gapPart(gaps, say)]),
    { heading: say.scheduled(rota.name, days), lines: shiftLines(shifts, say) },
    qualityPart(rota, onCall, { now, say, comma: inLanguage(subscriptionsSpeech, request.language).comma }),
  ];
  return { ...done(gaps.length === 0 ? say.noGaps : say.gaps(aheadDays)), parts };
}

function shiftLines(shifts: readonly Shift[], say: OnCallSpeech): readonly SaidLine[] {
  if (shifts.length === 0) return [say.noShifts];
  const lines = shifts
    .slice(0, shiftsShownMax)
    .map(({ from, to, person, override }) => say.shift(from, to, person.name, byOf(override, say)));
  return shifts.length > lines.length ? [...lines, say.more(shifts.length - lines.length)] : lines;
}

function byOf(override: string | null, say: OnCallSpeech): string {
  if (override === null) return '';
  return ` (${agreementOf(override) === override ? say.standsIn : say.swapped})`;
}

/** Turns of one person that follow on each other, as one. */
function together(shifts: readonly Shift[]): readonly Shift[] {
  const all: Shift[] = [];
  for (const shift of shifts) {
    const last = all.at(-1);
    const isSame = last?.to === shift.from && last.person.id === shift.person.id && last.override === shift.override;
    if (last !== undefined && isSame) all[all.length - 1] = { ...last, to: shift.to };
    else all.push(shift);
  }
  return all;
}

function gapPart(gaps: readonly Span[], say: OnCallSpeech): ReplyPart {
  const lines = gaps.slice(0, gapsShownMax).map(({ from, to }) => say.gap(from, to));
  const more = gaps.length > lines.length ? [say.more(gaps.length - lines.length)] : [];
  return { heading: say.gapsHeading, lines: [...lines, ...more] };
}

function qualityPart(
  rota: Rota,
  { overrides }: OnCall,
  { now, say, comma }: { readonly now: Instant; readonly say: OnCallSpeech; readonly comma: string },
): ReplyPart {
  const { score, hours, overburdened } = qualityOf(rota, overrides, { from: now, to: now + aheadDays * dayMs });
  const shares = hours
    .slice(0, peopleShownMax)
    .map(({ person, ms }) => say.share(person.name, Math.round(ms / hourMs)));
  const more = hours.length > shares.length ? [say.more(hours.length - shares.length)] : [];
  const over = overburdened.slice(0, peopleShownMax).map(({ name }) => name);
  const warned = over.length === 0 ? [] : [say.overburdened(over.join(comma))];
  return { heading: say.quality, lines: [say.score(score), ...warned, ...shares, ...more] };
}
