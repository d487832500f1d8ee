import { watchesSpeech } from '../../pipeline/speech/watches.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { readAudience } from '../audience.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, done, refused, whyNotConfiguring } from './deps.ts';
import { inTurn, type Turns } from './turns.ts';
import { findWatch, tryAgain, tryWish, wishToChange } from './watches/begin.ts';
import { blank, filledIn, openForm } from './watches/forms.ts';
import { listWatches, showWatch } from './watches/lists.ts';
import { askRemoval, removeAsked, saveWish } from './watches/save.ts';
import { whyReadOnly } from './watches/target.ts';
import { freeName } from './watches/understand.ts';
import { daysOf, draftIdOf, wishKept } from './watches/wish.ts';

type WatchRequest = Parameters<Desk['watch']>[0];
type WatchesDeps = DeskDeps & { readonly turns: Turns };

/** Makes the answer to `/watch`. What would change a watch is tried over the last days first, and saved by a button. */
export function handlesWatches(deps: WatchesDeps): Desk['watch'] {
  return async (request) => {
    if (request.change === 'list') return listWatches(deps.pack, request, await readAudience(deps));
    if (request.change === 'show') return show(deps, request);
    const asked = `watch ${request.change} ${request.watch ?? request.name ?? ''}`;
    const problem = await whyNotConfiguring(deps, request, asked);
    if (problem !== null) return refused(problem);
    return request.change === 'remove' ? remove(deps, request) : change(deps, request);
  };
}

/** What stands below the answers of this area, and its forms. */
export function watchControls(deps: WatchesDeps): Controls {
  const oneByOne = inTurn();
  return {
    control(request) {
      const [, verb = '', draft = ''] = request.does.split(':');
      switch (verb) {
        case 'save':
          return oneByOne(() => saveWish(deps, request, draft));
        case 'remove':
          return oneByOne(() => removeAsked(deps, request, draft));
        case 'try':
          return tryAllowed(deps, request, draft);
        case 'discard':
          return discard(deps, request, draft);
        default:
          return Promise.resolve(refused(inLanguage(watchesSpeech, request.language).gone));
      }
    },
    form: (request) => openForm(deps, request, request.does.split(':').slice(1).join(':')),
    submit: (request) => submit(deps, request),
  };
}

async function change(deps: WatchesDeps, request: WatchRequest): Promise<DeskReply> {
  const draft = draftIdOf(request);
  const days = daysOf(request.days);
  const isNew = request.change === 'add' || (request.change === 'test' && request.watch === null);
  if (isNew) {
    const { query, severityFloor } = request;
    const name = request.name ?? freeName(request, await readAudience(deps), query ?? '');
    const wish = { ...blank, name, queries: query ?? '', severityFloor: severityFloor ?? 'info', days };
    return tryWish(deps, request, draft, wish);
  }
  const watch = await findWatch(deps, request, request.watch);
  if (typeof watch === 'string') return refused(watch);
  const readOnly = request.change === 'edit' ? whyReadOnly(watch, request) : null;
  if (readOnly !== null) return refused(readOnly);
  return tryWish(deps, request, draft, { ...wishToChange(watch, request), days });
}

async function remove(deps: DeskDeps, request: WatchRequest): Promise<DeskReply> {
  const watch = await findWatch(deps, request, request.watch);
  if (typeof watch === 'string') return refused(watch);
  const readOnly = whyReadOnly(watch, request);
  return readOnly === null ? askRemoval(deps, request, watch) : refused(readOnly);
}

async function show(deps: DeskDeps, request: WatchRequest): Promise<DeskReply> {
  const watch = await findWatch(deps, request, request.watch);
  if (typeof watch === 'string') return refused(watch);
  return showWatch(deps.pack, request, watch, await readAudience(deps));
}

async function tryAllowed(deps: WatchesDeps, request: DeskRequest, draft: string): Promise<DeskReply> {
  const problem = await whyNotConfiguring(deps, request, `watch try ${draft}`);
  return problem === null ? tryAgain(deps, request, draft) : refused(problem);
}

async function submit(
  deps: WatchesDeps,
  request: DeskRequest & { readonly does: string; readonly fields: ReadonlyMap<string, string> },
): Promise<DeskReply> {
  const [, verb = '', draft = ''] = request.does.split(':');
  const problem = await whyNotConfiguring(deps, request, `watch ${verb} ${request.fields.get('name') ?? ''}`);
  if (problem !== null) return refused(problem);
  if (verb === 'new') return tryWish(deps, request, draftIdOf(request), filledIn(blank, request.fields));
  const wish = await wishKept(deps.store, request, draft);
  if (wish === null || wish.kind === 'removal') return refused(inLanguage(watchesSpeech, request.language).gone);
  return tryWish(deps, request, draft, filledIn(wish, request.fields));
}

/** Only who began it can end it; for everybody else there is nothing. */
async function discard(deps: DeskDeps, request: DeskRequest, draft: string): Promise<DeskReply> {
  const say = inLanguage(watchesSpeech, request.language);
  const wish = await wishKept(deps.store, request, draft);
  if (wish === null) return refused(say.gone);
  await deps.store.removeDraft(draft);
  return done(wish.kind === 'removal' ? say.kept(wish.name) : say.discarded);
}
