/** What Discord sends: interactions of every type with anything in them, and the ids that come back with presses. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { controlId, directButtonId, incidentButtonId, readCustomId } from '../../../src/adapters/discord/custom-id.ts';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import { readInteraction } from '../../../src/adapters/discord/interaction.ts';
import { recordDesk } from '../discord/desk.ts';
import { startDiscord } from '../discord/server.ts';
import { recordLog } from '../discord/views.ts';
import { until } from '../until.ts';
import { type Target, target } from './target.ts';
import { hostileText, hostileValue, mutated } from './texts.ts';

const ids = [
  'v1:',
  'inc:',
  'dm:',
  'do:',
  'form:',
  'test:',
  ':',
  'i-article-1',
  'acknowledge',
  'why',
  'note',
  '900000000000000001',
  'v2:',
  'alert:snooze:1h:',
];
const idCorpus = [
  'v1:inc:i-1:acknowledge',
  'v1:inc:a:b:why',
  'v1:dm:900000000000000001:i-1:resolve',
  'v1:do:setup:go:role',
  'v1:form:alert:note::i-1',
  'v1:test:x',
];

const customIds = target<string>(
  {
    name: 'ids of buttons',
    claim: 'what is understood is written as the same id; everything else is nobody’s',
    guided: { corpus: () => idCorpus, watched: ['src/adapters/discord/custom-id.ts'] },
  },
  () => ({
    inputs: fc.oneof(hostileText(...ids), fc.constantFrom(...idCorpus)),
    fromBytes: (bytes) => Buffer.from(bytes).toString('utf8'),
    check(id) {
      const named = readCustomId(id);
      if (named === null || named.kind === 'test' || id.length > 100) return;
      const again =
        named.kind === 'incident'
          ? incidentButtonId(named.incident, named.action)
          : named.kind === 'direct'
            ? directButtonId(named.server, named.incident, named.action)
            : controlId(named.kind, named.does);
      assert.equal(again, id);
    },
  }),
);

const user = { id: '700000000000000001', username: 'noor', global_name: 'Noor', discriminator: '0', avatar: null };
const member = {
  user,
  nick: null,
  roles: ['1'],
  permissions: '8192',
  joined_at: '1970-01-01T00:00:00Z',
  deaf: false,
  mute: false,
  flags: 0,
};
const common = {
  id: '1',
  token: 't',
  application_id: '900000000000000004',
  version: 1,
  channel_id: '900000000000000002',
  channel: { id: '900000000000000002', type: 0 },
  guild_id: '900000000000000001',
  guild_locale: 'en-US',
  locale: 'en-US',
  member,
  app_permissions: '0',
  entitlements: [],
  authorizing_integration_owners: {},
  context: 0,
};
const message = {
  id: '5',
  channel_id: '900000000000000002',
  type: 0,
  content: '',
  flags: 64,
  embeds: [],
  components: [],
  attachments: [],
  mentions: [],
  mention_roles: [],
};
const direct = { ...common, guild_id: null, member: null, user, context: 1 };
/** One of each kind. */
const payloads: readonly object[] = [
  { ...common, type: 1 },
  {
    ...common,
    type: 2,
    data: {
      id: '1',
      type: 1,
      name: 'watch',
      options: [{ name: 'add', type: 1, options: [{ name: 'query', type: 3, value: 'drone' }] }],
    },
  },
  {
    ...common,
    type: 2,
    data: { id: '1', type: 1, name: 'why', options: [{ name: 'incident', type: 3, value: 'i-1' }] },
  },
  { ...common, type: 3, message, data: { component_type: 2, custom_id: 'v1:inc:i-1:acknowledge' } },
  { ...common, type: 3, message, data: { component_type: 3, custom_id: 'v1:do:watches:pick:d1', values: ['a', 'b'] } },
  {
    ...common,
    type: 4,
    data: { id: '1', type: 1, name: 'why', options: [{ name: 'incident', type: 3, value: 'i', focused: true }] },
  },
  {
    ...common,
    type: 5,
    message,
    data: {
      custom_id: 'v1:form:watches:edit:d1',
      components: [{ type: 18, component: { type: 4, custom_id: 'query', value: 'x' } }],
    },
  },
  {
    ...common,
    type: 5,
    data: {
      custom_id: 'v1:form:alert:note::i-1',
      components: [{ type: 1, components: [{ type: 4, custom_id: 'text', value: 'x' }] }],
    },
  },
  { ...direct, type: 3, message, data: { component_type: 2, custom_id: 'v1:dm:900000000000000001:i-1:resolve' } },
];
const payload = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...payloads).chain((one) => mutated(one)) },
  { weight: 1, arbitrary: hostileValue('type', 'data', 'member', 'guild_id', 'options', 'custom_id') },
);

const interactions = target<unknown>(
  {
    name: 'interactions, read',
    claim: 'read or dropped, in time in proportion to its size; names and texts stay what they are',
  },
  () => ({
    inputs: payload,
    check(given) {
      const read = readInteraction(given);
      if (read === null) return;
      assert.equal(typeof read.id, 'string');
      assert.ok(read.request === null || read.direct === null);
      if (read.asked.kind === 'command') assert.ok(read.asked.options instanceof Map);
    },
  }),
);

const conversations = target<unknown>(
  {
    name: 'interactions, at the bot',
    claim: 'no payload of the gateway ends the bot, or keeps it from answering the next press',
    cost: 60,
  },
  async () => {
    const standIn = await startDiscord();
    const memory = { hash: null as string | null };
    const log = recordLog();
    const rememberCommands = {
      load: async () => memory.hash,
      save: async (hash: string) => {
        memory.hash = hash;
      },
    };
    const discord = await openDiscord({ token: standIn.token, apiUrl: standIn.apiUrl, log, rememberCommands });
    const desk = recordDesk();
    await discord.startBot(desk);
    await until('the bot is ready', () => discord.messenger.isReady());
    return {
      inputs: payload,
      async check(given) {
        standIn.gateway.dispatch('INTERACTION_CREATE', given);
        const pressed = standIn.ask({ kind: 'command', name: 'status' });
        await until('the next one is answered', () => pressed.reply !== null);
        assert.ok(discord.messenger.isReady());
      },
      async close() {
        await discord.close();
        await standIn.close();
      },
    };
  },
);

export const discordTargets: readonly Target[] = [customIds, interactions, conversations];
