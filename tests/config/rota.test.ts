import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { rotasToYaml } from '../../src/config/export.ts';
import { readMade } from '../../src/config/made.ts';
import { ConfigError } from '../../src/config/mistakes.ts';
import { readPolicy, readRota, writePolicy, writeRota } from '../../src/config/on-call-text.ts';
import { restore } from '../../src/jobs/restore.ts';
import { type EscalationPolicy, type Rota, severities } from '../../src/model.ts';
import { cleanLine } from '../../src/pipeline/render/clean.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { noon } from '../support/builders.ts';
import { anOverride } from '../support/on-call/rota.ts';
import { configFolder, fillFolder, load, loaded } from './folder.ts';

const home = '100000000000000000';
const away = '100000000000000007';
const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((value) => cleanLine(value).trim())
  .filter((value) => value !== '' && value.length <= 80);
const person = fc.record({ id: fc.stringMatching(/^[1-9]\d{17}$/), name }, { noNullPrototype: true });
const time = fc.constantFrom('00:00', '07:30', '22:00');
const day = fc.constantFrom('2026-01-05', '2028-02-29', '2026-12-31');
const timeZone = fc.constantFrom('UTC', 'Asia/Baghdad', 'America/New_York');
const window = { weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), from: time, to: time };
const plain = { noNullPrototype: true };

const layer = fc.record(
  {
    name,
    people: fc.array(person, { minLength: 1, maxLength: 3 }),
    from: fc.constant('2026-01-05'),
    until: fc.option(day),
    turn: fc.record({ every: fc.constantFrom('hour', 'day', 'week'), count: fc.integer({ min: 1, max: 52 }) }, plain),
    handover: time,
    within: fc.array(fc.record(window, plain), { maxLength: 2 }),
    holidays: fc.constantFrom('as-usual', 'off', 'only'),
  },
  plain,
);
const rota: fc.Arbitrary<Rota> = fc.record(
  {
    id: slug,
    server: fc.constant(home),
    name,
    timeZone,
    layers: fc.array(layer, { minLength: 1, maxLength: 2 }),
    holidays: fc.subarray(['2026-03-21', '2026-12-25']),
    channel: fc.option(fc.constant('100000000000000009')),
    origin: fc.constant('command'),
  },
  plain,
);
const onlyIn = fc.option(fc.record({ ...window, timeZone }, plain));
function policyOf(rotas: readonly Rota[]): fc.Arbitrary<EscalationPolicy> {
  const by = fc.constantFrom('thread', 'channel', 'direct');
  const called = rotas.map(({ id }) => id);
  const calls = fc.record({ do: fc.constant('notify-on-call'), rota: fc.constantFrom(...called), by, onlyIn }, plain);
  const names = fc.record({ do: fc.constant('notify-person'), person, by, onlyIn }, plain);
  const waits = fc.record({ do: fc.constant('wait'), minutes: fc.integer({ min: 1, max: 1440 }) }, plain);
  return fc.record(
    {
      id: slug,
      server: fc.constant(home),
      name,
      watches: fc.subarray(['everything']),
      severityFloor: fc.constantFrom(...severities),
      steps: fc.tuple(calls, waits, names).map((steps) => [...steps]),
      repeat: fc.integer({ min: 0, max: 5 }),
      origin: fc.constant('command'),
    },
    plain,
  );
}
const byId = { selector: ({ id }: { readonly id: string }) => id, minLength: 1, maxLength: 3 };
const made = fc
  .uniqueArray(rota, byId)
  .chain((rotas) => fc.record({ rotas: fc.constant(rotas), policies: fc.uniqueArray(policyOf(rotas), byId) }));
const sorted = <T extends { readonly id: string }>(entries: readonly T[]) =>
  [...entries].sort((one, other) => (one.id < other.id ? -1 : 1));

test('rotas and policies made by command, exported, load as the file that says the same', (t) => {
  const folder = configFolder(t);
  fc.assert(
    fc.property(made, ({ rotas, policies }) => {
      fillFolder(folder, { 'rota.yaml': rotasToYaml({ rotas, policies, overrides: [] }) });
      const config = loaded(folder);
      const filed = { origin: 'file' };
      assert.deepEqual(
        config.rotas,
        sorted(rotas).map((each) => ({ ...each, ...filed })),
      );
      assert.deepEqual(
        config.policies,
        sorted(policies).map((each) => ({ ...each, ...filed })),
      );
    }),
    { numRuns: 60 },
  );
});

test('what a form shows of a rota or policy reads as the same', () => {
  fc.assert(
    fc.property(made, ({ rotas, policies }) => {
      for (const each of rotas) assert.deepEqual(readRota(writeRota(each), each), { ok: true, read: each });
      const known = { watches: [{ id: 'everything', server: null }], rotas, webhooks: [] };
      for (const each of policies)
        assert.deepEqual(readPolicy(writePolicy(each), each, known), { ok: true, read: each });
    }),
    { numRuns: 60 },
  );
});

describe('an export of rotas', () => {
  let redis: StoreFixture;
  before(async () => {
    redis = await startStores();
  });
  after(() => redis.stop());

  test('is imported with the overrides, and again changes nothing', async (t) => {
    const folder = configFolder(t);
    const [all] = fc.sample(
      made.filter(({ rotas }) => rotas.every(({ id }) => id !== 'officers')),
      1,
    );
    assert.ok(all);
    const who = { id: '100000000000000003', name: 'Chen' };
    const overrides = [anOverride({ rota: all.rotas[0]?.id ?? '', person: who, by: who, from: noon, why: 'ill' })];
    const file = join(folder, 'made.yaml');
    writeFileSync(file, rotasToYaml({ ...all, overrides }));
    const deps = { store: redis.store, clock: { now: () => 0 }, by: { id: 'terminal', name: 'terminal' } };
    const config = loaded(folder);
    const first = await restore(deps, readMade(file, config));
    assert.deepEqual([first.rotas.added, first.overrides.added], [all.rotas.length, 1]);
    assert.deepEqual(sorted(await redis.store.rotas()), sorted(all.rotas));
    assert.deepEqual(await redis.store.overrides(0), overrides);
    const again = await restore(deps, readMade(file, config));
    for (const tally of Object.values(again)) assert.deepEqual([tally.added, tally.changed], [0, 0]);
  });
});

const policy = (steps: string, more = ''): string => `rotas:
  - id: officers
    server: "${home}"
    name: Officers
    timeZone: Asia/Baghdad
    layers:
      - { name: Week, from: 2026-01-05, turn: { every: week }, handover: "08:00", people: [{ id: "100000000000000001", name: Amal }] }
policies:
  - id: nobody
    server: "${home}"
    name: Nobody
    steps:
      - ${steps}
${more}`;
const slips: readonly (readonly [name: string, text: string, told: RegExp])[] = [
  [
    'a rota that is not there',
    policy('{ do: notify-on-call, rota: oficers }'),
    /^rota.yaml:13:37: policies\[0\].steps\[0\].rota: expected the id of a rota, got "oficers", did you mean "officers"\?$/u,
  ],
  [
    'steps that call nobody',
    policy('{ do: wait, minutes: 5 }'),
    /^rota.yaml:13:7: policies\[0\].steps: expected a step that calls somebody/u,
  ],
  [
    'a step of no kind',
    policy('{ do: shout }'),
    /^rota.yaml:13:15: policies\[0\].steps\[0\].do: expected a step with do: notify-on-call, notify-role/u,
  ],
  [
    'a role by direct message',
    policy(`{ do: notify-role, role: "${home}", by: direct }`),
    /expected one of thread, channel, got "direct"/u,
  ],
  [
    'too many repeats',
    policy('{ do: notify-on-call, rota: officers }', '    repeat: 6\n'),
    /^rota.yaml:14:13: policies\[0\].repeat: expected a whole number from 0 to 5, got 6$/u,
  ],
  [
    'a watch that is not there',
    policy('{ do: notify-on-call, rota: officers }', '    watches: [raids]\n'),
    /expected the id of a watch, got "raids"/u,
  ],
  [
    'a weekday twice',
    policy(
      '{ do: notify-on-call, rota: officers, onlyIn: { weekdays: [1, 1], from: "08:00", to: "09:00", timeZone: UTC } }',
    ),
    /expected each weekday once/u,
  ],
  [
    'a webhook of another server',
    policy(
      '{ do: webhook, webhook: pager }',
      `webhooks:\n  - { id: pager, server: "${away}", url: "https://pager.example", secretVariable: PAGER_SECRET }\n`,
    ),
    /expected one of server 100000000000000000, got "pager" of another$/u,
  ],
  [
    'a webhook without its secret',
    policy(
      '{ do: webhook, webhook: pager }',
      `webhooks:\n  - { id: pager, server: "${home}", url: "https://pager.example", secretVariable: MISSING_SECRET }\n`,
    ),
    /^environment: MISSING_SECRET: expected the secret of webhook pager, at least 16 characters, but it is not set$/u,
  ],
  [
    'a webhook at no address of the web, of which nothing is shown',
    policy(
      '{ do: webhook, webhook: pager }',
      `webhooks:\n  - { id: pager, server: "${home}", url: "ftp://pager.example/in?key=hidden#part", secretVariable: PAGER_SECRET }\n`,
    ),
    /expected an http or https address without user name, got 38 other characters$/u,
  ],
  [
    'a layer that ends before it begins',
    policy('{ do: notify-on-call, rota: officers }').replace(
      'from: 2026-01-05,',
      'from: 2026-01-05, until: 2025-01-01,',
    ),
    /until: expected no day before from/u,
  ],
];
for (const [slip, text, told] of slips)
  test(`a mistake in rota.yaml is told with its place: ${slip}`, (t) => {
    const mistakes = load(configFolder(t, { 'rota.yaml': text }), { PAGER_SECRET: 'p'.repeat(16) });
    assert.ok(Array.isArray(mistakes), 'it loads');
    assert.equal(mistakes.length, 1, mistakes.join('\n'));
    assert.match(String(mistakes[0]), told);
  });

test('secrets of webhooks come from the environment and reach nobody who has no business with them', (t) => {
  const secret = 's3cret-'.repeat(4);
  const text = policy(
    '{ do: webhook, webhook: pager }',
    `webhooks:\n  - { id: pager, server: "${home}", url: "https://pager.example", secretVariable: PAGER_SECRET }\n`,
  );
  const config = loaded(configFolder(t, { 'rota.yaml': text }), { PATH: '/bin', PAGER_SECRET: secret });
  assert.equal(config.webhookSecrets.get('pager'), secret);
  assert.deepEqual(config.env, { PATH: '/bin' });
  assert.ok(!JSON.stringify([config.webhooks, config.policies]).includes(secret));
});

test('an import that names a rota which is nowhere, or an id of the configuration, is refused with its place', (t) => {
  const folder = configFolder(t);
  const file = join(folder, 'made.yaml');
  const config = loaded(folder);
  const who = '{ id: "100000000000000001", name: Amal }';
  const times = 'from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z", at: "2026-01-01T00:00:00.000Z"';
  writeFileSync(file, `overrides:\n  - { id: o, rota: nowhere, ${times}, person: ${who}, by: ${who} }\n`);
  assert.throws(
    () => readMade(file, config),
    (error) =>
      error instanceof ConfigError &&
      /made.yaml:2:20: overrides\[0\].rota: expected the id of a rota/u.test(error.message),
  );
  writeFileSync(file, rotasToYaml({ rotas: config.rotas, policies: [], overrides: [] }));
  assert.throws(() => readMade(file, config), /expected an id that the configuration does not have, got "officers"/u);
});

test('what is typed into a form is read as hostile: a mistake has its line, and nothing is thrown', () => {
  const whose = { id: 'r', server: home };
  for (const text of ['', 'name: [', '&a [*a]', 'name: x\nserver: "1"', '- 1', 'null', 'layers: 7\nname: x']) {
    const read = readRota(text, whose);
    assert.ok(!read.ok && /rota/u.test(read.problem), text);
  }
  const read = readRota('name: x\ntimeZone: Mars\nlayers: []\n', whose);
  assert.match(
    read.ok ? '' : read.problem,
    /^rota:2:11: timeZone: expected an IANA time zone.*\nrota:3:9: layers: expected at least one layer/u,
  );
});
