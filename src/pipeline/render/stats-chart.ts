import { type Language, severities } from '../../model.ts';
import { type ChartList, drawChart } from '../chart.ts';
import { localDay } from '../local-time.ts';
import { statsSpeech } from '../speech/stats.ts';
import { inLanguage } from '../speech.ts';
import type { Share, Stats } from '../stats.ts';
import { formatDay } from './dates.ts';
import { severityColours } from './digest-chart.ts';
import { type StatsNames, statsPeriod } from './stats.ts';
import { words } from './words.ts';

/** The chart of the figures with the day each bar begins; as SVG. */
export function drawStats(stats: Stats, names: StatsNames, language: Language): string {
  const speech = inLanguage(statsSpeech, language);
  const counted = (severity: (typeof severities)[number]) =>
    stats.weeks.reduce((sum, { bySeverity }) => sum + (bySeverity[severity] ?? 0), 0);
  const lists: readonly ChartList[] = [
    { heading: speech.byPerson, rows: stats.byPerson.map(({ who, count }) => ({ label: who.name, count })) },
    { heading: speech.byOutlet, rows: rowsOf(stats.byOutlet, names.outlet) },
    { heading: speech.byWatch, rows: rowsOf(stats.byWatch, names.watch) },
  ];
  return drawChart({
    isRightToLeft: speech === statsSpeech.ar,
    title: speech.title(stats.weeks.length),
    subtitle: statsPeriod(stats, language),
    heading: speech.byWeek,
    kinds: severities.map((severity) => ({
      label: words[language].severity[severity],
      colour: severityColours[severity],
      count: counted(severity),
    })),
    bars: stats.weeks.map(({ from, bySeverity }) => ({
      label: shortDay(from, stats.timeZone, language),
      counts: severities.map((severity) => bySeverity[severity] ?? 0),
    })),
    lists: lists.filter(({ rows }) => rows.length > 0),
  });
}

/** Without its year, as there is little room below a bar. */
function shortDay(at: number, timeZone: string, language: Language): string {
  return formatDay(localDay(at, timeZone), language).replace(/(?<!\s)\s*\d{4}$/u, '');
}

function rowsOf(shares: readonly Share[], nameOf: (id: string) => string): ChartList['rows'] {
  return shares.map(({ id, falseAlarms }) => ({ label: nameOf(id), count: falseAlarms }));
}
