import type { CardLink, CorrectionTold, Language, MessagePlace, Summary } from '../../model.ts';
import type { CardField, Line, Span } from './card-parts.ts';
import { cleanLine, cut } from './clean.ts';
import { formatDays } from './dates.ts';
import { differenceText } from './difference.ts';
import { noticeWords } from './notice-words.ts';
import { sourceLabel } from './source.ts';
import { words } from './words.ts';

const linkTitleLengthMax = 90;

/** What outlets took back or put otherwise, and when: it stays on the card while the card lives. */
export function correctionLines({ corrections, names }: Summary, language: Language): readonly Line[] {
  return corrections.map((correction) => [
    { kind: 'text', text: `${correctionText(correction, names, language)} · ` },
    { kind: 'elapsed', at: correction.at },
  ]);
}

function correctionText(
  { outlet, differences, isWithdrawn }: CorrectionTold,
  names: Summary['names'],
  language: Language,
): string {
  const { withdrawn, restored } = noticeWords[language];
  const source = sourceLabel(outlet, language);
  if (isWithdrawn) return withdrawn(source);
  if (differences.length === 0) return restored(source);
  const said = differences.map((difference) => differenceText(difference, names, language));
  return `${source}: ${said.join(words[language].comma)}`;
}

/** The incidents that belong to this one: what an analyst linked with it, what it goes on with, what it answers, what answers it, and apart from these what is only near. */
export function linkFields(links: readonly CardLink[], language: Language): readonly CardField[] {
  const { link } = words[language];
  return shownLinks.map((how) => ({
    name: link[how],
    lines: links.filter((each) => each.how === how).map((each) => linkLine(each, language)),
    inline: false,
  }));
}

const shownLinks = [
  'linked',
  'continues',
  'continued-by',
  'answers',
  'answered-by',
  'near',
] as const satisfies readonly CardLink['how'][];

function linkLine({ title, day, message }: CardLink, language: Language): Line {
  const text = cut(cleanLine(title), linkTitleLengthMax);
  const named = message === null ? ({ kind: 'text', text } as const) : messageSpan(text, message);
  return [named, { kind: 'text', text: ` · ${formatDays(day, language)}` }];
}

/** A link to a message of ours. */
export function messageSpan(text: string, { server, channel, id }: MessagePlace): Span {
  return { kind: 'message', text, server, channel, message: id };
}
