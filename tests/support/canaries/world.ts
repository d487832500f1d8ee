/** The world in which secrets are planted: feeds that fail in every way, a pager, a heartbeat, a Redis with a password. */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type DiscordStandIn, startDiscord } from '../discord/server.ts';
import { anRss } from '../feed-documents.ts';
import { type FeedAnswer, type FeedServer, startFeedServer } from '../feed-server.ts';
import { root } from '../launch.ts';
import { type Newsroom, openNewsroom } from '../newsroom.ts';
import { startTlsRedis, type TlsRedis } from '../tls-redis.ts';
import { aCanary, type Canary, letters } from './canary.ts';
import { listPress } from './press.ts';

const operators = '900000000000000012';
export const guest = { id: '700000000000000009', name: 'Guest', permissions: '0' };
export const analyst = { id: '700000000000000007', name: 'Noor', permissions: '8192' };

export interface World {
  readonly env: Readonly<Record<string, string>>;
  /** The same for who makes backups and restores them. */
  readonly keeperEnv: World['env'];
  readonly canaries: readonly Canary[];
  readonly byName: Readonly<Record<CanaryName, string>>;
  /** Names of those that stand in addresses of feeds, which the program must keep. */
  readonly inFeeds: readonly CanaryName[];
  readonly news: Newsroom;
  readonly discord: DiscordStandIn;
  readonly paper: FeedServer;
  readonly redis: TlsRedis;
  /** How often the pager and the heartbeat were called. */
  readonly calls: { pager: number; heartbeat: number };
  /** Ids of the feeds that fail. */
  readonly failing: readonly string[];
  close(): Promise<void>;
}

/** What is planted, each in a place of its own. */
function plant() {
  return {
    token: aCanary('token', (text) => `${text.slice(0, 24)}.${letters(6)}.${text}`).value,
    keeper: aCanary('keeper').value,
    redis: aCanary('redis', (text) => `${text.slice(0, 20)}/:@?#%${text.slice(20)}`).value,
    heartbeat: aCanary('heartbeat').value,
    heartbeatKey: aCanary('heartbeatKey').value,
    pagerSecret: aCanary('pagerSecret').value,
    pagerPath: aCanary('pagerPath').value,
    pagerKey: aCanary('pagerKey').value,
    pagerAnswer: aCanary('pagerAnswer').value,
    web: aCanary('web').value,
    feedKey: aCanary('feedKey').value,
    feedRedirect: aCanary('feedRedirect').value,
    addedKey: aCanary('addedKey').value,
    refusedKey: aCanary('refusedKey').value,
    userInfo: aCanary('userInfo').value,
  };
}
type CanaryName = keyof ReturnType<typeof plant>;

/** Opens it, with feeds for a whole day's news where it `isLong`; null where the Redis at hand cannot speak TLS. */
export async function openWorld({ isLong }: { readonly isLong: boolean }): Promise<World | null> {
  const byName = plant();
  const documented = await readFile(join(root, 'docs/redis-user.conf'), 'utf8');
  const users = documented.split('\n').filter((line) => line.startsWith('user '));
  const redis = await startTlsRedis({
    users: [
      ...users.map((line) => line.replace('>PASSWORD', `>${line.includes('-keeper ') ? byName.keeper : byName.redis}`)),
      'user admin on >admin ~* &* +@all',
    ],
  });
  if (redis === null) return null;
  const calls = { pager: 0, heartbeat: 0 };
  const other = await otherSystems(byName, calls);
  const paper = await startFeedServer();
  const discord = await startDiscord({ token: byName.token, channels: ['900000000000000002', operators] });
  const news = await openNewsroom({
    settings: {
      operators: { channel: operators },
      fetch: {
        allowPrivateNetworks: true,
        hostSpacingMs: 0,
        perHostMax: 100,
        timeoutMs: 1_000,
        firstByteTimeoutMs: 500,
      },
      deliver: { editEveryMs: 0 },
      heartbeat: { everySeconds: 10 },
    },
  });
  const press = isLong ? listPress(paper, byName.feedKey) : [];
  const failing = await listFeeds(news, paper, byName, press);
  await listPager(news, discord.guild, `${other.url}/in/${byName.pagerPath}?key=${byName.pagerKey}`);
  const ours = redis.signer.issue('watchfloor');
  const env = {
    ...news.env,
    LOG_LEVEL: 'debug',
    DISCORD_TOKEN: byName.token,
    DISCORD_CHANNEL_ID: discord.channel,
    DISCORD_GUILD_ID: discord.guild,
    DISCORD_API_URL: discord.apiUrl,
    REDIS_URL: `rediss://watchfloor:${encodeURIComponent(byName.redis)}@127.0.0.1:${redis.port}`,
    REDIS_TLS_CA: await redis.file('trusted.pem', redis.signer.cert),
    REDIS_TLS_CERT: await redis.file('ours.pem', ours.cert),
    REDIS_TLS_KEY: await redis.file('ours-key.pem', ours.key),
    HEARTBEAT_URL: `${other.url}/ping/${byName.heartbeat}?key=${byName.heartbeatKey}`,
    PAGER_SECRET: byName.pagerSecret,
    WATCHFLOOR_WEB_TOKEN: byName.web,
  };
  return {
    env,
    keeperEnv: { ...env, REDIS_URL: `rediss://watchfloor-keeper:${byName.keeper}@127.0.0.1:${redis.port}` },
    canaries: Object.entries(byName).map(([name, value]) => ({ name, value })),
    byName,
    inFeeds: ['feedKey', 'feedRedirect', 'addedKey'],
    news,
    discord,
    paper,
    redis,
    calls,
    failing,
    async close() {
      await other.close();
      await news.close();
      await paper.stop();
      await discord.close();
      await redis.stop();
    },
  };
}

type Planted = ReturnType<typeof plant>;

/** Every way in which an answer could carry the key back to us. */
async function listFeeds(
  news: Newsroom,
  paper: FeedServer,
  { feedKey, feedRedirect }: Planted,
  press: ReturnType<typeof listPress>,
): Promise<string[]> {
  const echo = `not found: ${paper.origin}/?key=${feedKey}`;
  const answers: Record<string, FeedAnswer> = {
    refused: { status: 401, body: echo, headers: { 'www-authenticate': `Bearer realm="${feedKey}"` } },
    gone: { status: 404, body: echo },
    json: {
      body: `{"version":"https://jsonfeed.org/version/1.1","error":${feedKey} }`,
      contentType: 'application/json',
    },
    page: { body: `<html><title>${feedKey}</title><p>${echo}</p></html>`, contentType: `text/html; of=${feedKey}` },
    broken: { body: `<rss version="2.0"><channel><title>${feedKey}</title`, headers: { etag: `"${feedKey}"` } },
    loop: { status: 302, location: `/loop?key=${feedKey}` },
    away: { status: 301, location: `http://127.0.0.1:1/${'x'.repeat(10)}?token=${feedRedirect}` },
    user: { status: 302, location: `http://reader:${feedRedirect}@127.0.0.1:1/?key=${feedRedirect}` },
    moved: { status: 301, location: `/read?token=${feedRedirect}` },
    hang: { fault: 'hang' },
    reset: { fault: 'reset' },
  };
  for (const [name, answer] of Object.entries(answers)) paper.set(`/${name}?key=${feedKey}`, answer);
  const items = [
    { title: 'Talks in Baghdad go on for a week', link: 'https://paper.example/1', guid: '1', published: new Date() },
  ];
  paper.set(`/read?token=${feedRedirect}`, { body: anRss(items, 'The Paper') });
  const file = join(news.configDir, 'feeds.yaml');
  const { outlets, feeds }: { outlets: unknown; feeds: unknown[] } = parse(await readFile(file, 'utf8'));
  const keyed = Object.keys(answers).map((name) => ({
    id: `keyed-${name}`,
    outlet: 'reuters',
    url: `${paper.origin}/${name}?key=${feedKey}`,
    language: 'en',
  }));
  const nowhere = {
    id: 'keyed-dns',
    outlet: 'reuters',
    url: `http://keyed.invalid/rss?key=${feedKey}`,
    language: 'en',
  };
  await writeFile(file, stringify({ outlets, feeds: [...feeds, ...keyed, nowhere, ...press] }));
  return [...keyed.map(({ id }) => id), nowhere.id].filter((id) => id !== 'keyed-moved' && id !== 'keyed-broken');
}

/** Nobody answers, so that the pager is called at once. */
async function listPager(news: Newsroom, server: string, url: string): Promise<void> {
  const steps = [
    { do: 'notify-person', person: { id: analyst.id, name: analyst.name }, by: 'thread' },
    { do: 'webhook', webhook: 'pager' },
    { do: 'wait', minutes: 60 },
  ];
  const policy = { id: 'nobody-answers', server, name: 'Nobody answers', steps };
  const webhook = { id: 'pager', server, url, secretVariable: 'PAGER_SECRET' };
  await writeFile(join(news.configDir, 'rota.yaml'), stringify({ policies: [policy], webhooks: [webhook] }));
}

/** The pager and the heartbeat: both fail first, and tell what they were called with. */
async function otherSystems({ pagerAnswer }: Planted, calls: World['calls']) {
  const server = createServer((request, response) => {
    const which = request.url?.startsWith('/in/') ? 'pager' : 'heartbeat';
    calls[which] += 1;
    request.resume();
    const told = `${request.url} ${JSON.stringify(request.headers)} ${pagerAnswer}`;
    if (calls[which] === 1) response.writeHead(500, { 'x-echo': pagerAnswer, 'retry-after': '1' }).end(told);
    else if (calls[which] === 2 && which === 'heartbeat')
      response.writeHead(302, { location: `${request.url}&again=${pagerAnswer}` }).end(told);
    else response.writeHead(200).end(told);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server listens on a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
