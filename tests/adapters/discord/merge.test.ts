import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desk as realDesk, setUp, store } from '../../jobs/desk/world.ts';
import { aServer, commit } from '../../jobs/support/builders.ts';
import { anArticle, anIncident, aReport, noon } from '../../support/builders.ts';
import { until } from '../../support/until.ts';
import { startBot, startStandIn } from './bot.ts';

const responder = { permissions: String(1n << 13n) };

describe('incidents are parted in Discord', () => {
  setUp();

  it('of sixty reports with hostile headlines some are chosen, split off, and put back, each answer as Discord takes it', async () => {
    const title = (at: number): string => `Report ${at} @everyone <@&1> **x** ${'and more '.repeat(30)}`;
    const reports = Array.from({ length: 60 }, (_, at) =>
      aReport({ article: `a${at}`, title: title(at), publishedAt: noon + at * 60_000, sentences: [title(at)] }),
    );
    const incident = anIncident({ id: 'i-a0', reports });
    await commit(store, anArticle({ id: 'a0' }), { incident, rows: [] });
    const standIn = await startStandIn();
    await startBot(standIn, realDesk({ filedServers: [aServer({ id: standIn.guild, operators: true })] }));
    const answered = async (injected: ReturnType<typeof standIn.ask>) => {
      await until('it is answered', () => injected.repliedAt !== null);
      return standIn.answerOf(injected);
    };
    const asked = standIn.ask(
      { kind: 'command', name: 'incident', sub: 'split', options: { incident: 'i-a0' } },
      responder,
    );
    const answer = await answered(asked);
    assert.match(answer.content, /tell another event/u);
    const does = (answer.components ?? []).flatMap((row) =>
      'components' in row ? row.components.flatMap((each) => ('custom_id' in each ? each.custom_id : [])) : [],
    );
    const selects = does.filter((id) => id.includes(':choose:')).map((id) => id.replace(/^v1:do:/u, ''));
    assert.equal(selects.length, 3);
    const first = standIn.choose(asked, selects[0] ?? '', ['a1', 'a2'], responder);
    assert.match((await answered(first)).content, /2 of 60 reports chosen/u);
    const last = standIn.choose(first, selects[2] ?? '', ['a59'], responder);
    assert.match((await answered(last)).content, /3 of 60 reports chosen/u);
    const shown = standIn.press(last, 'Go on', responder);
    assert.match((await answered(shown)).content, /Split these reports off\?/u);
    const done = standIn.press(shown, 'Split off', responder);
    assert.match((await answered(done)).content, /Split\. The reports/u);
    const articles = async (id: string) => (await store.incident(id))?.reports.map(({ article }) => article);
    assert.deepEqual(await articles('i-a1'), ['a1', 'a2', 'a59']);
    assert.equal((await articles('i-a0'))?.length, 57);
    const undo = standIn.press(done, 'Take it back', responder);
    assert.match((await answered(undo)).content, /Take this split back\?/u);
    await answered(standIn.press(undo, 'Take the split back', responder));
    assert.deepEqual(
      await articles('i-a0'),
      reports.map(({ article }) => article),
    );
    assert.deepEqual(standIn.problems, []);
  });
});
