import type { Pack, Watch } from '../../model.ts';
import { markAt } from '../../pipeline/query/mistake.ts';
import { vocabularyOf } from '../../pipeline/query/vocabulary.ts';
import { querySpeech } from '../../pipeline/speech/query.ts';
import { unreadKeywords } from '../../pipeline/watch/keywords.ts';
import type { Log } from '../../ports.ts';
import type { Audience } from '../audience.ts';

const toldMax = 20; // of one reading: the rest is told by /watch list
const rememberedMax = 10_000; // what comes then is told once more

/** The audience as it is read, with a warning for each keyword in it that cannot be read any more and finds nothing. */
export function warningOfUnread(
  { pack, log }: { readonly pack: Pack; readonly log: Log },
  audience: () => Promise<Audience>,
): () => Promise<Audience> {
  const told = new Set<string>();
  let lookedAt: readonly Watch[] | null = null;
  return async () => {
    const read = await audience();
    if (read.watches === lookedAt) return read;
    lookedAt = read.watches;
    const unread = read.watches.flatMap((watch) =>
      unreadKeywords(watch, vocabularyOf(pack)).map((each) => ({ watch: watch.id, ...each })),
    );
    if (told.size > rememberedMax) told.clear();
    for (const { watch, keyword, mistake } of unread.slice(0, toldMax)) {
      if (told.has(`${watch} ${keyword}`)) continue;
      told.add(`${watch} ${keyword}`);
      const problem = querySpeech.en.problem(mistake.problem);
      log.warn('keyword cannot be read and finds nothing', { watch, keyword: markAt(keyword, mistake), problem });
    }
    return read;
  };
}
