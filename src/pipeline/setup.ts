import { type Language, type QuietHours, type Server, type Severity, type Subscription, severities } from '../model.ts';
import { isTimeZone } from './local-time.ts';
import { isFiled } from './server.ts';
import { readTimeOfDay } from './time-words.ts';

/** What setting a server up asks, one after the other. */
export const setupSteps = [
  'start',
  'channel',
  'role',
  'watch',
  'severity',
  'quiet',
  'operators',
  'responders',
  'language',
  'review',
] as const;
export type SetupStep = (typeof setupSteps)[number];

/** Setting a server up, as far as it got. Nothing of it counts before it is saved. */
export interface Setup {
  readonly step: SetupStep;
  /** Whether the step was chosen in the review, and leads back to it. */
  readonly isReturning: boolean;
  /** The subscription by command that is changed; null: a new one is made. */
  readonly changes: string | null;
  readonly channel: string | null;
  readonly pingRole: string | null;
  readonly watch: string | null;
  readonly severityFloor: Severity;
  readonly pingFloor: Severity;
  readonly quiet: QuietHours | null;
  readonly operatorsChannel: string | null;
  readonly responderRoles: readonly string[];
  readonly language: Language;
  readonly timeZone: string;
  /** Which of the pages of watches is shown. */
  readonly page: number;
  /** What was typed into a form and could not be taken: the form opens with it again. */
  readonly typed: Typed | null;
}

export interface Typed {
  readonly form: 'quiet' | 'zone';
  /** By the fields of the form. */
  readonly fields: Readonly<Record<string, string>>;
}

const languages: readonly Language[] = ['en', 'ar', 'fa'];
export const responderRolesMax = 10;

/** Where setting up begins: with what stands, or what is usual. */
export function beginSetup(
  server: Server | null,
  standing: readonly Subscription[],
  usual: Pick<Setup, 'channel' | 'watch' | 'severityFloor' | 'pingFloor' | 'language'>,
): Setup {
  const begun: Setup = {
    ...usual,
    step: standing.length === 0 ? 'channel' : 'start',
    isReturning: false,
    changes: null,
    pingRole: null,
    quiet: null,
    operatorsChannel: server?.operatorsChannel ?? null,
    responderRoles: server?.responderRoles ?? [],
    language: server?.language ?? usual.language,
    timeZone: server?.timeZone ?? 'UTC',
    page: 0,
    typed: null,
  };
  const [only] = standing;
  return only !== undefined && standing.length === 1 ? changing(begun, only) : begun;
}

/** The same, to change a subscription that stands. */
export function changing(setup: Setup, subscription: Subscription): Setup {
  const { id, channel, pingRole, watch, severityFloor, pingFloor, quiet } = subscription;
  return { ...setup, changes: id, channel, pingRole, watch, severityFloor, pingFloor, quiet, typed: null };
}

/** The same, to make a subscription beside those that stand. */
export function adding(setup: Setup, channel: string): Setup {
  return { ...setup, changes: null, channel, pingRole: null, watch: null, quiet: null, typed: null };
}

/** The steps that are asked here: what the file says is asked by none. */
export function stepsAsked(filed: Server | null, hasStanding: boolean): readonly SetupStep[] {
  return setupSteps.filter((step) => {
    switch (step) {
      case 'start':
        return hasStanding;
      case 'operators':
        return !isFiled(filed, 'operatorsChannel');
      case 'responders':
        return !isFiled(filed, 'responderRoles');
      case 'language':
        return !(isFiled(filed, 'language') && isFiled(filed, 'timeZone'));
      default:
        return true;
    }
  });
}

/** The step before, or behind; the same at either end. */
export function stepBeside(step: SetupStep, asked: readonly SetupStep[], by: -1 | 1): SetupStep {
  const at = setupSteps.indexOf(step);
  const found =
    by === 1
      ? asked.find((one) => setupSteps.indexOf(one) > at)
      : asked.findLast((one) => setupSteps.indexOf(one) < at);
  return found ?? step;
}

/** Where a step leads on to once it is answered. */
export function stepOn(
  { step, isReturning }: Pick<Setup, 'step' | 'isReturning'>,
  asked: readonly SetupStep[],
): SetupStep {
  return isReturning ? 'review' : stepBeside(step, asked, 1);
}

/** The draft as it was stored; null where another version of the program wrote something else. */
export function readSetup(value: unknown): Setup | null {
  if (typeof value !== 'object' || value === null) return null;
  const held = new Map<string, unknown>(Object.entries(value));
  const word = <Word extends string>(name: string, words: readonly Word[]) =>
    words.find((one) => one === held.get(name)) ?? null;
  const text = (name: string) => textOf(held.get(name));
  const step = word('step', setupSteps);
  const severityFloor = word('severityFloor', severities);
  const pingFloor = word('pingFloor', severities);
  const language = word('language', languages);
  const timeZone = text('timeZone');
  const roles = held.get('responderRoles');
  const page = held.get('page');
  if (step === null || severityFloor === null || pingFloor === null || language === null) return null;
  if (timeZone === null || !isTimeZone(timeZone) || !Array.isArray(roles)) return null;
  return {
    step,
    isReturning: held.get('isReturning') === true,
    changes: text('changes'),
    channel: text('channel'),
    pingRole: text('pingRole'),
    watch: text('watch'),
    severityFloor,
    pingFloor,
    quiet: quietOf(held.get('quiet')),
    operatorsChannel: text('operatorsChannel'),
    responderRoles: roles.flatMap((role) => textOf(role) ?? []).slice(0, responderRolesMax),
    language,
    timeZone,
    page: typeof page === 'number' && Number.isInteger(page) && page >= 0 ? page : 0,
    typed: typedOf(held.get('typed')),
  };
}

function quietOf(value: unknown): QuietHours | null {
  if (typeof value !== 'object' || value === null) return null;
  const held = new Map<string, unknown>(Object.entries(value));
  const from = readTimeOfDay(textOf(held.get('from')) ?? '');
  const to = readTimeOfDay(textOf(held.get('to')) ?? '');
  const timeZone = textOf(held.get('timeZone')) ?? '';
  return from === null || to === null || !isTimeZone(timeZone) ? null : { from, to, timeZone };
}

function typedOf(value: unknown): Typed | null {
  if (typeof value !== 'object' || value === null || !('form' in value) || !('fields' in value)) return null;
  const { form, fields } = value;
  if ((form !== 'quiet' && form !== 'zone') || typeof fields !== 'object' || fields === null) return null;
  const texts = Object.entries(fields).flatMap(([field, text]) =>
    typeof text === 'string' ? [[field, text] as const] : [],
  );
  return { form, fields: Object.fromEntries(texts) };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
