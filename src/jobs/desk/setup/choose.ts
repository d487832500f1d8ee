import type { Language } from '../../../model.ts';
import { severities } from '../../../model.ts';
import { adding, changing, responderRolesMax, type Setup, setupSteps, stepOn } from '../../../pipeline/setup.ts';
import { isVisible } from '../subscriptions/names.ts';
import type { Walk } from './walk.ts';

const languages: readonly Language[] = ['en', 'ar', 'fa'];

/** Where the way leads on after a choice; a sentence where it is none that may be made here, null where it means nothing. */
export type Chosen = { readonly setup: Setup; readonly problem: string | null } | null;

/** What was chosen at a step. What is no longer offered, or never was, changes nothing. */
export function choose(walk: Walk, field: string, values: readonly string[]): Chosen {
  const { setup, speech, request } = walk;
  const [value] = values;
  if (value === undefined) return null;
  switch (field) {
    case 'subscription': {
      const found = walk.standing.find(({ id }) => id === value);
      return found === undefined ? null : onward(walk, changing(setup, found));
    }
    case 'channel':
      return onward(walk, { ...setup, channel: value });
    case 'operators':
      return onward(walk, { ...setup, operatorsChannel: value });
    case 'role':
      // The role of everybody has the server's id.
      if (value === request.server) return { setup, problem: speech.isEverybody };
      return onward(walk, { ...setup, pingRole: value });
    case 'responders':
      if (values.includes(request.server)) return { setup, problem: speech.isEverybody };
      return onward(walk, { ...setup, responderRoles: values.slice(0, responderRolesMax) });
    case 'watch': {
      const found = walk.audience.watches.find((watch) => watch.id === value && isVisible(watch, request.server));
      return found === undefined ? null : onward(walk, { ...setup, watch: found.id });
    }
    default:
      return chooseWord(walk, field, value);
  }
}

/** Words of closed lists; two are chosen at one step, so that it is not left. */
function chooseWord({ setup, asked }: Walk, field: string, value: string): Chosen {
  const severity = severities.find((one) => one === value);
  const language = languages.find((one) => one === value);
  const step = asked.find((one) => one === value);
  if (field === 'severityFloor' && severity !== undefined) return stay({ ...setup, severityFloor: severity });
  if (field === 'pingFloor' && severity !== undefined) return stay({ ...setup, pingFloor: severity });
  if (field === 'language' && language !== undefined) return stay({ ...setup, language });
  if (field === 'step' && step !== undefined) return stay({ ...setup, step, isReturning: true });
  return null;
}

/** A button that leaves something empty, goes somewhere or begins another. */
export function press(walk: Walk, verb: string, argument: string): Setup | null {
  const { setup, asked, request } = walk;
  switch (verb) {
    case 'go': {
      const step = setupSteps.find((one) => one === argument && asked.includes(one));
      return step === undefined ? null : { ...setup, step, isReturning: false };
    }
    case 'another':
      return { ...adding(setup, request.channel), step: 'channel' };
    case 'page':
      return /^\d{1,4}$/u.test(argument) ? { ...setup, page: Number(argument) } : null;
    case 'check':
      return { ...setup, step: 'review' };
    case 'clear':
      return cleared(walk, argument);
    default:
      return null;
  }
}

function cleared({ setup, asked }: Walk, field: string): Setup | null {
  const step = stepOn(setup, asked);
  switch (field) {
    case 'role':
      return { ...setup, pingRole: null, step };
    case 'quiet':
      return { ...setup, quiet: null, typed: null, step };
    case 'operators':
      return { ...setup, operatorsChannel: null, step };
    case 'responders':
      return { ...setup, responderRoles: [], step };
    default:
      return null;
  }
}

function onward({ asked }: Walk, setup: Setup): Chosen {
  return stay({ ...setup, step: stepOn(setup, asked) });
}

function stay(setup: Setup): Chosen {
  return { setup, problem: null };
}
