import { type Severity, severities, type Watch } from '../../../model.ts';
import type { Listening } from '../../../pipeline/backtest.ts';
import { watchesSpeech, watchNameIn } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskReply, DeskRequest } from '../../../ports.ts';
import { type Audience, readAudience } from '../../audience.ts';
import { type DeskDeps, refused } from '../deps.ts';
import type { Turns } from '../turns.ts';
import { answerBusy, answerMistaken, answerTried } from './answer.ts';
import { textOf, watchNamed, whyReadOnly } from './target.ts';
import { type Trying, tryWatch } from './try.ts';
import { understand } from './understand.ts';
import { keepWish, type Wish, wishKept } from './wish.ts';

/** Keeps a wish, tries it, and answers with what can be done next; a mistake is answered with what was typed kept. */
export async function tryWish(
  deps: DeskDeps & { readonly turns: Turns },
  request: DeskRequest,
  draft: string,
  wish: Wish,
): Promise<DeskReply> {
  await keepWish(deps.store, request, draft, wish);
  const audience = await readAudience(deps);
  const understood = understand(deps, request, wish, audience);
  if (!understood.ok) return answerMistaken(request, draft, understood.text);
  const { after, stored } = understood;
  const isChanged = stored === null || textOf(after) !== textOf(stored);
  const trying: Trying = {
    proposed: after,
    present: isChanged && stored !== null && stored.keywords.length + partsOf(stored) > 0 ? stored : null,
    ...(stored === null ? { here: heardHere(request, audience) } : {}),
    ...floorsOf(deps, request, audience, after),
    days: wish.days,
  };
  const turn = deps.turns(request.server, () => tryWatch(deps, request, trying));
  if (turn === null) return answerBusy(request, draft);
  const readOnly = stored === null ? null : whyReadOnly(stored, request);
  const heading = isChanged ? headingOf(request, wish, after) : saying(request).triedAsItIs(after.name);
  return answerTried(deps, request, { draft, trying, tried: await turn, readOnly, isChanged, heading });
}

const saying = ({ language }: DeskRequest) => inLanguage(watchesSpeech, language);

function headingOf(request: DeskRequest, { kind, queries }: Wish, { name }: Watch): string {
  const say = saying(request);
  return kind === 'keyword'
    ? say.triedKeyword(queries.trim(), watchNameIn(name, request.language))
    : say.triedNotSaved(name);
}

/** Tries again what was kept. */
export async function tryAgain(
  deps: DeskDeps & { readonly turns: Turns },
  request: DeskRequest,
  draft: string,
): Promise<DeskReply> {
  const wish = await wishKept(deps.store, request, draft);
  if (wish === null || wish.kind === 'removal') return refused(inLanguage(watchesSpeech, request.language).gone);
  return tryWish(deps, request, draft, wish);
}

/** A wish to change a watch, with what it is now where nothing else was said. */
export function wishToChange(
  watch: Watch,
  said: { readonly name: string | null; readonly query: string | null; readonly severityFloor: Severity | null },
): Omit<Wish, 'days'> {
  return {
    kind: 'watch',
    watch: watch.id,
    before: textOf(watch),
    name: said.name ?? watch.name,
    queries: said.query ?? watch.keywords.join('\n'),
    severityFloor: said.severityFloor ?? watch.severityFloor,
  };
}

/** The watch that is named, or a sentence. */
export async function findWatch(deps: DeskDeps, request: DeskRequest, named: string | null): Promise<Watch | string> {
  const say = inLanguage(watchesSpeech, request.language);
  if (named === null) return say.noWatchNamed;
  return watchNamed(request, await readAudience(deps), named) ?? say.noWatch(named);
}

function heardHere({ server }: DeskRequest, { watches, subscriptions }: Audience): Listening {
  const own = subscriptions.filter((each) => each.server === server);
  return { watches: watches.filter(({ id }) => own.some(({ watch }) => watch === id)), subscriptions: own };
}

function partsOf({ origin, actors, places, eventTypes, languages }: Watch): number {
  // A watch of the file without any part takes every incident.
  return origin === 'file' ? 1 : actors.length + places.length + eventTypes.length + languages.length;
}

/** As the channel that hears most of it does; a watch that nobody hears, as a new subscription would. */
function floorsOf(
  { severityFloor, pingFloor }: DeskDeps,
  request: DeskRequest,
  { subscriptions }: Audience,
  { id }: Watch,
): Pick<Trying, 'severityFloor' | 'pingFloor'> {
  const own = subscriptions.filter((each) => each.watch === id && each.server === request.server && each.alerts);
  if (own.length === 0) return { severityFloor, pingFloor };
  const lowest = (floors: readonly Severity[]): Severity => severities.find((each) => floors.includes(each)) ?? 'info';
  return {
    severityFloor: lowest(own.map((each) => each.severityFloor)),
    pingFloor: lowest(own.map((each) => each.pingFloor)),
  };
}
