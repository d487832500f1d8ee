import type { SilenceMatchers } from '../../model.ts';
import {
  isSilenceMistake,
  readMatchers,
  readReason,
  readUntil,
  type SilenceMistake,
} from '../../pipeline/silences/read.ts';
import { saysSomething } from '../../pipeline/silences.ts';
import { silencesSpeech } from '../../pipeline/speech/silences.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Control, Desk, DeskReply, DeskRequest } from '../../ports.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, done, refused, whyNoResponder, zoneHere } from './deps.ts';
import { describeMatchers } from './silences/describe.ts';
import { keepProposed, proposedBy } from './silences/draft.ts';
import { listSilences, namingHere, showSilence, silencesHere } from './silences/list.ts';
import { previewHere } from './silences/preview.ts';
import { liftSilence, saveProposed, silencesMax } from './silences/save.ts';
import { draftIdOf } from './watches/wish.ts';

type SilenceRequest = Parameters<Desk['silence']>[0];

/** Makes the answer to `/silence`. What would hide anything is tried on the last week first, and saved by a button. */
export function handlesSilences(deps: DeskDeps): Desk['silence'] {
  return async (request) => {
    switch (request.change) {
      case 'list':
        return listSilences(deps, request);
      case 'show':
        return showSilence(deps, request, request.silence);
      case 'lift':
        return liftSilence(deps, request, request.silence);
      case 'preview':
        return preview(deps, request);
      case 'add':
        return propose(deps, request);
    }
  };
}

/** What stands below the answers of this area. */
export function silenceControls(deps: DeskDeps): Controls {
  return {
    control(request) {
      const [, verb = '', argument = ''] = request.does.split(':');
      switch (verb) {
        case 'save':
          return saveProposed(deps, request, argument);
        case 'lift':
          return liftSilence(deps, request, argument);
        case 'discard':
          return discard(deps, request, argument);
        default:
          return Promise.resolve(refused(inLanguage(silencesSpeech, request.language).gone));
      }
    },
  };
}

async function preview(deps: DeskDeps, request: SilenceRequest): Promise<DeskReply> {
  const problem = await whyNoResponder(deps, request, 'silence preview');
  if (problem !== null) return refused(problem);
  const matchers = await matchersOf(deps, request);
  if (typeof matchers === 'string') return refused(matchers);
  const say = inLanguage(silencesSpeech, request.language);
  const what = describeMatchers(matchers, await namingHere(deps, request));
  return { ...done(`${say.previewed} ${what}`), ...(await previewHere(deps, request, matchers)) };
}

async function propose(deps: DeskDeps, request: SilenceRequest): Promise<DeskReply> {
  const problem = await whyNoResponder(deps, request, `silence add ${request.given.reason ?? ''}`);
  if (problem !== null) return refused(problem);
  const say = inLanguage(silencesSpeech, request.language);
  const matchers = await matchersOf(deps, request);
  if (typeof matchers === 'string') return refused(matchers);
  const timeZone = await zoneHere(deps, request);
  const until = readUntil(request.given.until, { now: deps.clock.now(), timeZone });
  if (isSilenceMistake(until)) return refused(say.mistake(until));
  const why = readReason(request.given.reason);
  if (isSilenceMistake(why)) return refused(say.mistake(why));
  if ((await silencesHere(deps, request)).length >= silencesMax) return refused(say.tooMany(silencesMax));
  const draft = draftIdOf(request);
  await keepProposed(deps.store, request, draft, { matchers, until: until.until, reason: why.reason });
  const what = describeMatchers(matchers, await namingHere(deps, request));
  const tried = await previewHere(deps, request, matchers);
  return {
    ...done(''),
    lines: [say.proposed(what, { kind: 'moment', at: until.until }), say.reason(why.reason), ...(tried.lines ?? [])],
    parts: tried.parts ?? [],
    controls: [decisions(request, draft)],
  };
}

function decisions({ language }: DeskRequest, draft: string): readonly Control[] {
  const say = inLanguage(silencesSpeech, language);
  return [
    { kind: 'button', does: `silences:save:${draft}`, label: say.save, look: 'main' },
    { kind: 'button', does: `silences:discard:${draft}`, label: say.discard, look: 'plain' },
  ];
}

/** What is to be hidden, or a sentence why that cannot be said. */
async function matchersOf(deps: DeskDeps, request: SilenceRequest): Promise<SilenceMatchers | string> {
  const say = inLanguage(silencesSpeech, request.language);
  const { watches } = await namingHere(deps, request);
  const read: SilenceMatchers | SilenceMistake = readMatchers(request.given, request.critical, {
    pack: deps.pack,
    watches,
  });
  if (isSilenceMistake(read)) return say.mistake(read);
  return saysSomething(read) ? read : say.nothingNamed;
}

/** Only who began it can end it; for everybody else there is nothing. */
async function discard(deps: DeskDeps, request: DeskRequest, draft: string): Promise<DeskReply> {
  const say = inLanguage(silencesSpeech, request.language);
  if ((await proposedBy(deps.store, request, draft)) === null) return refused(say.gone);
  await deps.store.removeDraft(draft);
  return done(say.discarded);
}
