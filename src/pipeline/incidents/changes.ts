import type { Change, Incident, Language, Pack, Reason } from '../../model.ts';
import { renderNotice } from '../render/notice.ts';
import { pastNewsOf } from '../summarise/news.ts';
import { isChange } from '../why/reasons.ts';

/** What an article changed of its incident, as far as that is stored; an older program left the words of the reasons. */
export function changesBy(
  article: string,
  { changes, reasons }: { readonly changes: readonly Change[]; readonly reasons: readonly Reason[] },
): readonly Change[] {
  if (changes.length > 0) return changes.filter(({ what }) => what !== 'opened');
  return reasons.flatMap(({ code, detail }): Change[] =>
    isChange(code) && code !== 'opened' ? [{ what: code, detail, article }] : [],
  );
}

/** The same in a line, as threads tell it; the empty string where nothing was changed. */
export function changesInWords(changes: readonly Change[], incident: Incident, pack: Pack, language: Language): string {
  return changes.length === 0 ? '' : renderNotice(pastNewsOf(incident, changes, pack), language);
}
