import type { Alert, Article, Card, Incident, Letter, OutboxRow, Page } from '../../../model.ts';
import { articleFrom } from '../../../pipeline/backtest/versions.ts';
import { letterOf, pageId } from '../../../pipeline/page.ts';
import { type Hand, type Moved, splitAlert } from '../../../pipeline/regroup/alerts.ts';
import { type Routed, route, untold } from '../../../pipeline/route.ts';
import { rowFor } from '../../alert.ts';
import { readAudience } from '../../audience.ts';
import type { DeskDeps } from '../deps.ts';

/** What is older is told to who was not told before without a ping. */
const freshMs = 24 * 3_600_000;

/** An incident as it was, null: there was none, and as it is from then on, with all its alerts. */
export interface Matter {
  readonly before: Incident | null;
  readonly after: Incident;
  readonly alerts: readonly Alert[];
  /** The other incident of the two, as it is from then on. */
  readonly other: Incident;
  /** Of what is split off: the alerts of what it was split off from, whose servers have been told all of it. */
  readonly old: readonly Alert[];
  /** Servers that hear of it by no ping, since they were told of the other. */
  readonly quiet: ReadonlySet<string>;
  /** False: cards that stand show it, and nothing else is told. */
  readonly isNews: boolean;
  /** Channels where the other's card stands, which leads to this one's. */
  readonly beside: readonly Card[];
}

/** What follows from it for those who are told. */
export interface Told extends Pick<Routed, 'alertsTouched' | 'hiddenBy' | 'audit'> {
  readonly opened: readonly Moved[];
  readonly rows: readonly OutboxRow[];
  readonly letters: readonly Letter[];
}

/** Who is told what of one of the incidents: by `route`, as if an article had changed it, and all cards that stand. */
export async function tell(deps: DeskDeps, hand: Hand, matter: Matter): Promise<Told> {
  const { after, alerts, old, quiet, isNews } = matter;
  const cards = await deps.store.cardsOf(after.id);
  const routed = isNews && after.mergedInto === null ? await routeFor(deps, hand, matter, cards) : untold;
  const opened = routed.alertsOpened.map((alert) =>
    splitAlert(
      alert,
      old.find(({ server }) => server === alert.server),
    ),
  );
  const all = [...alerts, ...opened];
  const rows = routed.rows
    // In direct messages every message rings: who was told of the other there is not told again.
    .filter(({ server, isDirect, channel }) => !(isDirect && quiet.has(server)) || hasCard(cards, channel))
    .map((row) => (quiet.has(row.server) ? { ...row, pingRole: null } : row));
  const told = new Set(rows.filter(({ kind }) => kind === 'card').map(({ channel }) => channel));
  const further = [...cards, ...besideOf(matter, cards)].flatMap((card): readonly OutboxRow[] => {
    const alert = all.find(({ server }) => server === card.server);
    if (alert === undefined || card.gone || told.has(card.channel)) return [];
    return [rowFor(card, { alert, version: after.version, realNow: deps.realClock.now() })];
  });
  return {
    opened: opened.map((alert) => ({ before: null, after: alert })),
    alertsTouched: routed.alertsTouched,
    hiddenBy: routed.hiddenBy,
    audit: routed.audit.filter(({ server }) => !opened.some((alert) => alert.server === server)),
    rows: [...rows, ...further],
    letters: after.mergedInto === null ? [] : lettersOf(deps, hand, matter, cards),
  };
}

async function routeFor(
  deps: DeskDeps,
  { now }: Hand,
  { before, after, alerts }: Matter,
  cards: readonly Card[],
): Promise<Routed> {
  const [{ watches, subscriptions }, silences, article] = await Promise.all([
    readAudience(deps),
    deps.store.silences(now),
    newestOf(deps, after),
  ]);
  if (article === null) return untold;
  const isFresh = article.arrival === 'live' && now - article.publishedAt <= freshMs;
  return route({
    incident: after,
    before,
    article: { ...article, arrival: isFresh ? 'live' : 'late' },
    verdict: { article: article.id, decision: before === null ? 'new' : 'update', incident: after.id, reasons: [] },
    watches,
    subscriptions,
    alerts,
    cards,
    silences,
    pack: deps.pack,
    now,
    realNow: deps.realClock.now(),
    causedAt: deps.realClock.now(),
  });
}

/** The article that was told last; null where the incident has none. */
async function newestOf({ store }: DeskDeps, { reports }: Incident): Promise<Article | null> {
  const report = reports.toSorted((a, b) => b.publishedAt - a.publishedAt)[0];
  if (report === undefined) return null;
  return (await store.articleRecord(report.article))?.article ?? articleFrom(report);
}

/** Where the other's card stands and this one has none yet, one is posted, so that each leads to the other. */
function besideOf({ after, beside }: Matter, cards: readonly Card[]): readonly Card[] {
  return beside
    .filter(({ messageId, channel, isDirect }) => messageId !== null && !isDirect && !hasCard(cards, channel))
    .map((card) => ({ ...card, incident: after.id }));
}

const hasCard = (cards: readonly Card[], channel: string): boolean => cards.some((card) => card.channel === channel);

/** The threads of what was merged are told where it goes on. */
function lettersOf(
  deps: DeskDeps,
  hand: Hand,
  { after, alerts, other }: Matter,
  cards: readonly Card[],
): readonly Letter[] {
  return cards.flatMap((card, number): readonly Letter[] => {
    const alert = alerts.find(({ server }) => server === card.server);
    if (alert === undefined || card.threadId === null || card.isDirect || card.gone) return [];
    const page: Page = {
      incident: after.id,
      says: {
        what: 'merged',
        by: alert.server === hand.home ? hand.by : null,
        other: other.id,
        title: other.facts.title,
      },
      to: { kind: 'thread', channel: card.channel },
      users: [],
      roles: [],
      while: 'always',
    };
    return [
      letterOf(page, {
        id: pageId(alert, number),
        server: alert.server,
        language: card.language ?? 'en',
        createdAt: deps.realClock.now(),
        severity: alert.known.severity,
      }),
    ];
  });
}
