/** What `npm run erase` does, beside a Watchfloor that runs or where none does. */
import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import { systemClock } from '../adapters/clock.ts';
import { alertsNaming, eraseFromAudit, erasePerson, type FoundPerson, findPerson } from '../adapters/redis/erase.ts';
import { openStore } from '../adapters/redis/store.ts';
import type { Config } from '../config/load.ts';
import { commitChange } from '../jobs/alert.ts';
import type { Alert, Subscription } from '../model.ts';
import { standingOf } from '../pipeline/alert.ts';
import { type Erasing, withoutPerson } from '../pipeline/erase.ts';
import { cleanLine } from '../pipeline/render/clean.ts';
import type { Clock, Log, Store } from '../ports.ts';
import { nothingOpened } from './opened.ts';
import { openClock, openRedisBeside, prefixOf } from './redis.ts';

/** What was asked for cannot be done as it is written, or not yet; the message says what was expected. */
export class EraseError extends Error {
  override readonly name = 'EraseError';
}

/** What somebody asks of `npm run erase`. */
export interface EraseAsked {
  readonly id: string;
  /** His records on this server alone; null: on all. */
  readonly server: string | null;
  /** Tells what would be erased, and erases nothing. */
  readonly isTrial: boolean;
}

const usage = `usage: npm run --silent erase -- --user ID [--server ID] [--dry-run]
  takes a person out of what is kept: alerts, notes, the audit log, silences, labels, past overrides, letters, direct
  subscriptions and drafts; cards that name him are edited`;

const options = {
  user: { type: 'string', multiple: true },
  server: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What others wrote meanwhile is gone through again, so often at most. */
const roundsMax = 5;
const triesMax = 20;

/** Reads the arguments. Throws EraseError, or a TypeError of `parseArgs`. */
export function readEraseArguments(args: readonly string[]): EraseAsked {
  const { values } = parseArgs({ args: [...args], options });
  const { user = [], server = [] } = values;
  const [id] = user;
  if (values.help || id === undefined) throw new EraseError(usage);
  if (user.length > 1 || server.length > 1)
    throw new EraseError(`expected one --user and at most one --server\n${usage}`);
  for (const each of [...user, ...server])
    if (!/^\d{15,21}$/u.test(each)) throw new EraseError(`expected an id of Discord of 15 to 21 digits, got "${each}"`);
  return { id, server: server[0] ?? null, isTrial: values['dry-run'] };
}

interface Asking {
  readonly config: Config;
  readonly log: Log;
  /** Is given what to print, in order. */
  readonly say: (text: string) => void;
}

/** Does what was asked. Throws EraseError while the person has duties, and has then changed nothing. */
export async function runErase(asked: EraseAsked, { config, log, say }: Asking): Promise<void> {
  const opened = nothingOpened(log);
  try {
    const redis = await openRedisBeside(config, opened, log);
    const storing = { prefix: prefixOf(config.settings), log };
    const clock = await openClock(redis, opened, log);
    const work: Work = {
      asked,
      config,
      redis,
      storing,
      store: openStore(redis, { ...storing, realNow: clock.now }),
      clock,
      log,
    };
    const found = await findPerson(redis, asked, storing);
    const duties = await dutiesOf(work);
    say(linesOf(foundLines(found, asked)));
    if (duties.length > 0 && !asked.isTrial)
      throw new EraseError(linesOf(['Nothing was erased, for he has duties:', ...duties]));
    const isNamed = Object.keys(found.counts).length > 0 || (await directOf(work)).length > 0;
    if (asked.isTrial || !isNamed)
      return say(linesOf([...duties.map((duty) => `In the way: ${duty}`), 'Nothing was erased.']));
    say(linesOf(await erase(work, found)));
  } finally {
    await opened.closeAll();
  }
}

interface Work {
  readonly asked: EraseAsked;
  readonly config: Config;
  readonly redis: Redis;
  readonly storing: { readonly prefix: string; readonly log: Log };
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** What would break, or bring him back, if he were erased now: each with what to do first. */
async function dutiesOf({ asked, config, store, clock, redis, storing }: Work): Promise<readonly string[]> {
  const named = (record: unknown) => JSON.stringify(record).includes(`"${asked.id}"`);
  const here = ({ server }: { readonly server: string }) => asked.server === null || server === asked.server;
  const inFile = [...config.rotas, ...config.policies].filter((each) => here(each) && named(each));
  const made = [...(await store.rotas()), ...(await store.policies())].filter((each) => here(each) && named(each));
  const overrides = (await store.overrides(clock.now())).filter(named);
  const alerts = await Promise.all(
    (await alertsNaming(redis, asked, storing)).map(({ incident, server }) => store.alert(incident, server)),
  );
  const held = alerts.filter((alert): alert is Alert => alert !== null && holds(alert, asked.id));
  return [
    ...inFile.map(({ id }) => `config/rota.yaml names him in ${id}: take him out there, and start again`),
    ...config.subscriptions
      .filter(({ user }) => user === asked.id)
      .map(({ id }) => `config/watches.yaml tells him ${id} by direct message: take it out there`),
    ...made.map(({ id }) => `${id} names him: change it by /rota edit or /escalation edit`),
    ...overrides.map(({ id }) => `the override ${id} is not over: /oncall cancel`),
    ...held.map(({ incident }) => `he has the alert of ${incident}: it must be released or resolved first`),
  ];
}

function holds({ assignee, acknowledgement }: Alert, id: string): boolean {
  return assignee?.id === id || acknowledgement?.by.id === id;
}

/** Alerts first, whose cards then say so, and the log last, which has the whole of it. */
async function erase(work: Work, found: FoundPerson): Promise<readonly string[]> {
  const { asked, redis, storing } = work;
  const token = randomBytes(4).toString('hex');
  const pseudonym = { id: `erased-${token}`, name: `erased member ${token}` };
  const erasing: Erasing = { id: asked.id, pseudonym, names: found.names };
  const told = await endDirect(work);
  let [alerts, entries] = [0, 0];
  for (let round = 0; round < roundsMax; round += 1) {
    const naming = await alertsNaming(redis, asked, storing);
    for (const alert of naming) await eraseFromAlert(work, alert, erasing);
    await erasePerson(redis, asked, erasing, storing);
    entries += await eraseFromAudit(redis, { who: asked, erasing, at: work.clock.now() }, storing);
    alerts += naming.length;
    const left = await findPerson(redis, asked, storing);
    if (Object.keys(left.counts).length === 0) break;
  }
  const left = await findPerson(redis, asked, storing);
  if (Object.keys(left.counts).length > 0)
    throw new EraseError(linesOf(['Not all could be erased:', ...foundLines(left, asked)]));
  return [
    `Erased: he is "${pseudonym.name}" from now on, and nothing leads from there to him.`,
    `${alerts} alerts were changed, and their cards are edited; ${entries} entries of the audit log name him no more, and npm run audit -- verify says so.`,
    ...told,
    'What stays: what the bot said in threads and in direct messages (delete it in Discord), backups, logs and files that were exported before.',
  ];
}

async function directOf({ asked, store }: Work): Promise<readonly Subscription[]> {
  return (await store.subscriptions()).filter(
    ({ user, server }) => user === asked.id && (asked.server === null || server === asked.server),
  );
}

async function endDirect(work: Work): Promise<readonly string[]> {
  const { store, clock } = work;
  const direct = await directOf(work);
  for (const { id, server } of direct) {
    const audit = {
      at: clock.now(),
      server,
      incident: null,
      who: null,
      action: 'unsubscribe',
      detail: id,
      from: 'terminal',
    };
    await store.removeSubscription(id, audit);
  }
  await store.forgetMemberships(direct);
  return direct.length === 0 ? [] : [`${direct.length} subscriptions by direct message were ended.`];
}

/** As a press would: in one write with a row for each card, against what was read. */
async function eraseFromAlert(
  { store, config, log }: Work,
  { incident, server }: { readonly incident: string; readonly server: string },
  erasing: Erasing,
): Promise<void> {
  // The sweep of whoever delivers finds the rows within seconds.
  const queue = { add: async () => {} };
  const deps = { store, queue, clock: systemClock, realClock: systemClock, log, filedServers: config.servers };
  for (let tried = 0; tried < triesMax; tried += 1) {
    const before = await store.alert(incident, server);
    if (before === null) return;
    const after = { ...withoutPerson(before, erasing), revision: before.revision + 1 };
    const at = systemClock.now();
    const detail = erasing.pseudonym.name;
    const entry = {
      at,
      server,
      incident,
      who: null,
      action: 'erased',
      detail,
      alert: standingOf(after),
      from: 'terminal',
    };
    const changes = { before, after, pages: [], label: null, audit: [entry], nextDueAt: at, isShown: true };
    if ((await commitChange(deps, { ...changes, key: randomUUID() })) === 'committed') return;
  }
  throw new EraseError(`the alert of ${incident} was changed by others again and again: try again`);
}

function foundLines({ counts, names }: FoundPerson, { id }: EraseAsked): readonly string[] {
  const kinds = Object.entries(counts);
  if (kinds.length === 0) return [`Nothing that is kept names ${id}.`];
  const called = names.length === 0 ? '' : `, as ${names.map((name) => `"${cleanLine(name)}"`).join(', ')}`;
  return [`${id} is named in what is kept${called}:`, ...kinds.map(([kind, count]) => `  ${kind}: ${count}`)];
}

const linesOf = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
