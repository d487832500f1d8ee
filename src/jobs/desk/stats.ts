import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Alert, Card, Instant } from '../../model.ts';
import { type StatsNames, statsParts, statsPeriod } from '../../pipeline/render/stats.ts';
import { drawStats } from '../../pipeline/render/stats-chart.ts';
import { statsSpeech } from '../../pipeline/speech/stats.ts';
import { watchNameIn } from '../../pipeline/speech/watches.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { type Stats, statsOf, statsWeeksMax, weekStarts } from '../../pipeline/stats.ts';
import type { Desk, DeskReply, DeskRequest, ReplyFile } from '../../ports.ts';
import { readAudience } from '../audience.ts';
import { type DeskDeps, done, refused, serverHere, whyNotAllowed } from './deps.ts';
import type { Turns } from './turns.ts';

const weeksDefault = 4;
const alertsMax = 5_000;
const alertsPerRead = 1_000;
/** Read together; others are let in between. */
const perTurn = 50;

type StatsDeps = DeskDeps & { readonly turns: Turns };

/** Makes the answer to `/stats`: what became of this server's alerts, in figures and as a chart. */
export function reckons(deps: StatsDeps): Desk['stats'] {
  return async (request) => {
    const problem = await whyNotAllowed(deps, request, 'stats');
    if (problem !== null) return refused(problem);
    const reckoned = deps.turns(request.server, () => answer(deps, request));
    return reckoned ?? refused(inLanguage(statsSpeech, request.language).busy);
  };
}

async function answer(deps: StatsDeps, request: DeskRequest & { readonly weeks: number | null }): Promise<DeskReply> {
  const speech = inLanguage(statsSpeech, request.language);
  const weeks = Math.min(statsWeeksMax, Math.max(1, request.weeks ?? weeksDefault));
  const timeZone = (await serverHere(deps, request))?.timeZone ?? 'UTC';
  const starts = weekStarts(weeks, deps.clock.now(), timeZone);
  const alerts = await alertsIn(deps, request.server, starts);
  const stats = statsOf({ alerts, cards: await cardsOn(deps, request.server, alerts), starts, timeZone });
  const head = `${speech.title(weeks)}, ${statsPeriod(stats, request.language)}`;
  if (stats.alerts === 0) return done(`${head}\n${speech.nothing}`);
  const names = await namesOf(deps, request);
  const lines = [head, speech.alerts(stats.alerts, stats.urgent, stats.acknowledged)];
  if (alerts.length === alertsMax) lines.push(speech.cut(alertsMax));
  const files = await chartOf(deps, { stats, names, request });
  return { ...done(lines.join('\n')), parts: statsParts(stats, names, request.language), files };
}

async function alertsIn({ store }: DeskDeps, server: string, starts: readonly Instant[]): Promise<readonly Alert[]> {
  const to = starts.at(-1) ?? 0;
  const found = new Map<string, Alert>();
  for (let from = starts[0] ?? 0; found.size < alertsMax; ) {
    const before = found.size;
    const page = await store.alertsBetween(server, from, to, alertsPerRead);
    for (const alert of page) if (found.size < alertsMax) found.set(alert.incident, alert);
    // Those of the same moment come again; a page of nothing new is the end.
    if (page.length < alertsPerRead || found.size === before) break;
    from = page.at(-1)?.openedAt ?? to;
  }
  return [...found.values()];
}

async function cardsOn({ store }: DeskDeps, server: string, alerts: readonly Alert[]) {
  const cards = new Map<string, readonly Card[]>();
  for (let from = 0; from < alerts.length; from += perTurn) {
    const some = alerts.slice(from, from + perTurn);
    const read = await Promise.all(some.map(({ incident }) => store.cardsOf(incident)));
    for (const [at, { incident }] of some.entries())
      cards.set(incident, read[at]?.filter((card) => card.server === server) ?? []);
    await nextTurn();
  }
  return cards;
}

async function namesOf(deps: DeskDeps, { language }: DeskRequest): Promise<StatsNames> {
  const { watches } = await readAudience(deps);
  const byId = new Map(watches.map(({ id, name }) => [id, watchNameIn(name, language)]));
  return {
    outlet: (id) => deps.roster.outlets().get(id)?.name ?? id,
    watch: (id) => byId.get(id) ?? id,
  };
}

/** The figures say all that the chart shows, and must not wait for one that cannot be painted. */
async function chartOf(
  { painter, log }: StatsDeps,
  { stats, names, request }: { readonly stats: Stats; readonly names: StatsNames; readonly request: DeskRequest },
): Promise<readonly ReplyFile[]> {
  try {
    return [{ name: 'stats.png', content: await painter.paint(drawStats(stats, names, request.language)) }];
  } catch (error) {
    log.error('chart not painted; the figures go without it', { server: request.server, error });
    return [];
  }
}
