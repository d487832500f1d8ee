import { beginSetup } from '../../pipeline/setup.ts';
import { setupSpeech } from '../../pipeline/speech/setup.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, done, refused, serverHere, whyNotManaging } from './deps.ts';
import { choose, press } from './setup/choose.ts';
import { filledIn, formOf } from './setup/forms.ts';
import { saveSetup, testAgain } from './setup/save.ts';
import { showStep } from './setup/show.ts';
import { leaveWalk, resumedWalk, surroundings, type Walk, walkOn } from './setup/walk.ts';
import { isVisible } from './subscriptions/names.ts';

/** Makes the answer to `/setup`: the first step, with what stands. */
export function setsUp(deps: DeskDeps): Desk['setup'] {
  return async (request) => {
    const problem = await whyNotManaging(deps, request, 'setup');
    if (problem !== null) return refused(problem);
    const around = await surroundings(deps, request);
    const server = await serverHere(deps, request);
    const [watch] = around.audience.watches.filter((each) => isVisible(each, request.server));
    const setup = beginSetup(server, around.standing, {
      channel: request.channel,
      watch: watch?.id ?? null,
      severityFloor: deps.severityFloor,
      pingFloor: deps.pingFloor,
      language: request.language,
    });
    return showStep(await walkOn({ ...around, setup }, setup));
  };
}

/** What the controls of its steps do. Rights are looked at each time: somebody may have lost them on the way. */
export function setupControls(deps: DeskDeps): Controls {
  return {
    control: (request) =>
      resumed(deps, request, async (walk) => {
        const [, verb = '', argument = ''] = request.does.split(':');
        if (verb === 'pick') return picked(walk, argument, request.values);
        if (verb === 'save') return saveSetup(walk);
        if (verb === 'test') return testAgain(walk);
        if (verb === 'cancel') return cancelled(walk);
        const setup = press(walk, verb, argument);
        return showStep(setup === null ? walk : await walkOn(walk, setup));
      }),
    form: (request) =>
      resumed(deps, request, async (walk) => formOf(walk, request.does.split(':')[1] ?? '') ?? showStep(walk)),
    submit: (request) =>
      resumed(deps, request, async (walk) => {
        const filled = filledIn(walk, request.does.split(':')[1] ?? '', request.fields);
        return filled === null ? showStep(walk) : showStep(await walkOn(walk, filled.setup), filled.problem);
      }),
  };
}

async function resumed<Answer>(
  deps: DeskDeps,
  request: DeskRequest & { readonly does: string },
  goOn: (walk: Walk) => Promise<Answer>,
): Promise<Answer | DeskReply> {
  const problem = await whyNotManaging(deps, request, request.does);
  if (problem !== null) return refused(problem);
  const walk = await resumedWalk(deps, request);
  return walk === null ? refused(inLanguage(setupSpeech, request.language).expired) : goOn(walk);
}

async function picked(walk: Walk, field: string, values: readonly string[]): Promise<DeskReply> {
  const chosen = choose(walk, field, values);
  return chosen === null ? showStep(walk) : showStep(await walkOn(walk, chosen.setup), chosen.problem);
}

async function cancelled(walk: Walk): Promise<DeskReply> {
  await leaveWalk(walk);
  return done(walk.speech.cancelled);
}
