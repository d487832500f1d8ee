/** Alerts as people act on them: real presses through Discord's stand-in on a real store. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cardBody } from '../../../src/adapters/discord/message.ts';
import { pageBody } from '../../../src/adapters/discord/page.ts';
import type { Alert, Presser } from '../../../src/model.ts';
import { desk, incident, redis, setUp, store, told } from '../../jobs/desk/world.ts';
import { aServer } from '../../jobs/support/builders.ts';
import { plannedPremises } from '../../jobs/support/premises.ts';
import { row } from '../../support/discord/component-rules.ts';
import { aGuild } from '../../support/discord/guilds.ts';
import type { Asker, Injected } from '../../support/discord/interactions.ts';
import type { DiscordStandIn } from '../../support/discord/server.ts';
import { aCardView, aSummary } from '../../support/discord/views.ts';
import { until } from '../../support/until.ts';
import { startBot, startStandIn } from './bot.ts';

const responder = '800000000000000001';
const amal: Partial<Asker> = { id: '700000000000000002', name: 'Amal', roles: [responder] };
const eve: Partial<Asker> = { id: '700000000000000003', name: 'Eve', roles: [] };
const called: Presser = { id: '700000000000000002', name: 'Amal' };
/** Discord's three seconds, and a little for a machine under load. */
const answerMsMax = 3_000;

describe('an alert in Discord', () => {
  setUp();

  async function open() {
    const standIn = await startStandIn();
    await told(standIn.guild);
    const filedServers = [aServer({ id: standIn.guild, responderRoles: [responder], operators: true })];
    const premises = plannedPremises();
    await startBot(standIn, desk({ filedServers, premises }));
    const alert = async (): Promise<Alert> => {
      const found = await store.alert(incident, standIn.guild);
      assert.ok(found !== null);
      return found;
    };
    const card = async () =>
      post(standIn, cardBody(aCardView({ summary: aSummary({ incident }), alert: await alert() })));
    return { standIn, alert, card };
  }

  async function answered(injected: Injected): Promise<string> {
    await until('it is answered', () => injected.repliedAt !== null);
    return injected.reply ?? '';
  }
  async function form(injected: Injected): Promise<Injected> {
    await until('a form is opened', () => (injected.callback?.modal ?? null) !== null, answerMsMax);
    return injected;
  }

  it('lives through all its states by the buttons that its card shows, each by what Discord takes', async () => {
    const { standIn, alert, card } = await open();
    const press = async (label: string) => answered(standIn.press(await card(), label, amal));
    assert.match(await press('Acknowledge'), /^Acknowledged/);
    assert.match(await press('Unacknowledge'), /open again/);
    const snooze = standIn.press(await card(), 'Snooze', amal);
    assert.match(await answered(snooze), /until when/);
    assert.match(await answered(standIn.press(snooze, '1 hour', amal)), /^Snoozed/);
    assert.match(await press('End snooze'), /open again/);
    assert.match(await press('Resolve'), /^Resolved/);
    assert.match(await press('Reopen'), /^Open again/);
    const falseAlarm = standIn.press(await card(), 'False alarm', amal);
    await answered(falseAlarm);
    assert.match(await answered(standIn.press(falseAlarm, 'satire', amal)), /^Marked as a false alarm/);
    const { state, falseAlarm: reason, revision } = await alert();
    assert.deepEqual([state, reason, revision], ['false-alarm', 'satire', 8]);
    assert.deepEqual(standIn.problems, []);
  });

  it('opens the form of a note at once, below the card and below an answer, and keeps what is filled in', async () => {
    const { standIn, alert, card } = await open();
    const opened = await form(standIn.press(await card(), 'Note', amal));
    assert.match(await answered(standIn.fill(opened, { text: 'Called <@123456789012345678>.' }, amal)), /^Noted/);
    const resolved = standIn.press(await card(), 'Resolve', amal);
    await answered(resolved);
    const again = await form(standIn.press(resolved, 'Add a note', amal));
    assert.match(await answered(standIn.fill(again, { text: 'Settled.' }, amal)), /^Noted/);
    assert.deepEqual(
      (await alert()).notes.map(({ text, by }) => [by.name, text]),
      [
        ['Amal', 'Called <@123456789012345678>.'],
        ['Amal', 'Settled.'],
      ],
    );
    assert.deepEqual(standIn.problems, []);
  });

  it('is assigned to whoever is chosen among the members', async () => {
    const { standIn, alert, card } = await open();
    const asked = standIn.press(await card(), 'Assign', amal);
    await answered(asked);
    const chosen = standIn.choose(asked, `alert:assign::${incident}`, ['700000000000000009'], amal);
    assert.match(await answered(chosen), /^Assigned to 700000000000000009/);
    assert.equal((await alert()).assignee?.id, '700000000000000009');
    assert.deepEqual(standIn.problems, []);
  });

  it('still takes the buttons of older cards', async () => {
    const { standIn, alert } = await open();
    const message = await post(standIn, cardBody(aCardView()));
    const old = (action: string) =>
      answered(standIn.ask({ kind: 'button', message, customId: `v1:inc:${incident}:${action}` }, amal));
    await old('acknowledge');
    assert.match(await old('reopen'), /^Open again/);
    assert.match(await old('false-alarm'), /^Why is it a false alarm/);
    assert.equal((await alert()).state, 'open');
  });

  describe('by direct message', () => {
    const page = (standIn: DiscordStandIn) =>
      post(
        standIn,
        pageBody({
          lines: ['Nobody has acknowledged it yet.'],
          users: [called.id],
          roles: [],
          incident,
          buttons: [{ action: 'acknowledge', label: 'Acknowledge' }],
          server: standIn.guild,
          reference: 'wf-p1',
        }),
      );
    const members = (standIn: DiscordStandIn, roles: readonly string[]) => {
      const guild = aGuild(standIn.guild);
      guild.members.set(called.id, { name: 'Amal', roles });
      standIn.state.guilds.set(guild.id, guild);
      return guild;
    };

    it('is acknowledged by one press, by the roles that its reader has on the server', async () => {
      const { standIn, alert } = await open();
      members(standIn, [responder]);
      const pressed = standIn.press(await page(standIn), 'Acknowledge', { ...amal, isDirect: true, roles: [] });
      assert.match(await answered(pressed), /^Acknowledged/);
      const { state, acknowledgement } = await alert();
      assert.deepEqual([state, acknowledgement?.by], ['acknowledged', called]);
      assert.deepEqual(standIn.problems, []);
    });

    it('is not for whoever has no role there, left, or of whom Discord says nothing', async () => {
      const { standIn, alert } = await open();
      const message = await page(standIn);
      const press = () => answered(standIn.press(message, 'Acknowledge', { ...amal, isDirect: true }));
      const guild = members(standIn, []);
      assert.match(await press(), /^Only responders/);
      assert.equal((await store.recentAudit(1))[0]?.action, 'refused');
      guild.left.add(called.id);
      assert.match(await press(), /not on the server/);
      standIn.faults.plan('GET', /^\/guilds\//, { kind: 'status', status: 503 });
      assert.match(await press(), /Discord does not say/);
      assert.equal((await alert()).revision, 1);
    });

    it('takes no other press than those that its pages have', async () => {
      const { standIn } = await open();
      members(standIn, [responder]);
      const message = await page(standIn);
      const direct = { ...amal, isDirect: true };
      for (const customId of [`v1:inc:${incident}:acknowledge`, `v1:do:alert:acknowledge::${incident}`, 'v1:dm:x:y'])
        assert.match(await answered(standIn.ask({ kind: 'button', message, customId }, direct)), /works in a server/);
    });
  });

  it('shows no form to whoever may not act, and tells him why', async () => {
    const { standIn, card } = await open();
    const pressed = standIn.press(await card(), 'Note', eve);
    assert.match(await answered(pressed), /^Only responders/);
    assert.equal(pressed.callback?.modal ?? null, null);
  });
});

/** A message of the bot as it stands in Discord. */
async function post(
  standIn: DiscordStandIn,
  body: { content: string; components: readonly object[] },
): Promise<string> {
  const id = standIn.state.snowflake();
  standIn.state.messages.set(id, {
    id,
    channel_id: standIn.channel,
    author: { id: standIn.botId, username: 'watchfloor', bot: true },
    timestamp: new Date(redis.real).toISOString(),
    nonce: null,
    content: body.content,
    embeds: [],
    components: body.components.map((each) => row.parse(each)),
    attachments: [],
    pinged: [],
    edits: 0,
  });
  return id;
}
