import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openStore } from '../../src/adapters/redis/store.ts';
import { runAudit } from '../../src/app/audit.ts';
import { readEraseArguments, runErase } from '../../src/app/erase.ts';
import { loadConfig } from '../../src/config/load.ts';
import { standingOf } from '../../src/pipeline/alert.ts';
import type { Store } from '../../src/ports.ts';
import { configFolder } from '../config/folder.ts';
import { aCard, anEntry, aVerdict } from '../contracts/builders.ts';
import { aSilence } from '../jobs/support/builders.ts';
import { aLabel, anAlert, anIncident } from '../support/builders.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const noor = { id: '700000000000000007', name: 'Noor' };
const sami = { id: '700000000000000008', name: 'Sami' };
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let redis: TestRedis;
let store: Store;
before(async () => {
  redis = await startRedis();
  store = openStore(redis.client(), { prefix: 'watchfloor:' });
});
after(async () => {
  await redis.stop();
});

/** Everything under the prefix as text, packed or not, to look for what must not be there. */
async function everything(): Promise<string> {
  const client = redis.client();
  const texts = await Promise.all(
    (await client.keys('*')).map(async (key) => {
      const type = await client.type(key);
      const read = { hash: () => client.hgetall(key), stream: () => client.xrange(key, '-', '+') }[type];
      return key + JSON.stringify((await read?.()) ?? (type === 'string' ? await client.get(key) : ''));
    }),
  );
  return texts.join('\n');
}

test('a person is taken out of all that is kept, the chain of the log stands, and cards are to be edited', async (t) => {
  const env = { REDIS_URL: redis.url, WATCHFLOOR_CONFIG: configFolder(t) };
  const config = loadConfig({ env });
  const said: string[] = [];
  const asking = { config, log: quiet, say: (text: string) => void said.push(text) };
  const alert = anAlert({
    incident: 'i',
    server: '1',
    state: 'acknowledged',
    changedBy: noor,
    acknowledgement: { by: noor, at: 1, confirmedAt: 1, remindedAt: null },
    notes: [
      { at: 1, by: sami, text: 'Noor called; <@700000000000000007> knows. Noora and 1700000000000000007 do not.' },
    ],
  });
  const entry = (at: number, over: object) => anEntry({ at, server: '1', incident: 'i', ...over });
  await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' }), { alertsOpened: [alert] }));
  await store.claimCard('i', '100', 'me', 1_000);
  await store.saveCard({ ...aCard('i', '100'), server: '1', messageId: '5', gone: false }, 'me', []);
  await store.releaseCard('i', '100', 'me');
  await store.record(
    entry(1, { who: noor, action: 'acknowledge', detail: 'open → acknowledged', alert: standingOf(alert) }),
  );
  await store.record(entry(2, { who: sami, action: 'note', detail: 'asked Noor' }));
  await store.record(entry(3, { who: sami, action: 'assign', detail: `to ${noor.id}` }));
  await store.changeSilence({
    before: null,
    after: aSilence({ id: 's', server: '1', by: noor }),
    audit: entry(4, { who: noor }),
  });
  await store.saveLabels([aLabel({ id: 'l', server: '1', by: noor })], entry(5, { who: noor }));
  await store.saveDraft({ id: 'd', server: '1', by: noor.id, value: {} }, 60_000);
  const { newest } = await store.auditEnds();

  const asked = { id: noor.id, server: null, isTrial: false };
  await assert.rejects(
    runErase(asked, asking),
    /Nothing was erased, for he has duties:\nhe has the alert of i: .*released or resolved first/,
  );
  const released = { ...alert, state: 'resolved' as const, acknowledgement: null, revision: 2 };
  const record = { alert: released, rows: [], letters: [], label: null, audit: [], nextDueAt: null };
  assert.equal(await store.commitAlert({ ...record, key: 'k', expectedRevision: 1 }), 'committed');
  await runErase({ ...asked, isTrial: true }, asking);
  assert.match(
    said.join(''),
    /named in what is kept, as "Noor":\n(?: {2}.*\n)* {2}alerts: 1\n {2}audit entries: 4\nNothing was erased\.\n$/,
  );
  assert.ok((await everything()).includes(noor.id));
  await runErase({ ...asked, server: '2' }, asking);
  assert.ok((await everything()).includes(noor.id), 'those of another server stay');

  said.length = 0;
  await runErase(asked, asking);
  assert.match(said.join(''), /Erased: he is "erased member [0-9a-f]{8}" .*\n1 alerts were changed/);
  const left = await everything();
  assert.doesNotMatch(left, /(?<!\d)700000000000000007/);
  assert.doesNotMatch(left, /Noor(?!a)/);
  assert.ok(left.includes('Noora and 1700000000000000007 do not.') && left.includes(sami.id));
  const now = await store.alert('i', '1');
  assert.equal(now?.state, 'resolved');
  assert.match(now?.notes[0]?.text ?? '', /^erased member .* called; <@erased-[0-9a-f]{8}> knows\./);
  const rows = await store.unsettledRows(Date.now() + 1_000, 9);
  assert.deepEqual(
    rows.map(({ kind, channel, pingRole }) => [kind, channel, pingRole]),
    [['card', '100', null]],
  );

  const checked: string[] = [];
  const verify = (against: typeof newest) =>
    runAudit({ what: 'verify', against }, { config, log: quiet, say: (text) => void checked.push(text) });
  assert.equal(await verify(newest), 'done');
  assert.match(checked.join(''), /5 of them named somebody who was erased.*\n.*\n.*stands in it/s);

  // Who rewrites an entry and calls it erased is found out: the log does not say so.
  const client = redis.client();
  const [first] = await client.xrange('watchfloor:audit', '-', '+');
  const forged = (first?.[1] ?? []).map((value) => value.replace('acknowledged', 'resolved'));
  const others = (await client.xrange('watchfloor:audit', '-', '+')).slice(1);
  await client.del('watchfloor:audit');
  for (const [id, fields] of [[first?.[0] ?? '', forged] as const, ...others])
    await client.xadd('watchfloor:audit', id, ...fields);
  assert.equal(await verify(newest), 'broken');
  assert.match(checked.at(-1) ?? '', /^Entry 1 was changed/);
});

test('of who is named nowhere it is said that nothing was erased, and nothing is written', async (t) => {
  const config = loadConfig({ env: { REDIS_URL: redis.url, WATCHFLOOR_CONFIG: configFolder(t) } });
  const said: string[] = [];
  const before = await everything();
  const asked = { id: '700000000000000099', server: null, isTrial: false };
  await runErase(asked, { config, log: quiet, say: (text) => void said.push(text) });
  assert.equal(said.join(''), 'Nothing that is kept names 700000000000000099.\nNothing was erased.\n');
  assert.equal(await everything(), before);
});

test('what is asked otherwise is refused with what was expected', () => {
  for (const args of [[], ['--help'], ['--server', '700000000000000007']])
    assert.throws(() => readEraseArguments(args), /usage: npm run/);
  assert.throws(() => readEraseArguments(['--user', noor.id, '--user', sami.id]), /expected one --user/);
  assert.throws(
    () => readEraseArguments(['--user', 'Noor']),
    /expected an id of Discord of 15 to 21 digits, got "Noor"/,
  );
});
