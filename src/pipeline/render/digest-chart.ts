import { type Digest, type DigestCount, type Language, type Pack, type Severity, severities } from '../../model.ts';
import { type ChartList, drawChart } from '../chart.ts';
import { formatPart } from './dates.ts';
import { digestPeriod, digestTitle, inWords, severitySentence } from './digest.ts';
import { digestWords } from './digest-words.ts';
import { words } from './words.ts';

/** The same colours as those of the cards. */
export const severityColours: Readonly<Record<Severity, string>> = {
  info: '#8a9ba8',
  low: '#f1c40f',
  elevated: '#e67e22',
  high: '#e74c3c',
  critical: '#8e1b1b',
};
const toldMax = 5;

/** The chart of a digest with what it says in words; null where nothing happened. */
export function drawDigest(
  digest: Digest,
  pack: Pack,
  language: Language,
): { readonly name: string; readonly svg: string; readonly alt: string } | null {
  if (digest.incidents === 0) return null;
  const said = digestWords[language];
  const counts = inWords(digest, pack, language);
  const lists: readonly ChartList[] = [
    listOf(said.byType, counts.byType),
    listOf(said.byPlace, counts.byPlace),
    listOf(said.byActor, counts.byActor),
  ].filter(({ rows }) => rows.length > 0);
  const svg = drawChart({
    isRightToLeft: language !== 'en',
    title: digestTitle(digest, language),
    subtitle: digestPeriod(digest, language),
    heading: said.course[digest.every],
    kinds: severities.map((severity) => ({
      label: words[language].severity[severity],
      colour: severityColours[severity],
      count: digest.bySeverity.find((each) => each.severity === severity)?.count ?? 0,
    })),
    bars: digest.course.map(({ from, bySeverity }) => ({
      label: formatPart(from, digest, language),
      counts: severities.map((severity) => bySeverity[severity] ?? 0),
    })),
    lists,
  });
  return { name: `digest-${digest.every}.png`, svg, alt: alternative(digest, lists, language) };
}

function listOf(heading: string, counts: readonly DigestCount[]): ChartList {
  return { heading, rows: counts.map(({ name, count }) => ({ label: name, count })) };
}

/** The figures of the chart as text, for who does not see it. */
function alternative(digest: Digest, lists: readonly ChartList[], language: Language): string {
  const { course, comma, stop } = digestWords[language];
  const bars = digest.course.map((part) => `${formatPart(part.from, digest, language)}: ${part.count}`);
  const told = lists.map(({ heading, rows }) => {
    const named = rows.slice(0, toldMax).map(({ label, count }) => `${label} ${count}`);
    return `${heading}: ${named.join(comma)}${stop}`;
  });
  const sentences = [
    `${course[digest.every]}: ${bars.join(comma)}${stop}`,
    severitySentence(digest, language),
    ...told,
  ];
  return sentences.join(' ');
}
