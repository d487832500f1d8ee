import type { Watch } from '../../../model.ts';
import { watchesSpeech } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { newWatch } from '../../../pipeline/watch/new.ts';
import type { DeskRequest } from '../../../ports.ts';
import type { Audience } from '../../audience.ts';
import { channelWatchId, isVisible } from '../subscriptions/names.ts';

/** The watch of this server, or for all, that is called so; null where there is none. */
export function watchNamed(request: DeskRequest, { watches }: Pick<Audience, 'watches'>, named: string): Watch | null {
  const visible = watches.filter((watch) => isVisible(watch, request.server));
  const sought = folded(named);
  return (
    visible.find(({ id }) => id === named) ??
    visible.find(({ name, server }) => server === request.server && folded(name) === sought) ??
    visible.find(({ name }) => folded(name) === sought) ??
    null
  );
}

/** The watch of a channel's own keywords, as it is before it has any. */
export function channelWatch(request: DeskRequest): Watch {
  return newWatch({ id: channelWatchId(request), name: watchesSpeech.en.channelWatch, server: request.server });
}

/** Why a watch cannot be changed from this server; null when it can. */
export function whyReadOnly(watch: Watch, { server, language }: DeskRequest): string | null {
  const say = inLanguage(watchesSpeech, language);
  if (watch.origin === 'file') return say.ofFile(watch.name);
  return watch.server === server ? null : say.ofOther(watch.name);
}

/** Whether two words or names are the same to a reader. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}

/** A watch as it is compared with what was read; of none, null. */
export function textOf(watch: Watch | null): string | null {
  return watch === null ? null : JSON.stringify(watch);
}
