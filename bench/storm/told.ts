/** What stands at Discord's stand-in after a storm, beside what was published. */
import type { DiscordStandIn } from '../../tests/support/discord/server.ts';
import type { Machines } from './machines.ts';
import type { Storm } from './news.ts';

const incidentsMax = 1_000;
const minuteMs = 60_000;

/** A card that stands in a channel. */
export interface CardTold {
  readonly incident: string;
  readonly channel: string;
  /** The event of the storm that it tells of; null: another. */
  readonly about: string | null;
  readonly title: string;
  /** From the first publication of any report of the event, and from the first time that anybody was given one. */
  readonly publishedToToldMs: number;
  readonly publishedToFetchedMs: number | null;
  readonly fetchedToToldMs: number | null;
}

/** Every card that stands, by the store and by the stand-in both. */
export async function cardsTold(
  { store, discord }: Machines,
  { items }: Storm,
  served: readonly (number | null)[],
  startsAt: number,
): Promise<readonly CardTold[]> {
  const told: CardTold[] = [];
  for (const incident of await store.recentIncidents(incidentsMax)) {
    const [founding] = incident.reports;
    const record = founding === undefined ? null : await store.articleRecord(founding.article);
    const number = Number(/\/(\d+)$/.exec(record?.article.link ?? '')?.[1]);
    const about = items[number]?.about ?? null;
    const ofIt = items.filter((item) => (about === null ? item.number === number : item.about === about));
    const publishedAt = startsAt + Math.min(...ofIt.map(({ atMs }) => atMs));
    const times = ofIt.flatMap((item) => served[item.number] ?? []);
    const fetchedAt = times.length === 0 ? null : Math.min(...times);
    for (const { channel, messageId } of await store.cardsOf(incident.id)) {
      const message = messageId === null ? undefined : discord.state.messages.get(messageId);
      if (message === undefined) continue;
      const toldAt = Date.parse(message.timestamp);
      told.push({
        incident: incident.id,
        channel,
        about,
        title: record?.article.title ?? '',
        publishedToToldMs: toldAt - publishedAt,
        publishedToFetchedMs: fetchedAt === null ? null : fetchedAt - publishedAt,
        fetchedToToldMs: fetchedAt === null ? null : toldAt - fetchedAt,
      });
    }
  }
  return told;
}

/** The most edits that any message got within a minute. */
export function editsAMinuteMax({ accepted }: Pick<DiscordStandIn, 'accepted'>): number {
  const edits = accepted.filter(({ method, path }) => method === 'PATCH' && /\/messages\/\d+$/.test(path));
  const most = [...Map.groupBy(edits, ({ path }) => path).values()].map((ofOne) => {
    const times = ofOne.map(({ at }) => at);
    return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + minuteMs).length));
  });
  return Math.max(0, ...most);
}
