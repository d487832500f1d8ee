import type { Language } from '../../model.ts';
import { localDay } from '../local-time.ts';
import { type SpanUnit, type StatsSpeech, statsSpeech } from '../speech/stats.ts';
import { inLanguage } from '../speech.ts';
import { namedMax, type Share, type Stats } from '../stats.ts';
import { formatDay } from './dates.ts';

/** How outlets and watches are called. */
export interface StatsNames {
  outlet(id: string): string;
  watch(id: string): string;
}
export interface StatsPart {
  readonly heading: string;
  readonly lines: readonly string[];
}

const units: readonly (readonly [SpanUnit, number])[] = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
];

/** The time that is told of, in words. */
export function statsPeriod({ from, to, timeZone }: Stats, language: Language): string {
  const day = (at: number) => formatDay(localDay(at, timeZone), language);
  return inLanguage(statsSpeech, language).period(day(from), day(to - 1), timeZone);
}

/** Figures as lines below headings; plain text. */
export function statsParts(stats: Stats, names: StatsNames, language: Language): readonly StatsPart[] {
  const speech = inLanguage(statsSpeech, language);
  const wrong = speech.falseAlarms(stats.falseAlarms, `${Math.round((100 * stats.falseAlarms) / stats.alerts)} %`);
  const people = stats.byPerson.map(({ who, count }) => speech.person(who.name, count));
  const parts: readonly StatsPart[] = [
    { heading: speech.times, lines: timeLines(stats, speech) },
    { heading: speech.escalations, lines: [speech.escalated(stats.escalations, stats.escalated), wrong] },
    { heading: speech.byOutlet, lines: shareLines(stats.byOutlet, (id) => names.outlet(id), speech) },
    { heading: speech.byWatch, lines: shareLines(stats.byWatch, (id) => names.watch(id), speech) },
    { heading: speech.byPerson, lines: bounded(people, speech) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

/** A span in its two largest units: "45 s", "3 min", "2 h 5 min", "3 d 4 h". */
export function spanWords(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const largest = units.findIndex(([, size]) => seconds >= size);
  const place = largest === -1 ? units.length - 1 : largest;
  const [unit, size] = units[place] ?? ['seconds', 1];
  const [lesser, lesserSize] = units[place + 1] ?? ['seconds', 1];
  const rest = Math.floor((seconds % size) / lesserSize);
  const first = [Math.floor(seconds / size), unit] as const;
  // Seconds say nothing behind minutes.
  const isWhole = rest === 0 || lesser === 'seconds';
  return inLanguage(statsSpeech, language).span(isWhole ? [first] : [first, [rest, lesser]]);
}

function timeLines(stats: Stats, speech: StatsSpeech): readonly string[] {
  const language = speech === statsSpeech.ar ? 'ar' : 'en';
  return (['see', 'tell', 'acknowledge', 'resolve'] as const).map((what) => {
    const spread = stats[what];
    if (spread === null) return speech.untimed(what);
    return speech.time(what, spanWords(spread.medianMs, language), spanWords(spread.p95Ms, language), spread.count);
  });
}

function shareLines(shares: readonly Share[], nameOf: (id: string) => string, speech: StatsSpeech): readonly string[] {
  return bounded(
    shares.map((share) => speech.share(nameOf(share.id), share)),
    speech,
  );
}

function bounded(lines: readonly string[], speech: StatsSpeech): readonly string[] {
  if (lines.length <= namedMax) return lines;
  return [...lines.slice(0, namedMax), speech.more(lines.length - namedMax)];
}
