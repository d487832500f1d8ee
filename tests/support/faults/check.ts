/** Whether a round went as it must: nothing lost, nothing told twice, nothing after an end, no error beside the expected. */
import type { Alert, AuditEntry, Incident } from '../../../src/model.ts';
import { checkAudit, checkOnce } from '../on-call/check.ts';
import { type Effect, effectOf } from '../on-call/effects.ts';
import type { Floor } from './floor.ts';
import type { Story } from './news.ts';
import { settle } from './settle.ts';

const listMax = 10_000;
/** Where what became of a thread could not be kept, it is opened again, and found by this answer. */
const threadThere = '"code":160004';
/** Of two bots that are given the same press one is first to answer. */
const answeredByOther = '"code":40060';
const dueMsMax = 15_000;
/** A message that was on its way when somebody acknowledged may come so much later. */
const onItsWayMsMax = 2_000;

export interface Expected {
  /** What was published, and must be told. */
  readonly stories: readonly Story[];
  /** Records of level error that the faults explain, as `message {fields}`. */
  readonly errors?: readonly RegExp[];
  /** What Discord refuses because of them. */
  readonly refusals?: readonly RegExp[];
}

export interface Judgement {
  /** What went wrong, as sentences; empty where nothing did. */
  readonly found: readonly string[];
  readonly lost: number;
  /** Messages that stand beside another that tells the same. */
  readonly duplicates: number;
}

export interface FloorRecord {
  readonly incidents: readonly Incident[];
  readonly alerts: readonly Alert[];
  /** Oldest first. */
  readonly audit: readonly AuditEntry[];
  readonly effects: readonly Effect[];
}

export async function recordOf({ store, discord }: Floor): Promise<FloorRecord> {
  const [{ incidents }, alerts, audit] = await Promise.all([
    store.incidentsSince(0),
    store.alertsBetween(discord.guild, 0, Number.MAX_SAFE_INTEGER, listMax),
    store.recentAudit(listMax),
  ]);
  return { incidents, alerts, audit: audit.toReversed(), effects: effectsAt(discord) };
}

/** All messages that stand. */
function effectsAt(discord: Floor['discord']): readonly Effect[] {
  return [...discord.state.messages.values()].map((message) =>
    effectOf(discord, message, Date.parse(message.timestamp)),
  );
}

/** The incident of a story; undefined while none is known. */
export function incidentOfStory(incidents: readonly Incident[], { url }: Story): Incident | undefined {
  return incidents.find(({ reports }) => reports.some(({ link }) => link === url));
}

export async function check(floor: Floor, expected: Expected): Promise<Judgement> {
  const record = await recordOf(floor);
  const lost = checkTold(record, expected.stories);
  const beside = record.effects.filter(({ isCard }) => !isCard);
  const twice = [...checkCards(record), ...checkOnce({ effects: beside })];
  const found = [
    ...lost,
    ...twice,
    ...checkApart(record, expected.stories),
    ...checkAudit(record),
    ...checkQuiet(record),
    ...checkErrors(floor, expected.errors ?? []),
    ...checkProblems(floor, expected.refusals ?? []),
    ...(await unsettled(floor)),
    ...(await checkClaims(floor)),
  ];
  return { found, lost: lost.length, duplicates: twice.length };
}

/** A timer may fall due at any moment; what is due is dealt with within seconds. */
async function unsettled(floor: Floor): Promise<readonly string[]> {
  return settle(floor, dueMsMax).then(
    () => [],
    (error: unknown) => [String(error)],
  );
}

/** What was published is visible. */
function checkTold({ incidents, effects }: FloorRecord, stories: readonly Story[]): readonly string[] {
  return stories.flatMap((story) => {
    const incident = incidentOfStory(incidents, story);
    if (incident === undefined) return `the report on ${story.place.id} became no incident`;
    const isTold = effects.some((effect) => effect.isCard && effect.incident === incident.id);
    return isTold ? [] : `${incident.id} at ${story.place.id} has no card`;
  });
}

/** One card an incident and channel. */
function checkCards({ effects }: FloorRecord): readonly string[] {
  const cards = effects.filter(({ isCard }) => isCard);
  const byPlace = Map.groupBy(cards, ({ incident, channel }) => `${incident} in ${channel}`);
  return [...byPlace].flatMap(([place, same]) =>
    same.slice(1).map(({ message }) => `${place} has another card: ${message}`),
  );
}

/** Two stories are two incidents. */
function checkApart({ incidents }: FloorRecord, stories: readonly Story[]): readonly string[] {
  const owners = Map.groupBy(stories, (story) => incidentOfStory(incidents, story)?.id ?? story.url);
  return [...owners].flatMap(([incident, same]) =>
    same.length === 1 ? [] : `${incident} is ${same.map(({ place }) => place.id).join(' and ')}`,
  );
}

/** Of what calls somebody nothing comes once an alert is taken, and nothing at all once it is resolved. */
function checkQuiet({ audit, effects }: FloorRecord): readonly string[] {
  return effects.flatMap(({ incident, isCard, at, content }) => {
    if (incident === null || isCard || !/<@&?\d+>/u.test(content)) return [];
    const before = audit.findLast(
      (entry) => entry.incident === incident && entry.alert && entry.at < at - onItsWayMsMax,
    );
    const isTold = audit.some(
      (entry) => entry.incident === incident && Math.abs(entry.at - at) <= 60_000 && entry.action === 'worsen',
    );
    const state = before?.alert?.state ?? 'open';
    return state === 'open' || isTold ? [] : `${incident} called somebody though it was ${state}: ${content}`;
  });
}

function checkErrors({ machines }: Floor, expected: readonly RegExp[]): readonly string[] {
  return machines.flatMap(({ name, records, said }) => [
    ...records
      .filter(({ level }) => level === 'error')
      .map(({ message, ...fields }) => `${String(message)} ${JSON.stringify(fields)}`)
      .filter((line) => !expected.some((each) => each.test(line)))
      .map((line) => `${name} logged an error: ${line}`),
    ...said.filter((line) => /error|exception|warning/iu.test(line)).map((line) => `${name} said: ${line}`),
  ]);
}

function checkProblems({ discord, machines }: Floor, expected: readonly RegExp[]): readonly string[] {
  const bots = machines.filter(({ role }) => role === 'bot' || role === 'all').length;
  const usual = bots > 1 ? [threadThere, answeredByOther] : [threadThere];
  const problems = discord.problems.filter(
    (problem) => !usual.some((each) => problem.includes(each)) && !expected.some((each) => each.test(problem)),
  );
  return problems.map((problem) => `Discord would have refused: ${problem}`);
}

/** No claim outlives what it was for; those of the dead run out. */
async function checkClaims({ client }: Floor): Promise<readonly string[]> {
  const keys = await client.keys('watchfloor:card-claim:*');
  const ends = await Promise.all(keys.map((key) => client.hget(key, 'until')));
  const far = Date.now() + 60_000;
  return keys.filter((_, at) => Number(ends[at]) > far).map((key) => `${key} is claimed for more than a minute`);
}
