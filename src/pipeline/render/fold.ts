import type { FoldEntry, Instant, Language, SaidPiece } from '../../model.ts';
import { severitySigns, stateSigns } from './card.ts';
import { cleanLine, cut } from './clean.ts';
import { words } from './words.ts';

interface FoldSource {
  readonly language: Language;
  readonly hour: Instant;
  readonly entries: readonly FoldEntry[];
  readonly total: number;
  readonly from: number;
  readonly reference: string;
}
/** What a summary shows, before any messenger's form; a line an incident. */
interface FoldParts {
  readonly headline: string;
  readonly lines: readonly (readonly SaidPiece[])[];
  readonly footer: string;
}

const titleLengthMax = 90;

const phrases: Readonly<
  Record<
    Language,
    { headline(total: number): string; next(from: number, to: number, total: number): string; why: string }
  >
> = {
  en: {
    headline: (total) => (total === 1 ? '1 more incident this hour' : `${total} more incidents this hour`),
    next: (from, to, total) => `${from}–${to} of ${total} more incidents this hour`,
    why: 'Too many for a message each. Critical ones always have their own. One in full: /incident show',
  },
  ar: {
    headline: (total) => `حوادث أخرى في هذه الساعة: ${total}`,
    next: (from, to, total) => `حوادث أخرى في هذه الساعة: ${from}–${to} من ${total}`,
    why: 'هي أكثر من أن تُفرد لكل منها رسالة. الحوادث الحرجة لها رسائلها دائماً. لعرض حادث كاملاً: ‎/incident show',
  },
  fa: {
    headline: (total) => `رویدادهای دیگر این ساعت: ${total}`,
    next: (from, to, total) => `رویدادهای دیگر این ساعت: ${from}–${to} از ${total}`,
    why: 'بیش از آن بود که هر یک پیام جداگانه داشته باشد. رویدادهای بحرانی همیشه پیام خود را دارند. نمایش کامل: ‎/incident show',
  },
};

/** Puts what was folded into words. Pure; the same source gives the same summary. */
export function renderFold({ language, entries, total, from, reference }: FoldSource): FoldParts {
  const said = phrases[language];
  const isWhole = entries.length === total;
  const headline = isWhole ? said.headline(total) : said.next(from + 1, from + entries.length, total);
  return {
    headline: `📥 ${headline}`,
    lines: entries.map((entry) => lineOf(entry, language)),
    footer: `${reference} · ${said.why}`,
  };
}

function lineOf({ incident, title, severity, state, link, message }: FoldEntry, language: Language): SaidPiece[] {
  const vocabulary = words[language];
  const name = cut(cleanLine(title), titleLengthMax);
  const said = state === 'open' ? '' : ` · ${stateSigns[state]} ${vocabulary.state[state]}`;
  return [
    { kind: 'text', text: `${severitySigns[severity]} ` },
    link === null ? { kind: 'text', text: name } : { kind: 'link', text: name, url: link },
    { kind: 'text', text: `${said} · ${incident}` },
    ...(message === null ? [] : ([{ kind: 'text', text: ' · ' }, linkTo(message)] as const)),
  ];
}

function linkTo({ server, channel, id }: NonNullable<FoldEntry['message']>): SaidPiece {
  return { kind: 'message', text: '→', server, channel, message: id };
}
