import type { SaidLine } from '../../../model.ts';
import { words } from '../../../pipeline/render/words.ts';
import { fallbackSentence } from '../../../pipeline/speech/conversation.ts';
import { channelPiece, rolesListed } from '../../../pipeline/speech/said.ts';
import { watchNameIn } from '../../../pipeline/speech/watches.ts';
import type { DeskReply } from '../../../ports.ts';
import { done } from '../deps.ts';
import { controlsOf, standingOffered } from './controls.ts';
import { reviewOf } from './review.ts';
import type { Walk } from './walk.ts';

/** The step that the way is at: what it is for, what stands now, and what can be chosen; `problem` first. */
export async function showStep(walk: Walk, problem: string | null = null): Promise<DeskReply> {
  const { speech, setup, asked, request } = walk;
  const heading = speech.heading(asked.indexOf(setup.step) + 1, asked.length, setup.step);
  const isFirst = setup.step === asked[0];
  const fallback = isFirst ? fallbackSentence(request.locale) : null;
  const head = [heading, speech.step[setup.step].about, ...(fallback === null ? [] : [fallback])].join('\n');
  const text = problem === null ? head : `✗ ${problem}\n${head}`;
  if (setup.step === 'review') {
    const { lines, maySave } = await reviewOf(walk);
    return { ...done(text), lines, controls: controlsOf(walk, maySave) };
  }
  const value = standingValue(walk);
  const lines = setup.step === 'start' ? standingLines(walk) : value === null ? [] : [speech.now(value)];
  return { ...done(text), lines, controls: controlsOf(walk, false) };
}

/** Which channels are told of what, by the numbers that the choice has. */
function standingLines(walk: Walk): readonly SaidLine[] {
  const { watches } = walk.audience;
  return standingOffered(walk).map(({ watch, channel }, at) => {
    const name = watchNameIn(watches.find(({ id }) => id === watch)?.name ?? watch, walk.request.language);
    return [
      { kind: 'text', text: `${at + 1}. ` },
      { kind: 'channel', channel },
      { kind: 'text', text: ` · ${name}` },
    ];
  });
}

/** What stands at this step, where the controls do not show it themselves. */
function standingValue({ setup, speech, request, audience }: Walk): SaidLine | null {
  const roles = (ids: readonly string[]) => rolesListed(ids, ', ');
  switch (setup.step) {
    case 'channel':
      return setup.channel === null ? null : [channelPiece(setup.channel)];
    case 'role':
      return setup.pingRole === null ? speech.nobody : roles([setup.pingRole]);
    case 'watch': {
      const name = audience.watches.find(({ id }) => id === setup.watch)?.name ?? setup.watch;
      return name === null ? null : watchNameIn(name, request.language);
    }
    case 'quiet': {
      const { quiet } = setup;
      return quiet === null ? speech.noQuiet : `${quiet.from}–${quiet.to} (${quiet.timeZone})`;
    }
    case 'operators':
      return setup.operatorsChannel === null ? speech.none : [channelPiece(setup.operatorsChannel)];
    case 'responders':
      return setup.responderRoles.length === 0 ? speech.managersOfMessages : roles(setup.responderRoles);
    case 'language': {
      const known = words[request.language === 'ar' ? 'ar' : 'en'].language;
      return `${known[setup.language]}, ${setup.timeZone}`;
    }
    case 'start':
    case 'severity':
    case 'review':
      return null;
  }
}
