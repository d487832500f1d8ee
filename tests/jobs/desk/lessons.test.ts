import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { DeskReply } from '../../../src/ports.ts';
import { anEntry } from '../../contracts/builders.ts';
import { aLabel, anArticle, anIncident, aReport, dayMs } from '../../support/builders.ts';
import { away, by, desk, passNews, setUp, store, told } from './world.ts';

const list = (said = {}) => desk().lessons({ ...by('Amal', said), change: 'list', lesson: null });
const revoke = (lesson: string | null, said = {}) => desk().lessons({ ...by('Amal', said), change: 'revoke', lesson });
const textOf = ({ text, parts = [] }: DeskReply): string =>
  [text, ...parts.flatMap(({ heading, lines }) => [heading, ...lines.map(plainLine)])].join('\n');
const save = (...labels: Parameters<typeof store.saveLabels>[0]) => store.saveLabels(labels, anEntry());

describe('the lessons at the desk', () => {
  setUp();

  it('are listed with who taught them, what they rest on and what they held back', async () => {
    await told();
    const label = aLabel();
    await save(label);
    assert.match(textOf(await list()), /held nothing back/u);
    const article = anArticle({ id: 'held', title: 'Rockets hit Camp Taji again' });
    const reasons = [{ code: 'taught' as const, detail: label.id }];
    const verdict = { article: 'held', decision: 'background' as const, incident: null, reasons };
    const nothing = { incident: null, alertsOpened: [], alertsTouched: [], rows: [], hiddenBy: [], audit: [] };
    const record = { ...nothing, revision: null, article, verdict, taughtBy: [label.id] };
    assert.equal(await store.commitVerdict(record), 'committed');
    assert.equal(await store.commitVerdict(record), 'already', 'and is counted once');
    const reply = textOf(await list());
    assert.match(reply, /1 lesson holds/u);
    assert.match(reply, /Rockets hit Camp Taji: false alarm \(an exercise\)/u);
    assert.match(reply, /By Amal, /u);
    assert.match(reply, /wire: “Rockets hit Camp Taji”/u);
    assert.match(reply, /holding back 1 article, the last one “Rockets hit Camp Taji again”/u);
  });

  it('are taken back by their id or by the choice below the list, which is audited', async () => {
    await told();
    const [one, other] = [aLabel({ id: 'l-one' }), aLabel({ id: 'l-other' })];
    await save(one, other);
    const before = (await store.lessons()).revision;
    assert.equal((await revoke('l-one')).ok, true);
    const [entry] = await store.recentAudit(1);
    assert.deepEqual([entry?.action, entry?.who?.name, entry?.from], ['lesson-revoke', 'Amal', 'channel alerts']);
    assert.match(entry?.detail ?? '', /^l-one: /u);
    const shown = await list();
    const choice = (shown.controls ?? []).flat().find(({ kind }) => kind === 'choice');
    assert.ok(choice?.kind === 'choice');
    assert.deepEqual(
      choice.options.map(({ value }) => value),
      ['l-other'],
    );
    await desk().control({ ...by('Omar'), does: choice.does, values: ['l-other'] });
    const after = await store.lessons();
    assert.deepEqual(after.labels, []);
    assert.equal(after.revision, before + 2);
    assert.match(textOf(await list()), /Nothing was taught/u);
    assert.equal((await revoke('l-one')).ok, false, 'no lesson is taken back twice');
  });

  it('stand in pages that survive a restart, and say how far they faded', async () => {
    await told();
    await save(...Array.from({ length: 20 }, (_, at) => aLabel({ id: `l-${at}`, incident: `i-${at}` })));
    passNews(135 * dayMs);
    const second = await desk().control({ ...by('Amal'), does: 'lessons:page:3', values: [] });
    assert.equal(second.parts?.length, 4);
    assert.match(textOf(second), /counts for 50 %/u);
    for (const page of ['-1', '99', 'x'])
      assert.equal((await desk().control({ ...by('Amal'), does: `lessons:page:${page}`, values: [] })).ok, true);
  });

  it('are the operators’ alone to see, to take back and to be offered', async () => {
    await told();
    await save(aLabel());
    for (const said of [away, { roles: [] }]) {
      for (const reply of [
        await list(said),
        await revoke(aLabel().id, said),
        await desk().control({ ...by('Amal', said), does: 'lessons:revoke', values: [aLabel().id] }),
      ])
        assert.equal(reply.ok, false);
    }
    assert.deepEqual(await desk().completeLesson(by('Amal', away), ''), []);
    assert.equal((await store.lessons()).labels?.length, 1);
    const offered = await desk().completeLesson(by('Amal'), 'rock');
    assert.deepEqual(
      offered.map(({ value }) => value),
      [aLabel().id],
    );
  });

  it('name both incidents of a merge, in Arabic too', async () => {
    await told();
    const other = anIncident({ id: 'i-other', reports: [aReport({ article: 'other', title: 'Blast in Baghdad' })] });
    await save(aLabel({ says: { what: 'same', incident: other.id } }));
    assert.match(textOf(await list()), /Rockets hit Camp Taji: the same as i-other/u);
    const arabic = textOf(await list({ language: 'ar', locale: 'ar' }));
    assert.match(arabic, /هو نفسه i-other/u);
    assert.match(arabic, /دروس سارية: 1/u);
  });
});
