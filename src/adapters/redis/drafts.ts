import type { DraftStore } from '../../ports.ts';
import type { Context } from './context.ts';
import { read } from './records.ts';
import { draftShape } from './shapes.ts';

/** What was begun and not saved; it goes by itself. */
export function draftsIn(context: Context): DraftStore {
  const { redis, keys } = context;
  return {
    draft: async (id) => read(context, draftShape, await redis.get(keys.draft(id)), keys.draft(id)),
    async saveDraft(draft, keepMs) {
      await redis.set(keys.draft(draft.id), JSON.stringify(draft), 'PX', keepMs);
    },
    async removeDraft(id) {
      await redis.del(keys.draft(id));
    },
  };
}
