/** A day of the recorded news, told by feeds that are kept for their readers and repeat the reader's key wherever they can. */
import { stormTexts } from '../../../bench/storm/sources.ts';
import { openStore } from '../../../src/adapters/redis/store.ts';
import { anRss, type ItemParts } from '../feed-documents.ts';
import type { FeedServer } from '../feed-server.ts';
import type { Program } from '../program.ts';
import { until } from '../until.ts';
import type { World } from './world.ts';

/** Outlets of `config/feeds.yaml`, each of a family of its own. */
const outlets = ['reuters', 'upi', 'npr', 'rudaw', 'france24', 'cnn'] as const;
const parts = 3;
const agoMs = 20 * 60_000;
const dayMsMax = 180_000;

/** The feeds of the press as `feeds.yaml` lists them; they hold nothing yet. */
export function listPress(paper: FeedServer, key: string) {
  return outlets.map((outlet) => {
    const path = pathOf(outlet, key);
    paper.set(path, { body: anRss([]) });
    return { id: `press-${outlet}`, outlet, url: `${paper.origin}${path}`, language: 'en' };
  });
}

const pathOf = (outlet: string, key: string): string => `/press/${outlet}?user=amal&key=${key}`;

/**
 * Tells the whole day in three parts; between them everything fails for a moment: the feeds, Discord, and every connection
 * to Redis. Resolves with the number of items when a verdict stands on each and all is delivered.
 */
export async function tellTheDay(world: World, program: Program): Promise<number> {
  const items = dayOf(world);
  const admin = world.redis.admin();
  for (let part = 1; part <= parts; part += 1) {
    const told = items.slice(0, Math.ceil((items.length * part) / parts));
    for (const outlet of outlets) serve(world, outlet, told);
    await pollPress(world);
    await until('the news are decided', async () => (await admin.hlen('watchfloor:pending')) === 0, dayMsMax);
    if (part < parts) await failForAMoment(world);
  }
  await until('all is delivered', async () => (await admin.zcard('watchfloor:outbox:unsettled')) === 0, dayMsMax);
  await program.until('the bot is back', () => program.logged('discord gateway resumed').length > 0);
  return items.length;
}

interface PressItem extends ItemParts {
  readonly outlet: string;
}

/** Each event by every outlet in turn, and what is none of ours between them; links, ids and texts with the key. */
function dayOf({ paper, byName: { feedKey } }: World): readonly PressItem[] {
  const { events, others } = stormTexts(new Date(), 'bundled');
  const tellings = [...events.flatMap((event) => event.tellings), ...others];
  return tellings.map(({ title, summary }, at) => {
    const outlet = outlets[at % outlets.length] ?? outlets[0];
    const link = `https://${outlet}.example/story-${at}?key=${feedKey}`;
    const own = `${paper.origin}${pathOf(outlet, feedKey)}`;
    const description = `<p>${summary}</p><p><a href="${own}">${own}</a> for ${feedKey}</p>`;
    return {
      outlet,
      title,
      link,
      guid: link,
      description,
      content: description,
      published: new Date(Date.now() - agoMs),
    };
  });
}

function serve({ paper, byName: { feedKey } }: World, outlet: string, items: readonly PressItem[]): void {
  const own = items.filter((item) => item.outlet === outlet);
  paper.set(pathOf(outlet, feedKey), { body: anRss(own.toReversed(), `For ${feedKey}`) });
}

/** Until each was asked for once more. */
async function pollPress({ paper, redis, byName: { feedKey } }: World): Promise<void> {
  const store = openStore(redis.admin(), { prefix: 'watchfloor:' });
  for (const outlet of outlets) {
    const asked = () => paper.requests(pathOf(outlet, feedKey)).length;
    const before = asked();
    // A timer that is leased to the poll before takes no earlier time.
    const isAsked = async () => {
      await store.ensureTimer(`poll:press-${outlet}`, Date.now());
      return asked() > before;
    };
    await until(`${outlet} is asked for`, isAsked, dayMsMax);
  }
}

async function failForAMoment(world: World): Promise<void> {
  const { paper, discord, redis, byName } = world;
  const echo = `no access for ${byName.feedKey}`;
  for (const outlet of outlets) paper.set(pathOf(outlet, byName.feedKey), { status: 503, body: echo });
  await pollPress(world);
  for (const fault of ['accepted-then-dropped', 'accepted-then-cut', 'dropped'] as const)
    discord.faults.plan('POST', /^\/channels\//, { kind: fault });
  discord.faults.plan('PATCH', /^\/channels\//, { kind: 'status', status: 500 });
  discord.faults.plan('POST', /^\/channels\//, { kind: 'rate-limit', retryAfterMs: 500 });
  discord.gateway.drop();
  await redis.admin().call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
}
