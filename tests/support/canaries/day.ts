/** A day of the program with secrets all around: feeds, a pager and Discord fail, and everybody asks for everything. */
import { openStore } from '../../../src/adapters/redis/store.ts';
import { rocketsAtAsad, rocketsAtAsadWounded } from '../news.ts';
import type { Program } from '../program.ts';
import { analyst, guest, type World } from './world.ts';

const answerMsMax = 20_000;

/** A day of work and failures; it is over when what should have happened has, and throws when it does not. `isLong`: the heartbeat too. */
export async function live(world: World, program: Program, isLong: boolean): Promise<void> {
  const { news, discord, calls, failing } = world;
  await program.until('the bot is ready', () => program.logged('discord gateway ready').length > 0);
  await program.until('it has begun', () => program.logged('started').length > 0);
  await askForNews(world, program);
  await program.until('a card stands', () => discord.messagesIn(discord.channel).length > 0);
  await program.until('the pager was called', () => calls.pager > 1);
  await askEverything(world, program);
  const polled = () => failing.every((id) => program.stderr().includes(`"feed":"${id}"`));
  await program.until('every feed was tried', polled);
  news.publish('npr', rocketsAtAsadWounded);
  // It goes out each ten seconds, and is refused and sent elsewhere the first two times.
  if (isLong) await program.until('the heartbeat was called', () => calls.heartbeat > 2);
}

/** The first report, whose message Discord takes and does not confirm. */
async function askForNews({ news, discord, redis }: World, program: Program): Promise<void> {
  discord.faults.plan('POST', /^\/channels\/\d+\/messages$/, { kind: 'accepted-then-dropped' });
  discord.faults.plan('POST', /^\/channels\/\d+\/messages$/, { kind: 'status', status: 502 });
  news.publish('reuters', rocketsAtAsad);
  const store = openStore(redis.admin(), { prefix: 'watchfloor:' });
  const polls = news.polls('reuters');
  // A timer that is leased to the poll before takes no earlier time.
  await program.until('the news are asked for', async () => {
    await store.ensureTimer('poll:reuters', Date.now());
    return news.polls('reuters') > polls;
  });
}

/** Each command in Discord that prints or reads an address. */
async function askEverything(world: World, program: Program): Promise<void> {
  const { discord, byName, paper } = world;
  const added = `${paper.origin}/added?key=${byName.addedKey}`;
  paper.set(`/added?key=${byName.addedKey}`, { body: feedOf(`The Added for ${byName.addedKey}`) });
  paper.set(`/page?key=${byName.addedKey}`, { body: pageOf(byName.addedKey), contentType: 'text/html' });
  paper.set(`/behind?key=${byName.addedKey}`, { body: feedOf(`Behind ${byName.addedKey}`) });
  paper.set(`/added?apikey=${byName.addedKey}&n=2`, { body: feedOf('The Added') });
  for (const [name, sub, options, isAnalyst] of [
    ['feeds', 'add', { feed: added }, true],
    ['feeds', 'add', { feed: `${paper.origin}/added?apikey=${byName.addedKey}&n=2` }, true],
    ['feeds', 'add', { feed: added }, true],
    ['feeds', 'test', { feed: added }, true],
    ['feeds', 'add', { feed: `${paper.origin}/page?key=${byName.addedKey}` }, true],
    ['feeds', 'add', { feed: `https://reader:${byName.userInfo}@paper.example/rss` }, true],
    ['feeds', 'add', { feed: `not an address ${byName.userInfo}:${byName.userInfo}@x` }, true],
    ['feeds', 'add', { feed: `${paper.origin}/none?key=${byName.refusedKey}` }, false],
    ['feeds', 'test', { feed: `${paper.origin}/none?key=${byName.refusedKey}` }, true],
    ['feeds', 'list', {}, true],
    ['why', undefined, { url: `${paper.origin}/refused?key=${byName.refusedKey}` }, true],
    ['status', undefined, {}, true],
    ['handover', undefined, {}, true],
    ['incident', 'list', {}, true],
    ['export', undefined, {}, true],
  ] as const) {
    const asked = { kind: 'command', name, ...(sub === undefined ? {} : { sub }), options } as const;
    const asker = isAnalyst ? analyst : guest;
    const injected = discord.ask(asked, asker);
    await program.until(`/${name} ${sub} is answered`, () => injected.reply !== null, answerMsMax);
  }
}

/** A page that leads to a feed, with the key in either address. */
function pageOf(key: string): string {
  return `<html><head><link rel="alternate" type="application/rss+xml" href="/behind?key=${key}"></head><p>${key}</p></html>`;
}

function feedOf(title: string): string {
  const item = `<item><title>Talks go on in the city for a week</title><guid>${title}</guid><link>https://paper.example/2?for=${encodeURIComponent(title)}</link></item>`;
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title>${item}</channel></rss>`;
}
