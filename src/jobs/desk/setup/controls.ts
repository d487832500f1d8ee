import { type Severity, type Subscription, severities } from '../../../model.ts';
import { words } from '../../../pipeline/render/words.ts';
import { responderRolesMax, stepBeside, stepOn } from '../../../pipeline/setup.ts';
import { watchNameIn } from '../../../pipeline/speech/watches.ts';
import type { Control, ControlOption } from '../../../ports.ts';
import { isVisible } from '../subscriptions/names.ts';
import type { Walk } from './walk.ts';

const optionsMax = 25; // Discord: options of a select
const optionValueLengthMax = 100; // Discord

type Button = Extract<Control, { readonly kind: 'button' }>;
type Rows = readonly (readonly Control[])[];

/** What can be chosen and pressed at a step. `does` is `setup:<verb>:<argument>`. */
export function controlsOf(walk: Walk, maySave: boolean): Rows {
  return walk.setup.step === 'review'
    ? [[stepChoice(walk)], reviewButtons(walk, maySave)]
    : [...choicesOf(walk), waysOn(walk)];
}

function choicesOf(walk: Walk): Rows {
  const { setup, speech } = walk;
  switch (setup.step) {
    case 'start':
      return [[choice(walk, 'subscription', standingOptions(walk))]];
    case 'channel':
      return [[picker('channel', 'channel', speech.choose.channel, setup.channel === null ? [] : [setup.channel])]];
    case 'role':
      return [[picker('role', 'role', speech.choose.role, setup.pingRole === null ? [] : [setup.pingRole])]];
    case 'watch':
      return [[choice(walk, 'watch', watchOptions(walk))]];
    case 'severity':
      return [
        [choice(walk, 'severityFloor', severityOptions(walk, setup.severityFloor, speech.tellFrom))],
        [choice(walk, 'pingFloor', severityOptions(walk, setup.pingFloor, speech.pingFrom))],
      ];
    case 'quiet':
      return [[{ ...button('setup:quiet', speech.button.setQuiet), opensForm: true }]];
    case 'operators': {
      const { operatorsChannel } = setup;
      const chosen = operatorsChannel === null ? [] : [operatorsChannel];
      return [[picker('operators', 'channel', speech.choose.operators, chosen)]];
    }
    case 'responders':
      return [
        [{ ...picker('responders', 'role', speech.choose.responders, setup.responderRoles), max: responderRolesMax }],
      ];
    case 'language':
      return [
        [choice(walk, 'language', languageOptions(walk))],
        [{ ...button('setup:zone', speech.button.zone), opensForm: true }],
      ];
    case 'review':
      return [];
  }
}

/** Back, on without a choice, what leaves it empty, and out. */
function waysOn(walk: Walk): readonly Control[] {
  const { setup, speech, asked } = walk;
  const { step } = setup;
  const { back, next, skip, cancel } = speech.button;
  const isMissing = (step === 'channel' && setup.channel === null) || (step === 'watch' && setup.watch === null);
  const on = isOptional(walk) ? skip : next;
  return [
    ...(step === asked[0] ? [] : [button(`setup:go:${stepBeside(step, asked, -1)}`, back)]),
    ...emptying(walk),
    // What stands chosen cannot be chosen again: Discord sends nothing then.
    ...(step === 'start' && setup.changes === null
      ? []
      : [{ ...button(`setup:go:${stepOn(setup, asked)}`, on, 'main'), isDisabled: isMissing }]),
    button('setup:cancel', cancel),
  ];
}

/** Nothing stands there, and nothing need. */
function isOptional({ setup }: Walk): boolean {
  switch (setup.step) {
    case 'role':
      return setup.pingRole === null;
    case 'quiet':
      return setup.quiet === null;
    case 'operators':
      return setup.operatorsChannel === null;
    case 'responders':
      return setup.responderRoles.length === 0;
    default:
      return false;
  }
}

function emptying(walk: Walk): readonly Button[] {
  const { setup, speech } = walk;
  const { another, nobody, noQuiet, noChannel, noRoles, more } = speech.button;
  switch (setup.step) {
    case 'start':
      return [button('setup:another', another)];
    case 'watch':
      return watchesSeen(walk).length > optionsMax ? [button(`setup:page:${setup.page + 1}`, more)] : [];
    case 'role':
      return isOptional(walk) ? [] : [button('setup:clear:role', nobody)];
    case 'quiet':
      return isOptional(walk) ? [] : [button('setup:clear:quiet', noQuiet)];
    case 'operators':
      return isOptional(walk) ? [] : [button('setup:clear:operators', noChannel)];
    case 'responders':
      return isOptional(walk) ? [] : [button('setup:clear:responders', noRoles)];
    default:
      return [];
  }
}

function reviewButtons({ speech, asked }: Walk, maySave: boolean): readonly Control[] {
  const { back, check, save, cancel } = speech.button;
  return [
    { ...button('setup:save', save, 'good'), isDisabled: !maySave },
    button('setup:check', check),
    button(`setup:go:${stepBeside('review', asked, -1)}`, back),
    button('setup:cancel', cancel),
  ];
}

function stepChoice(walk: Walk): Control {
  const steps = walk.asked.filter((step) => step !== 'review' && step !== 'start');
  return choice(
    walk,
    'step',
    steps.map((step) => ({ label: walk.speech.step[step].name, value: step })),
  );
}

function choice({ speech }: Walk, field: keyof Walk['speech']['choose'], options: readonly ControlOption[]): Control {
  return { kind: 'choice', does: `setup:pick:${field}`, placeholder: speech.choose[field], options, min: 1, max: 1 };
}

function picker(field: string, kind: 'channel' | 'role', placeholder: string, chosen: readonly string[]) {
  return { kind, does: `setup:pick:${field}`, placeholder, chosen, min: 1, max: 1 } as const;
}

function button(does: string, label: string, look: Button['look'] = 'plain'): Button {
  return { kind: 'button', does, label, look };
}

/** The first of them, since a choice has no more; the others are ended or changed by their own commands. */
export function standingOffered({ standing }: Walk): readonly Subscription[] {
  return standing.filter(({ id }) => id.length <= optionValueLengthMax).slice(0, optionsMax);
}

/** By number: no channel has a name in a choice, so that each is told above it. */
function standingOptions(walk: Walk): readonly ControlOption[] {
  const { setup, audience } = walk;
  return standingOffered(walk).map((each, at) => {
    const called = audience.watches.find(({ id }) => id === each.watch)?.name ?? each.watch;
    const name = watchNameIn(called, walk.request.language);
    return { label: `${at + 1}. ${name}`, value: each.id, isChosen: each.id === setup.changes };
  });
}

/** The watches that can be chosen by their server. */
function watchesSeen({ audience, request }: Walk) {
  return audience.watches.filter(
    (watch) => isVisible(watch, request.server) && watch.id.length <= optionValueLengthMax,
  );
}

function watchOptions(walk: Walk): readonly ControlOption[] {
  const seen = watchesSeen(walk);
  const pages = Math.max(1, Math.ceil(seen.length / optionsMax));
  const from = (walk.setup.page % pages) * optionsMax;
  return seen.slice(from, from + optionsMax).map(({ id, name }) => {
    return { label: watchNameIn(name, walk.request.language), about: id, value: id, isChosen: id === walk.setup.watch };
  });
}

function severityOptions(
  { request }: Walk,
  chosen: Severity,
  told: (severity: string) => string,
): readonly ControlOption[] {
  const names = words[request.language === 'ar' ? 'ar' : 'en'].severity;
  return severities.map((severity) => ({
    label: told(names[severity]),
    value: severity,
    isChosen: severity === chosen,
  }));
}

function languageOptions({ setup }: Walk): readonly ControlOption[] {
  return (['en', 'ar', 'fa'] as const).map((value) => ({
    label: words[value].language[value],
    value,
    isChosen: value === setup.language,
  }));
}
