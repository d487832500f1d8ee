import type { Instant, SaidLine } from '../../model.ts';
import type { Spoken } from '../speech.ts';
import { onCallArabic } from './on-call-arabic.ts';
import { moment, said } from './said.ts';

/** What is said of who is on call, and of who stands in for whom. */
export interface OnCallSpeech {
  // Who has it.
  readonly nobodySetUp: string;
  readonly noRota: (typed: string, known: string) => string;
  readonly whichRota: (known: string) => string;
  readonly now: string;
  readonly onCall: (name: string, to: Instant) => SaidLine;
  readonly nobodyNow: string;
  readonly next: (name: string, at: Instant) => SaidLine;
  readonly nobodyFrom: (at: Instant) => SaidLine;
  readonly noChange: string;
  readonly standsIn: string;
  readonly swapped: string;
  // The schedule.
  readonly scheduled: (rota: string, days: number) => string;
  readonly shift: (from: Instant, to: Instant, name: string, by: string) => SaidLine;
  readonly more: (count: number) => string;
  readonly noShifts: string;
  readonly gaps: (days: number) => string;
  readonly gapsHeading: string;
  readonly gap: (from: Instant, to: Instant) => SaidLine;
  readonly noGaps: string;
  readonly quality: string;
  readonly score: (score: number) => string;
  readonly share: (name: string, hours: number) => string;
  readonly overburdened: (names: string) => string;
  // Standing in.
  readonly badMoment: (typed: string, timeZone: string) => string;
  readonly badSpan: (daysMax: number) => string;
  readonly tooMany: (max: number) => string;
  readonly othersTime: string;
  readonly notMember: (name: string) => string;
  readonly noBot: string;
  readonly membersUnknown: (problem: string) => string;
  readonly hasItAlready: (name: string) => string;
  readonly overriding: (rota: string, name: string) => string;
  readonly insteadOf: (from: Instant, to: Instant, name: string) => SaidLine;
  readonly nobody: string;
  readonly save: string;
  readonly discard: string;
  readonly discarded: string;
  readonly gone: string;
  readonly overridden: (rota: string, name: string) => string;
  readonly changedBy: (by: string, rota: string) => string;
  readonly takes: (span: string, comes: string, goes: string) => string;
  // Swaps.
  readonly noShiftAt: (typed: string) => string;
  readonly notYours: string;
  readonly samePerson: string;
  readonly swapping: (rota: string) => string;
  readonly gives: (giver: string, taker: string, from: Instant, to: Instant) => SaidLine;
  readonly ask: (name: string) => string;
  readonly asks: (asker: string, rota: string, mine: string, theirs: string) => string;
  readonly asked: (name: string) => string;
  readonly agree: string;
  readonly decline: string;
  readonly onlyAsked: (name: string) => string;
  readonly changedMeanwhile: string;
  readonly swapDone: (rota: string) => string;
  readonly agreed: (name: string, rota: string) => string;
  readonly declined: (name: string, rota: string) => string;
  readonly declinedByYou: string;
  // Ending it.
  readonly noOverride: string;
  readonly cancelled: (name: string) => string;
  readonly notYourOverride: string;
  readonly choice: (name: string, from: string, to: string) => string;
}

const english: OnCallSpeech = {
  nobodySetUp: 'No rota is set up on this server. Whoever manages it makes one with /rota add.',
  noRota: (typed, known) => `There is no rota “${typed}” here. Known: ${known}.`,
  whichRota: (known) => `Which rota? Known: ${known}.`,
  now: 'On call now',
  onCall: (name, to) => said`${name}, until ${moment(to)}`,
  nobodyNow: '⚠ Nobody is on call.',
  next: (name, at) => said`Next: ${name}, from ${moment(at)}`,
  nobodyFrom: (at) => said`⚠ Nobody from ${moment(at)}`,
  noChange: 'No change within 90 days.',
  standsIn: 'stands in',
  swapped: 'by swap',
  scheduled: (rota, days) => `${rota}: the next ${days === 1 ? 'day' : `${days} days`}`,
  shift: (from, to, name, by) => said`${moment(from)} – ${moment(to)}: ${name}${by}`,
  more: (count) => `and ${count} more`,
  noShifts: 'Nobody is on call in this time.',
  gaps: (days) => `⚠ Times without anybody on call in the next ${days} days`,
  gapsHeading: 'Gaps',
  gap: (from, to) => said`${moment(from)} – ${moment(to)}`,
  noGaps: 'Somebody is on call at every moment of the next 30 days.',
  quality: 'How it is shared out over 30 days',
  score: (score) => `Quality ${score} of 100: how much is covered, and how evenly.`,
  share: (name, hours) => `${name}: ${hours} h`,
  overburdened: (names) => `More than a quarter over the average: ${names}.`,
  badMoment: (typed, timeZone) =>
    `“${typed}” is no moment that I understand. Write one such as 22:00, tomorrow 08:00, 2026-12-24 18:00 or 8h (${timeZone}).`,
  badSpan: (daysMax) => `The end must be later than the beginning and than now, and at most ${daysMax} days after it.`,
  tooMany: (max) => `At most ${max} overrides can stand at a time. End one with /oncall cancel first.`,
  othersTime: 'You can take a time over yourself. Only whoever manages this server gives one to somebody else.',
  notMember: (name) => `${name} is not on this server.`,
  noBot: 'A bot cannot be on call.',
  membersUnknown: (problem) => `It could not be found out who is on this server: ${problem}`,
  hasItAlready: (name) => `${name} is on call in all of this time already. Name somebody else, or another time.`,
  overriding: (rota, name) => `${name} takes this time of ${rota}. Nothing is saved yet.`,
  insteadOf: (from, to, name) => said`${moment(from)} – ${moment(to)}, instead of ${name}`,
  nobody: 'nobody',
  save: 'Save',
  discard: 'Discard',
  discarded: 'Discarded: nothing was changed.',
  gone: 'This is no longer kept, or somebody else began it. Give the command again.',
  overridden: (rota, name) => `Saved: ${name} takes this time of ${rota}.`,
  changedBy: (by, rota) => `${by} changed who is on call on ${rota}:`,
  takes: (span, comes, goes) => `${span}: ${comes} instead of ${goes}`,
  noShiftAt: (typed) => `There is no shift to come at “${typed}”. Choose one of those that are offered.`,
  notYours: 'That shift is not yours. Only whoever manages this server swaps those of others.',
  samePerson: 'Both shifts belong to the same person.',
  swapping: (rota) => `A swap on ${rota}. Nothing is saved yet.`,
  gives: (giver, taker, from, to) => said`${taker} takes ${moment(from)} – ${moment(to)} from ${giver}`,
  ask: (name) => `Ask ${name}`,
  asks: (asker, rota, mine, theirs) =>
    `${asker} asks you to swap shifts on ${rota}: you take ${mine}, and ${asker} takes ${theirs}.`,
  asked: (name) => `${name} was asked. The swap holds as soon as ${name} agrees; until then nothing changes.`,
  agree: 'Agree',
  decline: 'Decline',
  onlyAsked: (name) => `Only ${name} can answer this.`,
  changedMeanwhile: 'The shifts have changed meanwhile, so this swap cannot be made any more. Give /oncall swap again.',
  swapDone: (rota) => `Saved: the two shifts of ${rota} are swapped.`,
  agreed: (name, rota) => `${name} agreed: the two shifts of ${rota} are swapped.`,
  declined: (name, rota) => `${name} declined the swap on ${rota}. Nothing was changed.`,
  declinedByYou: 'You declined: nothing was changed, and who asked is told.',
  noOverride: 'There is no such override. Choose one of those that are offered.',
  cancelled: (name) => `Cancelled: what ${name} had taken over goes back to the rota.`,
  notYourOverride: 'It is neither yours nor made by you. Only whoever manages this server cancels it.',
  choice: (name, from, to) => `${name}, ${from} – ${to}`,
};

export const onCallSpeech: Spoken<OnCallSpeech> = { en: english, ar: onCallArabic };
