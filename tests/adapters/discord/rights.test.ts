/** Who may do what: every command, button, control and form, by everyone, on a real store through Discord's stand-in. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { ApplicationCommandOptionType } from 'discord.js';
import { commandSet } from '../../../src/adapters/discord/commands.ts';
import { actions } from '../../../src/model.ts';
import { rightsSpeech } from '../../../src/pipeline/speech/rights.ts';
import { desk, incident, redis, setUp, store, told } from '../../jobs/desk/world.ts';
import { aServer } from '../../jobs/support/builders.ts';
import type { Asked } from '../../support/discord/interactions.ts';
import type { DiscordStandIn } from '../../support/discord/server.ts';
import { until } from '../../support/until.ts';
import { startBot, startStandIn } from './bot.ts';

const manageMessages = String(1n << 13n);
const manageServer = String(1n << 5n);
const administrator = String(1n << 3n);
const responder = '800000000000000001';
const stranger = '800000000000000009';

/** `home` has a responder role and is the operators' server; `away` has neither. */
type Place = 'home' | 'away';
interface Person {
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: string;
}
const people: readonly Person[] = [
  { name: 'bystander', roles: [], permissions: '0' },
  { name: 'of another role', roles: [stranger], permissions: '0' },
  { name: 'responder', roles: [responder], permissions: '0' },
  { name: 'manager of messages', roles: [], permissions: manageMessages },
  { name: 'manager of the server', roles: [], permissions: manageServer },
  { name: 'administrator', roles: [stranger], permissions: administrator },
];

type Right = 'everybody' | 'responders' | 'configurers' | 'managers' | 'operators';
function may(right: Right, { roles, permissions }: Person, place: Place): boolean {
  const managesServer = permissions === manageServer || permissions === administrator;
  const managesMessages = permissions === manageMessages || permissions === administrator;
  const responds = place === 'home' ? roles.includes(responder) : managesMessages;
  switch (right) {
    case 'everybody':
      return true;
    case 'responders':
      return responds;
    case 'configurers':
      return responds || managesServer;
    case 'managers':
      return managesServer;
    case 'operators':
      return place === 'home' && responds;
  }
}

/** A command as it is put. */
interface Put {
  readonly name: string;
  readonly options?: readonly { readonly name: string; readonly type: number }[];
}
type Options = NonNullable<Extract<Asked, { kind: 'command' }>['options']>;
/** Every command that is put, by the name of its sub-command; one that is missing here fails the test. */
const commands: Readonly<Record<string, readonly [Right, Options]>> = {
  setup: ['managers', {}],
  subscribe: ['configurers', { watch: 'raids' }],
  unsubscribe: ['configurers', { watch: 'raids' }],
  subscriptions: ['everybody', {}],
  'watch add': ['configurers', { query: 'drone', name: 'Drones' }],
  'watch edit': ['configurers', { watch: 'channel-watch', query: 'drone' }],
  'watch remove': ['configurers', { watch: 'channel-watch' }],
  'watch list': ['everybody', {}],
  'watch show': ['everybody', { watch: 'raids' }],
  'watch test': ['configurers', { query: 'drone' }],
  'keyword add': ['configurers', { keyword: 'drone' }],
  'keyword remove': ['configurers', { keyword: 'drone' }],
  'keyword list': ['everybody', {}],
  'keyword test': ['configurers', { keyword: 'drone' }],
  'incident list': ['everybody', {}],
  'incident show': ['everybody', { incident }],
  'incident search': ['everybody', { text: 'rockets' }],
  'incident timeline': ['everybody', { incident }],
  'incident raise': ['responders', { text: 'Rockets hit Camp Taji. Two soldiers were wounded.' }],
  'incident ack': ['responders', { incident }],
  'incident snooze': ['responders', { incident, until: '1h' }],
  'incident assign': ['responders', { incident, member: '700000000000000001' }],
  'incident note': ['responders', { incident, text: 'Called the desk in Erbil.' }],
  'incident resolve': ['responders', { incident, text: 'Settled.' }],
  'incident false-alarm': ['responders', { incident, reason: 'exercise' }],
  'incident reopen': ['responders', { incident }],
  'incident merge': ['operators', { incident, into: 'i-none' }],
  'incident split': ['operators', { incident }],
  'incident link': ['operators', { incident, with: 'i-none' }],
  'incident unlink': ['operators', { incident, with: 'i-none' }],
  'incident unmerge': ['operators', { merged: incident }],
  why: ['everybody', { incident }],
  export: ['everybody', { format: 'csv' }],
  'oncall who': ['everybody', {}],
  'oncall schedule': ['everybody', {}],
  'oncall override': ['configurers', { until: '8h' }],
  'oncall swap': ['configurers', { mine: '8h', theirs: '1d' }],
  'oncall cancel': ['configurers', { override: 'no-such-override' }],
  'rota add': ['managers', { name: 'Nights', people: '<@100000000000000001>' }],
  'rota edit': ['managers', { rota: 'no-such-rota' }],
  'rota remove': ['managers', { rota: 'no-such-rota' }],
  'rota show': ['everybody', { rota: 'no-such-rota' }],
  'rota list': ['everybody', {}],
  'escalation add': ['managers', {}],
  'escalation edit': ['managers', { policy: 'no-such-policy' }],
  'escalation remove': ['managers', { policy: 'no-such-policy' }],
  'escalation show': ['everybody', { policy: 'no-such-policy' }],
  'escalation list': ['everybody', {}],
  'feeds list': ['everybody', {}],
  'feeds add': ['operators', { address: 'https://paper.example/rss' }],
  'feeds test': ['operators', { address: 'https://paper.example/rss' }],
  'feeds pause': ['operators', { feed: 'no-such-feed' }],
  'feeds resume': ['operators', { feed: 'no-such-feed' }],
  'feeds remove': ['operators', { feed: 'no-such-feed' }],
  'silence add': ['responders', { until: '2h', reason: 'exercise', below: 'high' }],
  'silence list': ['everybody', {}],
  'silence show': ['everybody', { silence: 's1' }],
  'silence lift': ['responders', { silence: 's1' }],
  'silence preview': ['responders', { below: 'high' }],
  handover: ['responders', {}],
  'lesson list': ['operators', {}],
  'lesson revoke': ['operators', { lesson: 'l-none' }],
  status: ['everybody', {}],
  stats: ['responders', {}],
};

/** What stands below messages and answers, by the id that comes back. */
const pressed: Readonly<Record<string, Right>> = {
  ...Object.fromEntries(actions.map((action) => [`v1:inc:${incident}:${action}`, 'responders'] as const)),
  [`v1:do:alert:snooze:1h:${incident}`]: 'responders',
  [`v1:do:alert:snooze:shift:${incident}`]: 'responders',
  [`v1:do:alert:assign:700000000000000001:${incident}`]: 'responders',
  [`v1:do:alert:false-alarm:satire:${incident}`]: 'responders',
  ...Object.fromEntries(actions.map((action) => [`v1:do:alert:${action}::${incident}`, 'responders'] as const)),
  [`v1:form:alert:note::${incident}`]: 'responders',
  [`v1:form:alert:snooze::${incident}`]: 'responders',
  [`v1:form:alert:false-alarm:other:${incident}`]: 'responders',
  [`v1:inc:${incident}:why`]: 'everybody',
  [`v1:do:incidents:show:1:${incident}`]: 'everybody',
  [`v1:do:incidents:timeline:1:${incident}`]: 'everybody',
  'v1:do:incidents:page:1:d1': 'everybody',
  [`v1:do:incidents:export:${incident}`]: 'everybody',
  [`v1:do:why:incident:${incident}`]: 'everybody',
  [`v1:do:why:details:${incident}`]: 'everybody',
  'v1:do:why:article:a-none': 'everybody',
  'v1:do:setup:go:role': 'managers',
  'v1:do:setup:pick:channel': 'managers',
  'v1:do:setup:clear:role': 'managers',
  'v1:do:setup:another': 'managers',
  'v1:do:setup:page:2': 'managers',
  'v1:do:setup:check': 'managers',
  'v1:do:setup:save': 'managers',
  'v1:do:setup:test': 'managers',
  'v1:do:setup:cancel': 'managers',
  'v1:form:setup:quiet': 'managers',
  'v1:form:setup:zone': 'managers',
  'v1:do:subscriptions:add:raids': 'configurers',
  'v1:do:silences:save:d1': 'responders',
  'v1:do:silences:lift:s1': 'responders',
  // One's own proposal, which nobody else can throw away.
  'v1:do:silences:discard:d1': 'everybody',
  'v1:do:lessons:page:2': 'operators',
  'v1:do:lessons:revoke': 'operators',
  'v1:do:oncall:confirm:d1': 'configurers',
  'v1:do:oncall:discard:d1': 'configurers',
  'v1:do:oncall:agree:d1': 'everybody',
  'v1:do:oncall:decline:d1': 'everybody',
  'v1:do:rotas:remove-rota:r1': 'managers',
  'v1:do:rotas:remove-policy:p1': 'managers',
  'v1:form:rotas:rota:r1': 'managers',
  'v1:form:rotas:policy:p1': 'managers',
  'v1:form:rotas:new-policy': 'managers',
  'v1:form:rotas:retry:d1': 'managers',
  'v1:do:merge:choose:0:d1': 'operators',
  'v1:do:merge:go:d1': 'operators',
  'v1:do:merge:confirm:d1': 'operators',
  'v1:do:merge:leave:d1': 'operators',
  'v1:do:merge:undo:i-none': 'operators',
  'v1:do:watches:try:d1': 'configurers',
  'v1:do:watches:save:d1': 'configurers',
  'v1:do:watches:remove:d1': 'configurers',
  'v1:do:watches:discard:d1': 'everybody',
  'v1:form:watches:new': 'configurers',
  'v1:form:watches:change:raids': 'configurers',
  'v1:form:watches:edit:d1': 'configurers',
};
const filled: Readonly<Record<string, Right>> = {
  [`v1:form:alert:note::${incident}`]: 'responders',
  [`v1:form:alert:snooze::${incident}`]: 'responders',
  [`v1:form:alert:false-alarm:other:${incident}`]: 'responders',
  'v1:form:setup:quiet': 'managers',
  'v1:form:setup:zone': 'managers',
  'v1:form:rotas:save:d1': 'managers',
  'v1:form:watches:new': 'configurers',
  'v1:form:watches:edit:d1': 'configurers',
};

const elsewhere = /operators’ server/u;
const refusals = Object.values(rightsSpeech.en);
const isRefusal = (text: string): boolean => refusals.includes(text) || elsewhere.test(text);

/** What an action that is refused must not touch. */
async function stateNow(): Promise<unknown> {
  const keys = (await redis.redis.keys('*')).filter((key) => !/audit|applied/u.test(key)).sort();
  return Promise.all(keys.map(async (key) => [key, await redis.redis.dumpBuffer(key)]));
}

describe('the matrix of roles and actions', () => {
  setUp();

  async function open() {
    await told();
    const standIn = await startStandIn();
    const servers = [
      aServer({ id: standIn.guild, responderRoles: [responder], operators: true }),
      aServer({ id: '900000000000000099' }),
    ];
    await startBot(standIn, desk({ filedServers: servers }));
    const guilds: Readonly<Record<Place, string>> = { home: standIn.guild, away: '900000000000000099' };
    const ask = async (asked: Asked, { roles, permissions, name }: Person, place: Place): Promise<string> => {
      const injected = standIn.ask(asked, { roles, permissions, name, guild: guilds[place] });
      await until(
        `${name} is answered`,
        () => injected.repliedAt !== null || (injected.callback?.modal ?? null) !== null,
      );
      return injected.reply ?? '(a form)';
    };
    return { standIn, ask };
  }

  async function judge(
    what: string,
    right: Right,
    put: (person: Person, place: Place) => Promise<string>,
  ): Promise<number> {
    let forbidden = 0;
    for (const place of ['home', 'away'] as const)
      for (const person of people) {
        const [audited] = await store.recentAudit(1);
        const before = await stateNow();
        const reply = await put(person, place);
        const [entry] = await store.recentAudit(1);
        if (may(right, person, place)) {
          assert.ok(!isRefusal(reply), `${what}: ${person.name} ${place} may, but reads “${reply}”`);
          continue;
        }
        forbidden += 1;
        assert.ok(isRefusal(reply), `${what}: ${person.name} ${place} may not, but reads “${reply}”`);
        assert.deepEqual(await stateNow(), before, `${what}: ${person.name} ${place} changed something`);
        assert.notDeepEqual(entry, audited, `${what}: the refusal of ${person.name} ${place} is not audited`);
        assert.deepEqual([entry?.action, entry?.who?.name], ['refused', person.name], what);
      }
    return forbidden;
  }

  it('every command is refused to whom it is not for, which is audited and changes nothing', async () => {
    const put: readonly Put[] = JSON.parse(JSON.stringify(commandSet));
    const named = put.flatMap(({ name, options = [] }) => {
      const subs = options.filter(({ type }) => type === ApplicationCommandOptionType.Subcommand);
      return subs.length === 0 ? [name] : subs.map((each) => `${name} ${each.name}`);
    });
    assert.deepEqual(Object.keys(commands).sort(), named.sort());
    const { ask } = await open();
    let forbidden = 0;
    for (const [called, [right, options]] of Object.entries(commands)) {
      const [name = '', sub] = called.split(' ');
      const asked = { kind: 'command', name, options, ...(sub === undefined ? {} : { sub }) } as const;
      forbidden += await judge(`/${called}`, right, (person, place) => ask(asked, person, place));
    }
    assert.ok(forbidden > 90, `${forbidden} cells are forbidden`);
  });

  it('names whatever the desk puts below its answers', async () => {
    const named = [...Object.keys(pressed), ...Object.keys(filled)].map((id) => id.replace(/^v1:(?:do|form):/u, ''));
    const put = await controlsInSource();
    assert.ok(put.length > 40, `${put.length} controls were found`);
    const missing = put.filter((does) => !named.some((each) => each.startsWith(does)));
    assert.deepEqual(missing, []);
  });

  it('so is every button, choice and form', async () => {
    const { standIn, ask } = await open();
    const message = postedBelow(standIn);
    for (const [customId, right] of Object.entries(pressed))
      await judge(customId, right, (person, place) => ask({ kind: 'button', message, customId }, person, place));
    for (const [customId, right] of Object.entries(filled)) {
      const asked = {
        kind: 'modal',
        customId,
        fields: { name: 'Drones', queries: 'drone', text: 'A note.', until: '1h' },
        message: null,
      } as const;
      await judge(`${customId}, filled in`, right, (person, place) => ask(asked, person, place));
    }
  });
});

/** The area and verb of every control as the desk's source spells it. */
async function controlsInSource(): Promise<readonly string[]> {
  const folder = new URL('../../../src/jobs/desk/', import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const sources = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const areas = new Set(
    Array.from(
      /controls\(\{(.*?)\}\)/su.exec(await readFile(deskSource, 'utf8'))?.[1]?.matchAll(/(\w+): /gu) ?? [],
      ([, area]) => area,
    ),
  );
  const spelled = sources.flatMap((source) => Array.from(source.matchAll(/['`]([a-z]+):([a-z-]+)[:'`$]/gu)));
  return [...new Set(spelled.flatMap(([, area, verb]) => (areas.has(area) ? `${area}:${verb}` : [])))];
}
const deskSource = new URL('../../../src/jobs/desk.ts', import.meta.url);

/** Some message that buttons can stand below. */
function postedBelow(standIn: DiscordStandIn): string {
  const id = standIn.state.snowflake();
  const author = { id: standIn.botId, username: 'watchfloor', bot: true } as const;
  standIn.state.messages.set(id, {
    id,
    channel_id: standIn.channel,
    author,
    timestamp: new Date(0).toISOString(),
    nonce: null,
    content: 'an alert',
    embeds: [],
    components: [],
    attachments: [],
    pinged: [],
    edits: 0,
  });
  return id;
}
