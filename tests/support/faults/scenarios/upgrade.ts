/** A new program on what an earlier commit's program wrote, which was ended while it was at work. */
import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../launch.ts';
import { runProgram } from '../../program.ts';
import { writeStored } from '../../stored.ts';
import { until } from '../../until.ts';
import { check } from '../check.ts';
import { analyst, dutyRole } from '../config.ts';
import type { Draw } from '../draw.ts';
import { type Floor, onFloor } from '../floor.ts';
import type { Machine } from '../machine.ts';
import type { Story } from '../news.ts';
import type { Outcome, Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

/** Ends of what was built in turn: feeds, the Discord product, on call, and the commit before this one. */
const commits = ['da2a6be', '22c18bc', '1df01e4', 'HEAD~1'] as const;
const storiesBefore = 4;
const cardsMsMax = 40_000;
/** What the earlier program says of a Discord that refuses, and of its own end. */
const earlierErrors = [/discord/iu, /job given up/u, /row failed/u] as const;
/** Before on call, no entry said how an alert stood. */
const earlierLog = /the log replayed gives another state|entry \d+ of the log is revision/u;
const run = promisify(execFile);

export const upgrade: Scenario = {
  name: 'upgrade',
  claim: 'what an earlier program of this repository wrote is read, and nothing of it is told again',
  run: async (draw, { number, from }) => {
    const commit = from ?? commits[(number - 1) % commits.length] ?? 'HEAD~1';
    return (await isKnown(commit)) ? onFloor({}, (floor) => upgraded(floor, commit, draw)) : skipped(commit);
  },
};

async function isKnown(commit: string): Promise<boolean> {
  return run('git', ['-C', root, 'cat-file', '-e', `${commit}^{commit}`]).then(
    () => true,
    () => false,
  );
}

function skipped(commit: string): Outcome {
  return {
    found: [],
    figures: { commit, skipped: 'the history of this clone does not reach so far: git fetch --unshallow' },
  };
}

async function upgraded(floor: Floor, commit: string, draw: Draw): Promise<Outcome> {
  const programDir = await checkedOut(commit, join(floor.folder, 'earlier'));
  const earlier = await floor.machine('all', {
    programDir,
    isSupervised: false,
    env: { DISCORD_CHANNEL_ID: floor.discord.channel },
  });
  const stories = Array.from({ length: storiesBefore }, () => floor.news.happen());
  await until(
    'the earlier program has told them',
    async () => (await cardsOf(floor)).size >= storiesBefore,
    cardsMsMax,
    () => lastWords(earlier),
  );
  await settle(floor);
  const before = await cardsOf(floor);
  const taken = press(floor, [...before][0] ?? ['', '']);
  await settle(floor);
  const underWay = await leaveUndone(floor, earlier, draw);
  if (process.env.FAULTS_STORED !== undefined)
    await writeFile(process.env.FAULTS_STORED, await writeStored(floor.client, 'watchfloor:'));
  await floor.machine('all');
  floor.discord.faults.clear();
  for (const story of stories) floor.news.worsen(story);
  await settle(floor);
  const { found, lost, duplicates } = await check(floor, { stories: [...stories, ...underWay], errors: earlierErrors });
  const after = await cardsOf(floor);
  const again = [...before].filter(([message, incident]) => after.get(message) !== incident);
  const isTaken = (await floor.store.alertsOf(taken)).every(({ revision }) => revision > 1);
  return {
    found: [
      ...found.filter((sentence) => !earlierLog.test(sentence)),
      ...again.map(([, incident]) => `the card of ${incident} was not kept`),
      ...(isTaken ? [] : [`that ${taken} was taken is forgotten`]),
      ...unreadable(floor),
      ...(await auditStands(floor)),
      ...(await refusesEarlier(commit, earlier)),
    ],
    figures: { commit, stories: stories.length + underWay.length, lost, duplicates },
  };
}

/** A row that Discord did not take, and an article that was read a moment ago, as the earlier program is ended. */
async function leaveUndone(floor: Floor, earlier: Machine, draw: Draw): Promise<readonly Story[]> {
  floor.discord.faults.plan('POST', /./u, { kind: 'status', status: 503 }, 1_000);
  const refused = floor.news.happen();
  const isWaiting = async () => (await floor.store.unsettledRows(Number.MAX_SAFE_INTEGER, 1)).length > 0;
  await until('a row waits', isWaiting, cardsMsMax);
  const read = floor.news.happen();
  await until('the feed was asked for', () => floor.news.unread() === 0, cardsMsMax);
  if (draw.chance() < 0.5) await earlier.kill();
  else await earlier.stop();
  return [refused, read];
}

/** What `git` keeps of a commit, with the packages of this one. */
async function checkedOut(commit: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await run('sh', ['-c', 'git -C "$1" archive "$2" | tar -x -C "$3"', 'sh', root, commit, folder]);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

const lastWords = ({ records, said }: Machine): string =>
  [...said, ...records.map((record) => JSON.stringify(record))].slice(-30).join('\n');

/** By message the incident whose card it is, as it is kept: an earlier program's buttons may be called otherwise. */
async function cardsOf({ store }: Floor): Promise<ReadonlyMap<string, string>> {
  const { incidents } = await store.incidentsSince(0);
  const cards = (await Promise.all(incidents.map(({ id }) => store.cardsOf(id)))).flat();
  return new Map(cards.flatMap(({ messageId, incident }) => (messageId === null ? [] : [[messageId, incident]])));
}

/** Gives the incident. */
function press(floor: Floor, [message, incident]: readonly [string, string]): string {
  floor.discord.press(message, 'Acknowledge', { id: analyst.id, name: analyst.name, roles: [dutyRole] });
  return incident;
}

/** Whoever holds the log against its marks finds no gap where another program began to write it. */
async function auditStands({ redis }: Floor): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runProgram('audit', { args: ['verify'], env: { REDIS_URL: redis.url } });
  return code === 0 ? [] : [`npm run audit ended with ${code}: ${stdout} ${stderr}`];
}

function unreadable({ machines }: Floor): readonly string[] {
  return machines.flatMap(({ name, logged }) =>
    logged('record unreadable').map((record) => `${name} could not read ${JSON.stringify(record)}`),
  );
}

/** One that knows an older form only must not write beside the present one. */
async function refusesEarlier(commit: string, earlier: Machine): Promise<readonly string[]> {
  const ends = earlier.ends.length;
  earlier.start();
  await until('the earlier program has ended', () => earlier.ends.length > ends, cardsMsMax);
  const sentence = earlier.said.findLast((line) => /start the newer program/u.test(line));
  const code = earlier.ends.at(-1)?.code;
  return sentence !== undefined && code === 1 ? [] : [`${commit} was not refused: it ended with ${code}`];
}
