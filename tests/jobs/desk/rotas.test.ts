import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskGiven } from '../../../src/jobs/desk.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { Desk, DeskReply, DeskRequest, Form, RotaWish } from '../../../src/ports.ts';
import { aRota } from '../../support/on-call/rota.ts';
import { away, by, desk, setUp, store } from './world.ts';

setUp();

const amal = '100000000000000001';
const berit = '100000000000000002';
const stranger = '100000000000000009';
const notAsked = () => Promise.reject(new Error('nobody asks'));
const premises: DeskGiven['premises'] = {
  lacks: notAsked,
  directChannel: notAsked,
  serverName: notAsked,
  isMember: notAsked,
  member: async (_, user) => {
    const who = { id: user, name: user === amal ? 'Amal' : 'Berit' };
    return {
      status: 'found',
      is: user === stranger ? null : { who, roles: [], isBot: false, mayManage: false, mayManageServer: false },
    };
  },
};
const filedOnCall = { rotas: [aRota({ id: 'filed', name: 'Filed', people: [amal], origin: 'file' })], policies: [] };
const rotaDesk = (): Desk => desk({ premises, filedOnCall });
const root = (said: Partial<DeskRequest> = {}): DeskRequest => ({
  ...by('Root', { roles: [], mayManageServer: true }),
  ...said,
});
const wished: RotaWish = { name: null, people: null, turn: null, handover: null, timeZone: null };

const rota = (
  change: 'add' | 'edit' | 'remove' | 'show' | 'list',
  said: { readonly rota?: string; readonly wish?: Partial<RotaWish>; readonly request?: DeskRequest } = {},
) =>
  rotaDesk().rota({ ...(said.request ?? root()), change, rota: said.rota ?? null, wish: { ...wished, ...said.wish } });
const nights = {
  name: 'Nights',
  people: `<@${amal}> <@${berit}>`,
  turn: '12 hours',
  handover: '20:00',
  timeZone: 'baghdad',
};

async function opened(does: string, request: DeskRequest = root()): Promise<Form> {
  const form = await rotaDesk().form({ ...request, does });
  assert.ok(!('ok' in form), 'ok' in form ? form.text : '');
  return form;
}
const fill = (form: Form, text: string, request: DeskRequest = root()): Promise<DeskReply> =>
  rotaDesk().submit({ ...request, does: form.does, fields: new Map([['text', text]]) });
const textOf = ({ fields }: Form): string => fields[0]?.value ?? '';
const below = (reply: DeskReply): string => {
  const control = reply.controls?.flat()[0];
  return control !== undefined && 'does' in control ? control.does : assert.fail('nothing stands below');
};

test('a rota is made of its usual parts, and who is on call is known from then on', async () => {
  const added = await rota('add', { wish: nights });
  assert.ok(added.ok, added.text);
  const [made] = await store.rotas();
  assert.ok(made);
  const { layers, timeZone, server, origin } = made;
  assert.deepEqual([timeZone, server, origin], ['Asia/Baghdad', 'home', 'command']);
  assert.deepEqual(layers[0]?.turn, { every: 'hour', count: 12 });
  assert.deepEqual(layers[0]?.people, [
    { id: amal, name: 'Amal' },
    { id: berit, name: 'Berit' },
  ]);
  const [entry] = await store.recentAudit(1);
  assert.deepEqual([entry?.action, entry?.from, entry?.server], ['rota-add', 'channel alerts', 'home']);
  assert.match((await rota('add', { wish: nights })).text, /one called “Nights” already/u);
});

test('what is wrong with the usual parts is said one by one', async () => {
  const slips: readonly (readonly [Partial<RotaWish>, RegExp])[] = [
    [{ people: 'Amal' }, /Name the people by mentioning/u],
    [{ people: `<@${stranger}>` }, /is not on this server/u],
    [{ turn: 'a moon' }, /“a moon” is no turn/u],
    [{ turn: '99 weeks' }, /is no turn/u],
    [{ handover: '25:00' }, /“25:00” is no time of day/u],
    [{ timeZone: 'Bagdad' }, /is no time zone/u],
    [{ name: 'Filed' }, /already/u],
    [{ name: '  ' }, /rota:1:7: name: expected/u],
  ];
  for (const [wish, said] of slips) {
    const reply = await rota('add', { wish: { ...nights, ...wish } });
    assert.ok(!reply.ok, JSON.stringify(wish));
    assert.match(reply.text, said);
  }
  assert.deepEqual(await store.rotas(), []);
});

test('a rota is changed in a form in the words of the file; mistakes are told and what was typed is kept', async () => {
  await rota('add', { wish: nights });
  const [made] = await store.rotas();
  const form = await opened(`rotas:rota:${made?.id}`);
  assert.match(textOf(form), /^name: Nights\n/u);
  const wrong = await fill(form, textOf(form).replace('count: 12', 'count: 0'));
  assert.match(wrong.text, /layers\[0\]\.turn\.count: expected a whole number from 1 to 52, got 0/u);
  const again = await opened(below(wrong));
  assert.match(textOf(again), /count: 0/u);
  const mended = await fill(again, textOf(again).replace('count: 0', 'count: 8'));
  assert.ok(mended.ok, mended.text);
  assert.deepEqual((await store.rotas())[0]?.layers[0]?.turn, { every: 'hour', count: 8 });
  const late = await fill(again, textOf(form));
  assert.match(late.text, /no longer there/u);
});

test('of two who change a rota at once the second is told, and undoes nothing', async () => {
  await rota('add', { wish: nights });
  const [made] = await store.rotas();
  const [one, other] = [await opened(`rotas:rota:${made?.id}`), await opened(`rotas:rota:${made?.id}`)];
  assert.ok((await fill(one, textOf(one).replace('Nights', 'Late'))).ok);
  assert.match((await fill(other, textOf(other).replace('Nights', 'Early'))).text, /Somebody else changed/u);
  assert.equal((await store.rotas())[0]?.name, 'Late');
});

test('who is put on a rota must be on the server; who has left is no obstacle to changing it', async () => {
  await rota('add', { wish: { ...nights, people: `<@${amal}>` } });
  const [made] = await store.rotas();
  const form = await opened(`rotas:rota:${made?.id}`);
  assert.match((await fill(form, textOf(form).replace(amal, stranger))).text, /is not on this server/u);
});

test('what the file has, and what other servers have, is not changed by command', async () => {
  await rota('add', { wish: nights });
  const [made] = await store.rotas();
  const refusedBy = async (does: string, request: DeskRequest): Promise<string> => {
    const reply = await rotaDesk().form({ ...request, does });
    return 'ok' in reply ? reply.text : assert.fail('a form opens');
  };
  assert.match(await refusedBy('rotas:rota:filed', root()), /stands in the configuration/u);
  const zoe = by('Zoe', { ...away, mayManageServer: true });
  assert.match(await refusedBy(`rotas:rota:${made?.id}`, zoe), /no longer there/u);
  const removed = await rotaDesk().control({ ...zoe, does: `rotas:remove-rota:${made?.id}`, values: [] });
  assert.ok(!removed.ok);
  assert.match((await rota('remove', { rota: 'filed' })).text, /stands in the configuration/u);
  assert.match((await rota('show', { rota: made?.name ?? '', request: zoe })).text, /no rota/u);
  assert.equal((await store.rotas()).length, 1);
});

test('a policy is written in a form that begins with who is on call, and names only what the server has', async () => {
  const form = await opened('rotas:new-policy');
  assert.match(textOf(form), /rota: filed/u);
  const wrong = await fill(form, textOf(form).replace('rota: filed', 'rota: fild'));
  assert.match(
    wrong.text,
    /policy:\d+:\d+: steps\[0\]\.rota: expected the id of a rota, got "fild", did you mean "filed"\?/u,
  );
  const again = await opened(below(wrong));
  const saved = await fill(again, textOf(form).replace('name: New escalation policy', 'name: Wake somebody'));
  assert.ok(saved.ok, saved.text);
  const [policy] = await store.policies();
  assert.deepEqual([policy?.name, policy?.server, policy?.steps.length], ['Wake somebody', 'home', 4]);
  const list = await rotaDesk().escalation({ ...root(), change: 'list', policy: null });
  assert.match((list.lines ?? []).map(plainLine).join(), /Wake somebody .*4 steps, from severity high, repeated once/u);
});

test('a rota that a policy calls is not removed before the policy', async () => {
  await rota('add', { wish: nights });
  const [made] = await store.rotas();
  const form = await opened('rotas:new-policy');
  await fill(form, textOf(form).replaceAll('rota: filed', `rota: ${made?.id}`));
  const asked = await rota('remove', { rota: 'Nights' });
  const remove = () => rotaDesk().control({ ...root(), does: below(asked), values: [] });
  assert.match((await remove()).text, /is called by New escalation policy/u);
  const [policy] = await store.policies();
  const gone = await rotaDesk().escalation({ ...root(), change: 'remove', policy: policy?.id ?? '' });
  assert.ok((await rotaDesk().control({ ...root(), does: below(gone), values: [] })).ok);
  assert.ok((await remove()).ok);
  assert.deepEqual([await store.rotas(), await store.policies()], [[], []]);
});

test('everybody may look at a rota, as a file that can be kept; nobody but managers changes one', async () => {
  const shown = await rota('show', { rota: 'filed', request: by('Eve', { roles: [] }) });
  assert.deepEqual(
    shown.files?.map(({ name }) => name),
    ['filed.yaml'],
  );
  assert.match(new TextDecoder().decode(shown.files?.[0]?.content), /^name: Filed\n/u);
  assert.match((await rota('add', { wish: nights, request: by('Amal') })).text, /manage this server/u);
  assert.equal((await store.recentAudit(1))[0]?.action, 'refused');
});
