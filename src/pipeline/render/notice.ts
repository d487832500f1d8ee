import type { Change, Language } from '../../model.ts';
import { cleanLine, cut } from './clean.ts';
import { type Words, words } from './words.ts';

const noticeChangesMax = 8;
const detailLengthMax = 200;

/** What an update brought, one change a line, for the card's thread. Plain text; the messenger escapes it. */
export function renderNotice(changes: readonly Change[], language: Language): string {
  const vocabulary = words[language];
  const lines = changes.slice(0, noticeChangesMax).map(({ what, detail }) => {
    const said = cut(cleanLine(inWords(what, detail, vocabulary)), detailLengthMax);
    return said === '' ? vocabulary.change[what] : `${vocabulary.change[what]}: ${said}`;
  });
  const rest = changes.length - lines.length;
  return [...lines, ...(rest > 0 ? [vocabulary.more(rest)] : [])].join('\n');
}

/** Figures and severities are written by the program itself, and are told in the reader's words. */
function inWords(what: Change['what'], detail: string, vocabulary: Words): string {
  if (what !== 'casualties' && what !== 'severity') return detail;
  const { killed, wounded, unknown, severity } = vocabulary;
  const told: Readonly<Record<string, string>> = {
    killed: killed.toLowerCase(),
    wounded: wounded.toLowerCase(),
    unknown,
    ...severity,
  };
  return detail.replace(/\p{L}+/gu, (word) => (Object.hasOwn(told, word) ? (told[word] ?? word) : word));
}
