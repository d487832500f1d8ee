import { type Difference, type Language, type Severity, type Summary, severities } from '../../model.ts';
import { cleanLine } from './clean.ts';
import { formatDays, parseDays } from './dates.ts';
import { nameIn } from './describe.ts';
import { noticeWords } from './notice-words.ts';
import { words } from './words.ts';

/** A fact as it was and as it is: "killed 3 → 11", "elevated → high"; what was told by nobody before stands alone. */
export function differenceText(
  { fact, before, after }: Difference,
  names: Summary['names'],
  language: Language,
): string {
  const { fact: labels, unknown, arrow } = noticeWords[language];
  const said = (value: string | null) => (value === null ? unknown : valueText(fact, value, names, language));
  if (fact === 'severity') return `${said(before)} ${arrow} ${said(after)}`;
  return before === null
    ? `${labels[fact]}: ${said(after)}`
    : `${labels[fact]} ${said(before)} ${arrow} ${said(after)}`;
}

function valueText(fact: Difference['fact'], value: string, names: Summary['names'], language: Language): string {
  switch (fact) {
    case 'killed':
    case 'wounded':
      return value;
    case 'severity':
      return isSeverity(value) ? words[language].severity[value].toLowerCase() : value;
    case 'place':
      return cleanLine(nameIn({ names }, value, language));
    case 'day':
      return formatDays(parseDays(value), language);
  }
}

function isSeverity(value: string): value is Severity {
  return severities.some((severity) => severity === value);
}
