import type { Change, Language } from '../../model.ts';
import { cleanLine, cut } from './clean.ts';
import { words } from './words.ts';

const noticeChangesMax = 8;
const detailLengthMax = 200;

/** What an update brought, one change a line, for the card's thread. Plain text; the messenger escapes it. */
export function renderNotice(changes: readonly Change[], language: Language): string {
  const vocabulary = words[language];
  const lines = changes.slice(0, noticeChangesMax).map(({ what, detail }) => {
    const said = cut(cleanLine(detail), detailLengthMax);
    return said === '' ? vocabulary.change[what] : `${vocabulary.change[what]}: ${said}`;
  });
  const rest = changes.length - lines.length;
  return [...lines, ...(rest > 0 ? [vocabulary.more(rest)] : [])].join('\n');
}
