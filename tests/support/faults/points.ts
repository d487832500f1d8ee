/** The steps between a fetch and a message at which a worker can die, each by its name. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Role } from '../../../src/app.ts';
import type { RequestStep } from '../discord/handler.ts';
import type { FeedStep } from './feeds.ts';
import type { Point, WireCommand } from './wire.ts';

/** What has to happen so that the step is taken: news, somebody who presses, or graver news. */
export type Cause = 'happen' | 'press' | 'worsen';

/** Where a step is seen. */
export type Sight =
  | ({ readonly on: 'wire'; readonly since?: (command: WireCommand) => boolean } & Pick<Point, 'when' | 'matches'>)
  | { readonly on: 'feed'; readonly when: FeedStep['when'] }
  | { readonly on: 'discord'; readonly when: RequestStep['when']; readonly matches: (step: RequestStep) => boolean };

export interface KillPoint {
  readonly name: string;
  readonly role: Role;
  readonly cause: Cause;
  readonly sight: Sight;
}

type Matches = (command: WireCommand) => boolean;

const isText = (value: unknown): value is string => typeof value === 'string';
const fieldOf = (value: unknown, name: string): unknown =>
  Object.entries(Object(value)).find(([key]) => key === name)?.[1];

const scripts: unknown = createRequire(import.meta.url)('bullmq/dist/cjs/scripts/index.js');

/** BullMQ's scripts by their hash and by their source, as either is sent. */
const bullScripts: ReadonlyMap<string, string> = new Map(
  Object.values(Object(scripts)).flatMap((script): [string, string][] => {
    const [name, source] = [fieldOf(script, 'name'), fieldOf(script, 'content')];
    if (!isText(name) || !isText(source)) return [];
    return [
      [createHash('sha1').update(source).digest('hex'), name],
      [source, name],
    ];
  }),
);

/** One of BullMQ's steps on a queue. */
export const bull =
  (script: 'addStandardJob' | 'moveToActive' | 'moveToFinished' | 'moveToDelayed', queue: Role | string): Matches =>
  ({ parts }) =>
    bullScripts.get(parts[1] ?? '') === script && (parts[3] ?? '').startsWith(`watchfloor-queue:${queue}:`);

/** A write of ours that holds all of these: a key's beginning, or a word. */
const holding =
  (...wanted: readonly string[]): Matches =>
  ({ parts }) =>
    wanted.every((each) => parts.some((part) => part.startsWith(each)));

/** A claim of a lease whose key begins so. */
const claiming =
  (key: string): Matches =>
  ({ parts }) =>
    (parts[3] ?? '').startsWith(key);

const keepsArticles = holding('HSET', 'watchfloor:pending', 'watchfloor:seen:');
const writesVerdict = holding('SET', 'watchfloor:article:', 'watchfloor:incidents:revision');
const settlesRow = holding('watchfloor:card-claim:', 'watchfloor:outbox:outcomes');
const settlesPage = holding('watchfloor:letter-claim:', 'HDEL', 'watchfloor:letters:waiting');
const writesStep = holding('watchfloor:press:alert:', 'watchfloor:alerts:');
const writesPress: Matches = ({ parts }) => parts.some((part) => /^watchfloor:press:\d/u.test(part));
const triesCard: Matches = ({ parts }) =>
  parts.some((part) => part.startsWith('{"incident"') && /"attemptedAt":\d/u.test(part));

const channelOf = ({ path }: RequestStep) => /^\/channels\/(\d+)\/messages$/u.exec(path)?.[1];
const isPost = (step: RequestStep) => step.method === 'POST' && channelOf(step) !== undefined;
const contentOf = ({ body }: RequestStep): string => String(fieldOf(body, 'content'));
/** The first of the stand-in's channels is where cards stand. */
const isCard = (step: RequestStep) => isPost(step) && channelOf(step) === '900000000000000002';
const isPage = (step: RequestStep) => isPost(step) && !isCard(step) && contentOf(step).includes('<@');
const isNotice = (step: RequestStep) => isPost(step) && !isCard(step) && !contentOf(step).includes('<@');
const isThread = ({ method, path }: RequestStep) => method === 'POST' && path.endsWith('/threads');
const isEdit = ({ method, path }: RequestStep) =>
  method === 'PATCH' && path.startsWith('/channels/900000000000000002/messages/');
const isFirstAnswer = ({ method, path }: RequestStep) => method === 'POST' && path.startsWith('/interactions/');
const isAnswer = ({ method, path }: RequestStep) => method === 'PATCH' && path.startsWith('/webhooks/');

type Where = readonly [role: Role, cause: Cause];

/** Before and after a command. */
function around([role, cause]: Where, before: string, after: string, matches: Matches): readonly KillPoint[] {
  return [
    { name: `${role}: ${before}`, role, cause, sight: { on: 'wire', when: 'before', matches } },
    { name: `${role}: ${after}`, role, cause, sight: { on: 'wire', when: 'after', matches } },
  ];
}

/** Before Discord hears of it, and when it has done it. */
function asking([role, cause]: Where, what: string, matches: (step: RequestStep) => boolean): readonly KillPoint[] {
  return [
    { name: `${role}: Discord is asked for ${what}`, role, cause, sight: { on: 'discord', when: 'asked', matches } },
    { name: `${role}: Discord has done ${what}`, role, cause, sight: { on: 'discord', when: 'answering', matches } },
  ];
}

function ending([role, cause]: Where, what: string, since: Matches): KillPoint {
  const sight = { on: 'wire', when: 'before', since, matches: bull('moveToFinished', role) } as const;
  return { name: `${role}: the job of ${what} is about to end`, role, cause, sight };
}

const news = 'happen';

export const killPoints: readonly KillPoint[] = [
  ...around(['scheduler', news], 'a poll is about to be queued', 'a poll is queued', bull('addStandardJob', 'poll')),
  ...around(
    ['scheduler', news],
    'an alert is about to be queued',
    'an alert is queued',
    bull('addStandardJob', 'escalate'),
  ),
  { name: 'poll: the feed is asked', role: 'poll', cause: news, sight: { on: 'feed', when: 'asked' } },
  { name: 'poll: the feed answers', role: 'poll', cause: news, sight: { on: 'feed', when: 'answering' } },
  ...around(['poll', news], 'articles are about to be kept', 'articles are kept', keepsArticles),
  ...around(['poll', news], 'a match is about to be queued', 'a match is queued', bull('addStandardJob', 'match')),
  ending(['poll', news], 'a poll', keepsArticles),
  ...around(
    ['match', news],
    'the writer is about to be claimed',
    'the writer is claimed',
    claiming('watchfloor:writer'),
  ),
  ...around(['match', news], 'the verdict is about to be written', 'the verdict is written', writesVerdict),
  ...around(
    ['match', news],
    'a delivery is about to be queued',
    'a delivery is queued',
    bull('addStandardJob', 'deliver'),
  ),
  ending(['match', news], 'a match', writesVerdict),
  ...around(['match', 'worsen'], 'the update is about to be written', 'the update is written', writesVerdict),
  ...around(
    ['deliver', news],
    'the card is about to be claimed',
    'the card is claimed',
    claiming('watchfloor:card-claim:'),
  ),
  ...around(['deliver', news], 'the try is about to be noted', 'the try is noted', triesCard),
  ...asking(['deliver', news], 'the card', isCard),
  ...around(['deliver', news], 'the row is about to be settled', 'the row is settled', settlesRow),
  ending(['deliver', news], 'a card', settlesRow),
  ...around(['escalate', news], 'the step is about to be written', 'the step is written', writesStep),
  ...around(
    ['escalate', news],
    'the page is about to be queued',
    'the page is queued',
    bull('addStandardJob', 'deliver'),
  ),
  ending(['escalate', news], 'an alert', writesStep),
  ...around(
    ['deliver', news],
    'the page is about to be claimed',
    'the page is claimed',
    claiming('watchfloor:letter-claim:'),
  ),
  ...asking(['deliver', news], 'the thread', isThread),
  ...asking(['deliver', news], 'the page', isPage),
  ...around(['deliver', news], 'the page is about to be settled', 'the page is settled', settlesPage),
  ...asking(['bot', 'press'], 'the first answer', isFirstAnswer),
  ...around(['bot', 'press'], 'the press is about to be written', 'the press is written', writesPress),
  ...around(['bot', 'press'], 'an edit is about to be queued', 'an edit is queued', bull('addStandardJob', 'deliver')),
  ...asking(['bot', 'press'], 'the answer', isAnswer),
  ...asking(['deliver', 'press'], 'the edit of a press', isEdit),
  ...asking(['deliver', 'worsen'], 'the edit', isEdit),
  ...asking(['deliver', 'worsen'], 'the notice', isNotice),
  ...around(['deliver', 'worsen'], 'the notice is about to be settled', 'the notice is settled', settlesRow),
];
