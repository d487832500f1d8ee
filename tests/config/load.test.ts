import assert from 'node:assert/strict';
import test from 'node:test';
import { features } from '../../src/model.ts';
import { configFolder, load, loaded, smallFiles } from './folder.ts';

const guild = '100000000000000010';
const channel = '100000000000000011';
const token = 'MTAwMDAwMDAwMDAwMDAwMDAx.Gabcde.stand-in-token_000000';

test('what a file leaves out takes the value that its schema names', (t) => {
  const { settings, pack } = loaded(configFolder(t));
  assert.equal(settings.dataDir, 'data');
  assert.equal(settings.redisUrl, null);
  assert.equal(settings.fetch.allowPrivateNetworks, false);
  assert.deepEqual(settings.web, { host: '127.0.0.1', port: 9464 });
  assert.equal(settings.log.level, 'info');
  assert.deepEqual(pack.outlets, [
    { id: 'wire', name: 'The Wire', family: 'wire', country: 'GB', stateAffiliated: false, tier: 1 },
  ]);
  assert.deepEqual(pack.feeds[0], {
    id: 'wire-world',
    url: 'https://wire.example/rss',
    outlet: 'wire',
    language: 'en',
    status: 'active',
    intervalMinutes: null,
    origin: 'file',
  });
});

test('a place takes country and time zone from the place around it, but parties of its own where it names them', (t) => {
  const base = loaded(configFolder(t)).pack.places.find(({ id }) => id === 'a-base');
  assert.equal(base?.country, 'IQ');
  assert.equal(base?.timeZone, 'Asia/Baghdad');
  assert.deepEqual(base?.parties, ['iraq', 'us']);
});

test('an incident names its actors by role', (t) => {
  const [incident] = loaded(configFolder(t)).pack.knownIncidents;
  assert.deepEqual(incident?.actors, [
    { actor: 'us-forces', role: 'agent' },
    { actor: 'a-militia', role: 'target' },
  ]);
  assert.equal(incident?.killed, 2);
  assert.equal(incident?.wounded, null);
});

test('without a token there is no Discord, and the terminal is told', (t) => {
  const config = loaded(configFolder(t));
  assert.equal(config.discord, null);
  assert.deepEqual(
    config.subscriptions.map(({ id, server }) => [id, server]),
    [['terminal', 'console']],
  );
});

test('a token and a channel id are enough: the first watch is told to that channel', (t) => {
  const config = loaded(configFolder(t), { DISCORD_TOKEN: token, DISCORD_CHANNEL_ID: channel });
  assert.deepEqual(config.discord, { token, apiUrl: null });
  const made = config.subscriptions.find((entry) => entry.channel === channel);
  assert.equal(made?.watch, 'everything');
  assert.equal(made?.server, 'of-channel', 'the bot asks Discord for the server');
});

test('a server named beside the channel is that of the operators where the file lists none', (t) => {
  const env = { DISCORD_TOKEN: token, DISCORD_CHANNEL_ID: channel, DISCORD_GUILD_ID: guild };
  const config = loaded(configFolder(t), env);
  assert.equal(config.subscriptions.at(-1)?.server, guild);
  const [server] = config.servers;
  assert.deepEqual(
    [config.servers.length, server?.id, server?.responderRoles, server?.operators],
    [1, guild, [], true],
  );
});

test('a channel that the file subscribes already is not subscribed twice', (t) => {
  const folder = configFolder(t, {
    'watches.yaml': `watches:
  - { id: everything, name: Everything }
subscriptions:
  - { id: mine, watch: everything, server: "${guild}", channel: "${channel}", pingFloor: critical }
servers:
  - { id: "${guild}", name: Ours }
`,
  });
  const { subscriptions } = loaded(folder, { DISCORD_TOKEN: token, DISCORD_CHANNEL_ID: channel });
  assert.deepEqual(
    subscriptions.map(({ id }) => id),
    ['mine'],
  );
});

test('the environment goes before the file', (t) => {
  const folder = configFolder(t, { 'watchfloor.yaml': 'dataDir: here\nlog: { level: warn }\nweb: { port: 1000 }\n' });
  const { settings, discord } = loaded(folder, {
    WATCHFLOOR_DATA: '/there',
    REDIS_URL: 'redis://redis.example:6379/1',
    LOG_LEVEL: 'debug',
    WATCHFLOOR_HOST: '0.0.0.0',
    WATCHFLOOR_WEB_TOKEN: 'sixteen-or-more-characters',
    WATCHFLOOR_PORT: '0',
    DISCORD_TOKEN: token,
    DISCORD_API_URL: 'http://127.0.0.1:4000/api',
  });
  assert.equal(settings.dataDir, '/there');
  assert.equal(settings.redisUrl, 'redis://redis.example:6379/1');
  assert.equal(settings.log.level, 'debug');
  assert.deepEqual(settings.web, { host: '0.0.0.0', port: 0 });
  assert.equal(discord?.apiUrl, 'http://127.0.0.1:4000/api');
});

test('whoever opens the port to other machines must name a token, and loopback needs none', (t) => {
  const folder = configFolder(t, { 'watchfloor.yaml': 'web: { host: 0.0.0.0 }\n' });
  for (const host of ['0.0.0.0', '::', '10.0.0.5', 'watch.example', '127.evil.example', '1270.0.0.1']) {
    const [told, ...others] = Object.values(load(folder, { WATCHFLOOR_HOST: host }));
    assert.deepEqual(others, [], host);
    assert.match(
      String(told),
      /^environment: WATCHFLOOR_WEB_TOKEN: expected a token of at least 16 characters, for web\.host is .+, but it is not set: make one/,
    );
  }
  assert.equal(Object.values(load(folder)).length, 1, 'as the file says');
  for (const host of ['127.0.0.1', '127.0.0.53', '::1', 'localhost'])
    assert.equal(loaded(folder, { WATCHFLOOR_HOST: host }).webToken, null);
  assert.equal(loaded(folder, { WATCHFLOOR_WEB_TOKEN: 'f'.repeat(16) }).webToken, 'f'.repeat(16));
});

test('a token for the port that can be guessed, or stands in no header, is refused without being shown', (t) => {
  for (const token of [
    'short',
    'fifteen-letters',
    'with a space inside it',
    'with"quote-and-more-letters',
    'ü'.repeat(20),
  ])
    assert.deepEqual(load(configFolder(t), { WATCHFLOOR_WEB_TOKEN: token, WATCHFLOOR_HOST: '::' }), [
      'environment: WATCHFLOOR_WEB_TOKEN: expected at least 16 letters, digits or any of - . _ ~ + / =, without spaces',
    ]);
});

test('an empty variable counts as unset', (t) => {
  const env = { REDIS_URL: '', DISCORD_TOKEN: ' ', DISCORD_CHANNEL_ID: '', LOG_LEVEL: '', WATCHFLOOR_PORT: '' };
  const config = loaded(configFolder(t), env);
  assert.equal(config.settings.redisUrl, null);
  assert.equal(config.discord, null);
});

test('a wrong variable is told by its name, never with its value', (t) => {
  const told = load(configFolder(t), {
    DISCORD_TOKEN: 'short secret',
    REDIS_URL: 'http://:secret@redis.example',
    DISCORD_CHANNEL_ID: 'general',
    LOG_LEVEL: 'loud',
    WATCHFLOOR_PORT: '65536',
  });
  assert.deepEqual(told, [
    'environment: WATCHFLOOR_PORT: expected a port from 0 to 65535',
    'environment: REDIS_URL: expected redis://host:port, rediss://host:port, redis+sentinel://host:port,host:port/name or unix:/path; a user and password stand before the host, percent-encoded. Here what stands before :// is none of these',
    'environment: LOG_LEVEL: expected one of debug, info, warn, error',
    'environment: DISCORD_TOKEN: expected the token of a bot, without spaces or quotes',
    'environment: DISCORD_CHANNEL_ID: expected a Discord id of 15 to 21 digits',
  ]);
});

test('a channel id without a token is a mistake, not a silence', (t) => {
  assert.deepEqual(load(configFolder(t), { DISCORD_CHANNEL_ID: channel }), [
    'environment: DISCORD_TOKEN: expected the token of a bot beside DISCORD_CHANNEL_ID, but it is not set',
  ]);
});

test('programs that are started do not inherit secrets', (t) => {
  const { env } = loaded(configFolder(t), { PATH: '/bin', DISCORD_TOKEN: token, REDIS_URL: 'redis://:pw@r.example' });
  const more = loaded(configFolder(t), { WATCHFLOOR_WEB_TOKEN: 'f'.repeat(16), HEARTBEAT_URL: 'https://h.example/x' });
  assert.deepEqual(more.env, {});
  assert.deepEqual(env, { PATH: '/bin' });
});

test('WATCHFLOOR_CONFIG replaces the shipped folder', async (t) => {
  const folder = configFolder(t, { 'rota.yaml': smallFiles['rota.yaml'].replace('Officers', 'Night shift') });
  const { loadConfig } = await import('../../src/config/load.ts');
  assert.equal(loadConfig({ env: { WATCHFLOOR_CONFIG: folder } }).rotas[0]?.name, 'Night shift');
});

test('a file of weights from before there were lessons gives them their weight', (t) => {
  const older = features.filter((feature) => feature !== 'taught');
  const folder = configFolder(t, {
    'weights.yaml': `weights:\n${older.map((feature) => `  ${feature}: 0.5\n`).join('')}`,
  });
  const config = load(folder);
  assert.ok('pack' in config);
  assert.equal(config.pack.weights.taught, 1);
});
