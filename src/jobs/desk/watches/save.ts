import type { Watch } from '../../../model.ts';
import { type WatchesSpeech, watchesSpeech, watchNameIn } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { Control, DeskReply, DeskRequest } from '../../../ports.ts';
import { type Audience, readAudience } from '../../audience.ts';
import { type DeskDeps, done, refused, whyNotConfiguring } from '../deps.ts';
import { channelWatchId, subscriptionId } from '../subscriptions/names.ts';
import { entry, subscribeTo, whyNotSubscribed } from '../subscriptions.ts';
import { answerMistaken } from './answer.ts';
import { textOf, watchNamed, whyReadOnly } from './target.ts';
import { understand } from './understand.ts';
import { draftIdOf, keepWish, type Wish, wishKept } from './wish.ts';

const attemptsMax = 3;
const doesLengthMax = 80; // a control's

/** Saves what was tried, if it is still what it was tried against; says what to do next. */
export async function saveWish(deps: DeskDeps, request: DeskRequest, draft: string): Promise<DeskReply> {
  const say = inLanguage(watchesSpeech, request.language);
  const problem = await whyNotConfiguring(deps, request, `watch save ${draft}`);
  if (problem !== null) return refused(problem);
  const wish = await wishKept(deps.store, request, draft);
  if (wish === null || wish.kind === 'removal') return refused(say.gone);
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const saved = await trySave(deps, request, draft, wish);
    if (saved !== 'stale') return saved;
  }
  return changed(deps, request, { draft, wish, audience: await readAudience(deps) });
}

async function trySave(deps: DeskDeps, request: DeskRequest, draft: string, wish: Wish): Promise<DeskReply | 'stale'> {
  const audience = await readAudience(deps);
  const understood = understand(deps, request, wish, audience);
  if (!understood.ok) return answerMistaken(request, draft, understood.text);
  const { after, stored } = understood;
  const readOnly = stored === null ? null : whyReadOnly(stored, request);
  if (readOnly !== null) return answerMistaken(request, draft, readOnly);
  // Keywords are added to those that stand; a watch that is written whole would undo what somebody else wrote.
  if (wish.kind === 'watch' && wish.before !== textOf(stored)) return changed(deps, request, { draft, wish, audience });
  const obstacle = isUnheardHere(request, after, audience) ? whyNotSubscribed(request, audience, after) : null;
  if (obstacle !== null) return answerMistaken(request, draft, obstacle);
  const audit = entry(deps, request, ...auditOf(wish, after, stored));
  if ((await deps.store.changeWatch({ before: stored, after, audit })) === 'stale') return 'stale';
  await deps.store.removeDraft(draft);
  return answerSaved(deps, request, { wish, after, audience });
}

/** The draft goes on from what stands now. */
async function changed(
  deps: DeskDeps,
  request: DeskRequest,
  at: { readonly draft: string; readonly wish: Wish; readonly audience: Audience },
): Promise<DeskReply> {
  const { draft, wish, audience } = at;
  const stored = wish.watch === null ? null : watchNamed(request, audience, wish.watch);
  await keepWish(deps.store, request, draft, { ...wish, before: textOf(stored) });
  const say = inLanguage(watchesSpeech, request.language);
  return answerMistaken(request, draft, say.changedMeanwhile(stored?.name ?? wish.name));
}

function auditOf(wish: Wish, after: Watch, stored: Watch | null): [action: string, detail: string] {
  if (wish.kind === 'keyword') {
    const added = after.keywords.filter((each) => stored?.keywords.includes(each) !== true);
    return ['keyword-add', `${after.id}: ${added.join(' | ')}`];
  }
  const { id, keywords, severityFloor } = after;
  return [stored === null ? 'watch-add' : 'watch-edit', `${id} from ${severityFloor}: ${keywords.join(' | ')}`];
}

/** The watch of a channel's own keywords is told there without a further word. */
function isUnheardHere(request: DeskRequest, { id }: Watch, { subscriptions }: Audience): boolean {
  return id === channelWatchId(request) && !subscriptions.some(({ watch }) => watch === id);
}

async function answerSaved(
  deps: DeskDeps,
  request: DeskRequest,
  { wish, after, audience }: { readonly wish: Wish; readonly after: Watch; readonly audience: Audience },
): Promise<DeskReply> {
  const say = inLanguage(watchesSpeech, request.language);
  const what =
    wish.kind === 'keyword'
      ? say.keywordSaved(oneLine(wish.queries), watchNameIn(after.name, request.language))
      : say.saved(after.name);
  if (isUnheardHere(request, after, audience)) {
    const told = await subscribeTo(deps, request, { audience, watch: after });
    if (told.ok)
      return { ...done(`${what} ${say.toldHere}`), ...(told.lines === undefined ? {} : { lines: told.lines }) };
    return { ...told, text: `${what} ${told.text}`, controls: subscribeButton(after, say) };
  }
  const own = audience.subscriptions.filter(({ watch, server }) => watch === after.id && server === request.server);
  if (own.length > 0) return done(what);
  return { ...done(`${what} ${say.subscribeNext(after.name)}`), controls: subscribeButton(after, say) };
}

/** None for a watch whose id does not fit into a button's. */
function subscribeButton({ id }: Watch, say: WatchesSpeech): readonly (readonly Control[])[] {
  const does = `subscriptions:add:${id}`;
  return does.length > doesLengthMax ? [] : [[{ kind: 'button', does, label: say.subscribe, look: 'main' }]];
}

const oneLine = (queries: string): string => queries.replace(/\s+/gu, ' ').trim();

/** Asks whether a watch shall go, since subscriptions go with it. */
export async function askRemoval(deps: DeskDeps, request: DeskRequest, watch: Watch): Promise<DeskReply> {
  const say = inLanguage(watchesSpeech, request.language);
  const { subscriptions } = await readAudience(deps);
  const own = subscriptions.filter((each) => each.watch === watch.id && each.server === request.server);
  const draft = draftIdOf(request);
  const wish = { kind: 'removal', watch: watch.id, before: textOf(watch), name: watch.name } as const;
  await keepWish(deps.store, request, draft, { ...wish, queries: '', severityFloor: '', days: 1 });
  const controls: readonly Control[] = [
    { kind: 'button', does: `watches:remove:${draft}`, label: say.remove, look: 'danger' },
    { kind: 'button', does: `watches:discard:${draft}`, label: say.keep, look: 'plain' },
  ];
  return { ...done(say.removing(watch.name, own.length)), controls: [controls] };
}

/** Removes the watch that it was asked about, with the subscriptions to it. */
export async function removeAsked(deps: DeskDeps, request: DeskRequest, draft: string): Promise<DeskReply> {
  const say = inLanguage(watchesSpeech, request.language);
  const problem = await whyNotConfiguring(deps, request, `watch remove ${draft}`);
  if (problem !== null) return refused(problem);
  const wish = await wishKept(deps.store, request, draft);
  if (wish === null || wish.kind !== 'removal' || wish.watch === null) return refused(say.gone);
  const watch = watchNamed(request, await readAudience(deps), wish.watch);
  await deps.store.removeDraft(draft);
  if (watch === null) return refused(say.noWatch(wish.name));
  const readOnly = whyReadOnly(watch, request);
  if (readOnly !== null) return refused(readOnly);
  const wasThere = await deps.store.removeWatch(watch.id, entry(deps, request, 'watch-remove', watch.id));
  return wasThere ? done(say.removed(watch.name)) : refused(say.noWatch(wish.name));
}

/** Removes a keyword; the watch of a channel's own goes silent with its last. */
export async function removeKeyword(
  deps: DeskDeps,
  request: DeskRequest,
  { watch, kept, keyword }: { readonly watch: Watch; readonly kept: readonly string[]; readonly keyword: string },
): Promise<DeskReply> {
  const say = inLanguage(watchesSpeech, request.language);
  const audit = entry(deps, request, 'keyword-remove', `${watch.id}: ${keyword}`);
  const written = await deps.store.changeWatch({ before: watch, after: { ...watch, keywords: kept }, audit });
  if (written === 'stale') return refused(say.changedMeanwhile(watch.name));
  const text = say.keywordRemoved(keyword, watchNameIn(watch.name, request.language));
  if (kept.length > 0 || watch.id !== channelWatchId(request)) return done(text);
  const id = subscriptionId(request, watch.id);
  await deps.store.removeSubscription(id, entry(deps, request, 'unsubscribe', watch.id));
  return done(`${text} ${say.wasLast}`);
}
