import type { Pack, Watch } from '../../model.ts';
import { watchesSpeech } from '../../pipeline/speech/watches.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply } from '../../ports.ts';
import { readAudience } from '../audience.ts';
import { type DeskDeps, refused, whyNotConfiguring } from './deps.ts';
import { channelWatchId } from './subscriptions/names.ts';
import { inTurn, type Turns } from './turns.ts';
import { tryWish } from './watches/begin.ts';
import { listKeywords } from './watches/lists.ts';
import { removeKeyword } from './watches/save.ts';
import { channelWatch, folded, textOf, watchNamed, whyReadOnly } from './watches/target.ts';
import { asRead } from './watches/understand.ts';
import { daysOf, draftIdOf } from './watches/wish.ts';

type KeywordRequest = Parameters<Desk['keyword']>[0];

/**
 * Makes the answer to `/keyword`: without a watch named, on the channel's own, which is made when it is first needed. A
 * keyword that is added is tried over the last days first, and saved by a button.
 */
export function handlesKeywords(deps: DeskDeps & { readonly turns: Turns }): Desk['keyword'] {
  const oneByOne = inTurn();
  return async (request) => {
    const audience = await readAudience(deps);
    const say = inLanguage(watchesSpeech, request.language);
    const named = request.watch ?? channelWatchId(request);
    const stored = watchNamed(request, audience, named);
    if (stored === null && request.watch !== null) return refused(say.noWatch(request.watch));
    const watch = stored ?? channelWatch(request);
    if (request.change === 'list') return listKeywords(deps.pack, request, watch);
    const problem = await whyNotConfiguring(deps, request, `keyword ${request.change} ${request.keyword ?? ''}`);
    if (problem !== null) return refused(problem);
    if (request.change === 'remove') return oneByOne(() => remove(deps, request, watch.id));
    const readOnly = request.change === 'add' ? whyReadOnly(watch, request) : null;
    if (readOnly !== null) return refused(readOnly);
    return add(deps, request, { watch, stored });
  };
}

function add(
  deps: DeskDeps & { readonly turns: Turns },
  request: KeywordRequest,
  { watch, stored }: { readonly watch: Watch; readonly stored: Watch | null },
): Promise<DeskReply> {
  return tryWish(deps, request, draftIdOf(request), {
    kind: 'keyword',
    watch: watch.id,
    before: textOf(stored),
    name: watch.name,
    queries: request.keyword ?? '',
    severityFloor: watch.severityFloor,
    days: daysOf(request.days ?? null),
  });
}

/** Read again in its turn, so that two removals at once are both done. */
async function remove(deps: DeskDeps, request: KeywordRequest, id: string): Promise<DeskReply> {
  const say = inLanguage(watchesSpeech, request.language);
  const watch = watchNamed(request, await readAudience(deps), id) ?? channelWatch(request);
  const readOnly = whyReadOnly(watch, request);
  if (readOnly !== null) return refused(readOnly);
  const keyword = (request.keyword ?? '').trim();
  const kept = without(deps.pack, watch.keywords, keyword);
  if (kept.length === watch.keywords.length) return refused(say.keywordNotThere(keyword, watch.name));
  return removeKeyword(deps, request, { watch, kept, keyword });
}

/** By how it was written, else by how it is read: lists show it so. */
function without(pack: Pack, keywords: readonly string[], keyword: string): readonly string[] {
  const kept = keywords.filter((each) => folded(each) !== folded(keyword));
  if (kept.length < keywords.length) return kept;
  const sought = asRead(keyword, pack);
  return keywords.filter((each) => asRead(each, pack) !== sought);
}
