import type { Messenger, RestorationStore } from '../../ports.ts';

/**
 * A messenger that looks before it posts, for as long as the store is known to have been restored from a backup: what was
 * told between the backup and the loss is told again, and the store knows nothing of it. It then answers with the message
 * that stands, as the messenger itself does when a nonce comes again, and makes it show what is told now. Where the history
 * cannot be read, it posts.
 */
export function lookingFirst(messenger: Messenger, store: RestorationStore): Messenger {
  const find = async (channel: string, reference: string) => {
    const since = await store.restoredFrom();
    if (since === null) return null;
    const found = await messenger.findByReference(channel, reference, since);
    // One that cannot be asked now is asked again: a message that is posted meanwhile may be the second.
    const isTold = found.status === 'accepted' || found.status === 'wait' || found.status === 'unclear';
    return isTold ? found : null;
  };
  return {
    ...messenger,
    async postCard(channel, view, isWanted) {
      const found = await find(channel, view.reference);
      if (found === null) return messenger.postCard(channel, view, isWanted);
      return found.status === 'accepted' ? shown(found, messenger.editCard(channel, found.messageId, view)) : found;
    },
    async postFold(channel, view) {
      const found = await find(channel, view.reference);
      if (found === null) return messenger.postFold(channel, view);
      return found.status === 'accepted' ? shown(found, messenger.editFold(channel, found.messageId, view)) : found;
    },
    async postPage(channel, view, isWanted) {
      const found = await find(channel, view.reference);
      if (found === null) return messenger.postPage(channel, view, isWanted);
      return found.status === 'accepted' ? shown(found, messenger.editPage(channel, found.messageId, view)) : found;
    },
    postNotice: async (thread, view, isWanted) =>
      (await find(thread, view.reference)) ?? messenger.postNotice(thread, view, isWanted),
    postLetter: async (channel, view) => (await find(channel, view.reference)) ?? messenger.postLetter(channel, view),
  };
}

/** The message that stands, once it shows what is told now; what became of the edit, where that may come right. */
async function shown<T>(
  found: T,
  editing: ReturnType<Messenger['editCard']>,
): Promise<T | Awaited<ReturnType<Messenger['editCard']>>> {
  const edited = await editing;
  return edited.status === 'wait' || edited.status === 'unclear' ? edited : found;
}
