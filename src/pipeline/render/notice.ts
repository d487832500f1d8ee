import type { Change, Language, SourceName } from '../../model.ts';
import type { ChangeTold, News } from '../summarise/news.ts';
import { cleanLine, cut } from './clean.ts';
import { nameIn } from './describe.ts';
import { differenceText } from './difference.ts';
import { noticeWords } from './notice-words.ts';
import { ruleSentence } from './rules.ts';
import { glance, sourceLabels } from './source.ts';
import { words } from './words.ts';

const changesMax = 8;
/** A headline or a name that an outlet writes may be long. */
const changeLengthMax = 200;
const outletsMax = 4;

/** What matters most to who decides whether to get up stands first, for a phone shows the beginning. */
const byImportance = [
  'merged',
  'split',
  'severity',
  'casualties',
  'confirmed',
  'actor',
  'claim',
  'blame',
  'denial',
  'place',
  'revision',
  'investigation',
  'reaction',
  'outlet',
  'opened',
] as const satisfies readonly Change['what'][];

/**
 * What an update brought as differences, in one line for the card's thread: "killed 3 → 11 (Reuters, INA); claim: Saraya
 * Awliya al-Dam; denied by Iran". Outlets are named where others than before say so. Plain text; the messenger escapes it.
 */
export function renderNotice(news: News, language: Language): string {
  const changes = withoutEchoes(news.changes).toSorted(
    (a, b) => byImportance.indexOf(a.what) - byImportance.indexOf(b.what),
  );
  const said: string[] = [];
  let named = '';
  for (const change of changes.slice(0, changesMax)) {
    const { text, source } = told(change, news, language);
    if (change.what === 'outlet' && source !== '' && named === source) continue;
    const isNamed = source === '' || source === named || namesItself(change);
    said.push(cut(cleanLine(isNamed ? text : `${text} (${source})`), changeLengthMax));
    if (source !== '') named = source;
  }
  const rest = changes.length - changesMax;
  const line = [...said, ...(rest > 0 ? [words[language].more(rest)] : [])].join(noticeWords[language].separator);
  // What an outlet calls itself is left as it is.
  return language === 'en' ? `${line.charAt(0).toUpperCase()}${line.slice(1)}` : line;
}

/** Who is named for the first time by being blamed is told of once. */
function withoutEchoes(changes: readonly ChangeTold[]): readonly ChangeTold[] {
  const named = changes.filter(({ what }) => what === 'actor').flatMap(({ actors }) => actors);
  const isEcho = ({ what, actors, by }: ChangeTold): boolean =>
    what === 'blame' && by.length === 0 && actors.length > 0 && actors.every((actor) => named.includes(actor));
  return changes.filter((change) => !isEcho(change));
}

/** Whose sentence has the outlet in it. */
function namesItself({ what, isWithdrawn, differences }: ChangeTold): boolean {
  return (
    what === 'confirmed' || what === 'outlet' || (what === 'revision' && (isWithdrawn || differences.length === 0))
  );
}

function told(change: ChangeTold, news: News, language: Language): { readonly text: string; readonly source: string } {
  const source = sourceOf(change.outlets, language);
  const isOlder = change.outlets.length === 0;
  const inWords = isOlder ? olderText(change, language) : textOf(change, news, { language, source });
  const text = inWords === '' ? words[language].change[change.what] : inWords;
  const isGraded = change.what === 'severity';
  if (source === '' || isGraded) return { text, source: '' };
  return {
    text,
    source: change.isCorrection && !namesItself(change) ? noticeWords[language].corrected(source) : source,
  };
}

function sourceOf(outlets: readonly SourceName[], language: Language): string {
  const { more } = words[language];
  // Marks stand in brackets where the whole stands in parentheses.
  return sourceLabels(outlets, language, { shownMax: outletsMax, more }).replace(/\(/gu, '[').replace(/\)/gu, ']');
}

function textOf(
  change: ChangeTold,
  { names, summary }: News,
  { language, source }: { readonly language: Language; readonly source: string },
): string {
  const vocabulary = noticeWords[language];
  const { comma } = words[language];
  const listed = (actors: readonly string[]) => actors.map((actor) => nameIn({ names }, actor, language)).join(comma);
  const differences = change.differences.map((each) => differenceText(each, names, language)).join(comma);
  const who = listed(change.actors);
  switch (change.what) {
    case 'severity':
      return withRule(differences, change, summary, language);
    case 'casualties':
    case 'place':
      return differences;
    case 'confirmed':
      return vocabulary.confirmed(source, summary === null ? '' : glance(summary, language));
    case 'actor':
      return `${vocabulary.by}: ${vocabulary.unknown} ${vocabulary.arrow} ${who}`;
    case 'claim':
      return vocabulary.claim(who === '' ? change.detail : who);
    case 'blame':
      return vocabulary.blamed(who === '' ? change.detail : who, listed(change.by));
    case 'denial':
      return who === '' ? vocabulary.denial(change.detail) : vocabulary.denied(who);
    case 'investigation':
      return vocabulary.investigation(who === '' ? change.detail : who);
    case 'reaction':
      return who === ''
        ? `${words[language].change.reaction.toLowerCase()}: ${change.detail}`
        : vocabulary.reaction(who);
    case 'revision':
      if (change.isWithdrawn) return vocabulary.withdrawn(source);
      return differences === '' ? vocabulary.revised(source) : differences;
    case 'outlet':
      return vocabulary.reported(source);
    case 'merged':
    case 'split':
      return `${words[language].change[change.what]}: ${change.detail}`;
    case 'opened':
      return words[language].change.opened;
  }
}

/** "elevated → high: people were killed": with its reason while that grade still stands. */
function withRule(text: string, { differences }: ChangeTold, summary: News['summary'], language: Language): string {
  const isStanding = summary !== null && differences.some(({ after }) => after === summary.severity);
  const rule = isStanding ? summary.severityRule : null;
  const reason = rule === null ? null : ruleSentence(rule, language);
  return reason === null ? text : `${text}: ${reason}`;
}

/** What an older version of the program stored: English words, of which figures and severities are translated. */
function olderText({ what, detail }: ChangeTold, language: Language): string {
  const vocabulary = words[language];
  const { killed, wounded, unknown, severity, change } = vocabulary;
  const translated: Readonly<Record<string, string>> = {
    killed: killed.toLowerCase(),
    wounded: wounded.toLowerCase(),
    unknown,
    ...severity,
  };
  const isOurs = what === 'casualties' || what === 'severity';
  const said = isOurs
    ? detail.replace(/\p{L}+/gu, (word) => (Object.hasOwn(translated, word) ? (translated[word] ?? word) : word))
    : detail;
  return said === '' ? change[what] : `${change[what]}: ${said}`;
}
