import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startDiscord } from '../support/discord/server.ts';
import { runProgram } from '../support/program.ts';
import { aStreamItem as item } from '../support/stream-item.ts';

const usage = /usage: npm run replay -- FOLDER \[--speed N\] \[--messenger console\|discord\] \[--decisions FILE\]/;
const stream = [
  item('a', '2021-05-04T19:00:00Z', 'Football: home side wins again', 'A late goal decided a dull match on Tuesday.'),
  item(
    'b',
    '2021-05-04T19:30:00Z',
    'Two rockets hit Ain al-Asad base hosting US troops',
    '<p>Two Katyusha rockets landed on Tuesday inside Iraq&#8217;s Ain al-Asad air base, the Iraqi military said.</p>',
  ),
  item(
    'c',
    '2021-05-04T20:30:00Z',
    'سقوط صاروخين على قاعدة عين الأسد',
    'أعلنت خلية الإعلام الأمني سقوط صاروخين مساء الثلاثاء على قاعدة عين الأسد في محافظة الأنبار من دون خسائر.',
    { lang: 'ar' },
  ),
  item(
    'd',
    '2021-05-04T21:00:00Z',
    'Two US troops wounded in rocket attack on Ain al-Asad',
    'Two American service members were wounded in the rocket attack on the Ain al-Asad base, the Pentagon said.',
  ),
  item(
    'e',
    '2021-05-04T22:00:00Z',
    'Rocket lands in Baghdad Green Zone',
    'A Katyusha rocket fell on Tuesday night in the Green Zone of Baghdad near the US embassy, security sources said.',
  ),
];
type Line = { id: string; decision: string; incident: string | null };
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const gist = (lines: readonly Line[]) => lines.map(({ id, decision, incident }) => ({ id, decision, incident }));

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wf-'));
  await writeFile(join(folder, 'items.jsonl'), stream.map((each) => JSON.stringify(each)).join('\n'));
  // What lies beside the items is for the scorer alone.
  await writeFile(join(folder, 'incidents.jsonl'), 'not json');
});
after(() => rm(folder, { recursive: true, force: true }));

async function replay(...args: string[]) {
  const decisions = join(folder, `${args.length}.decisions.jsonl`);
  const ended = await runProgram('replay', { args: [folder, '--decisions', decisions, ...args] });
  assert.deepEqual([ended.code, ended.stderr], [0, ''], ended.stdout);
  return { ...ended, lines: linesOf(await readFile(decisions, 'utf8')) };
}

describe('a replay', { concurrency: 2 }, () => {
  it('tells in the terminal, writes a line an item, and decides as `decide` does', async () => {
    const [{ stdout, lines }, decided] = await Promise.all([replay(), runProgram('decide', { args: [folder] })]);
    assert.deepEqual(gist(lines), gist(linesOf(decided.stdout)));
    assert.deepEqual(Object.keys(lines[0] ?? {}), Object.keys(linesOf(decided.stdout)[0] ?? {}));
    assert.deepEqual(
      lines.map(({ decision }) => decision),
      ['irrelevant', 'new', 'duplicate', 'update', 'new'],
    );
    assert.equal(stdout.match(/^\[Acknowledge\]/gm)?.length, 2, stdout);
    assert.match(stdout, /^↻ updated · .*Ain al-Asad/m);
    assert.match(stdout, /^5 articles, 2 incidents, 2 alerts, 1 updates; fetch to message p50 \d+ ms, p95 \d+ ms$/m);
    assert.match(stdout, /^held back: 1 repeats folded into their incident, 0 background, 1 off topic$/m);
  });

  it('of years counts what was told long before its end', async () => {
    const long = join(folder, 'long');
    const [first] = stream.slice(1);
    const later = { ...stream[4], id: 'f', url: 'https://news.example/f', published: '2023-06-02T20:00:00Z' };
    await mkdir(long);
    await writeFile(join(long, 'items.jsonl'), [first, later].map((each) => JSON.stringify(each)).join('\n'));
    const { code, stdout } = await runProgram('replay', { args: [long] });
    assert.equal(code, 0);
    assert.match(stdout, /^2 articles, 2 incidents, 2 alerts, 0 updates/m);
  });

  it('at a speed lets the clock run and loses nothing', async () => {
    const { lines } = await replay('--speed', '5000');
    assert.deepEqual(
      lines.map(({ id }) => id),
      stream.map(({ id }) => id),
    );
    assert.equal(lines.filter(({ decision }) => decision === 'new').length, 2);
  });

  it('tells in Discord where that is asked for', async () => {
    const discord = await startDiscord();
    const env = { DISCORD_TOKEN: discord.token, DISCORD_CHANNEL_ID: discord.channel, DISCORD_API_URL: discord.apiUrl };
    const { code, stdout, stderr } = await runProgram('replay', { args: [folder, '--messenger', 'discord'], env });
    const messages = discord.messagesIn(discord.channel);
    await discord.close();
    assert.equal(code, 0, stderr);
    assert.equal(messages.length, 2);
    assert.deepEqual(discord.problems, []);
    assert.match(stdout, /^5 articles, 2 incidents, 2 alerts/m);
  });
});

describe('a replay that cannot be understood says what was expected and ends with 2:', { concurrency: 2 }, () => {
  const wrong: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['no folder', () => [], usage],
    ['a speed that is none', () => [folder, '--speed', '-1'], /--speed/],
    [
      'an unknown messenger',
      () => [folder, '--messenger', 'pigeon'],
      /--messenger: expected console or discord, got "pigeon"/,
    ],
    ['an unknown option', () => [folder, '--fast'], /--fast/],
    [
      'Discord without a token',
      () => [folder, '--messenger', 'discord'],
      /expected DISCORD_TOKEN and DISCORD_CHANNEL_ID/,
    ],
    ['a folder without a stream', () => [join(folder, 'nothing')], /nothing\/items\.jsonl.*expected a stream/],
  ];
  for (const [what, args, expected] of wrong) {
    it(what, async () => {
      const { code, stdout, stderr } = await runProgram('replay', { args: args() });
      assert.equal(code, 2, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
      assert.ok(!stderr.includes('    at '), stderr);
    });
  }
});
