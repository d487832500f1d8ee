/** The options of `watchfloor.yaml`: each with its default and bounds, its unit in the name. */
import { z } from 'zod';
import { listOf, map, number, oneOf, text, whole, yesOrNo } from './expectations.ts';
import { wrongPartOf } from './redis-address.ts';

const minute = 60_000;

/** Without an example of a login, which would be cut out as one. */
const redisUrlExpected =
  'expected redis://host:port, rediss://host:port, redis+sentinel://host:port,host:port/name or unix:/path; ' +
  'a user and password stand before the host, percent-encoded';
/** What is said of an address that names no Redis. */
export const redisUrlProblem = ({ input }: { readonly input?: unknown }) =>
  `${redisUrlExpected}. Here ${wrongPartOf(String(input))}`;

const fetchSettings = map({
  /** For a name, a connection and its TLS. */
  connectTimeoutMs: whole(100, minute).default(10_000),
  /** From the connection to the end of the answer's headers. */
  firstByteTimeoutMs: whole(100, minute).default(10_000),
  /** For the whole of a fetch, redirects and body included. */
  timeoutMs: whole(100, 5 * minute).default(20_000),
  /** A body that comes more slowly is given up. */
  bytesPerSecondMin: whole(0, 1_000_000).default(1_000),
  /** Over how long that is measured; the first such time of an answer is left out. */
  rateWindowMs: whole(100, minute).default(5_000),
  /** Of an answer, before unpacking and after it. */
  bodyBytesMax: whole(1_000, 100_000_000).default(8 * 1_048_576),
  /** How many times larger than it was sent a body may become; the first megabyte is free. */
  compressionRatioMax: whole(1, 10_000).default(100),
  headerBytesMax: whole(1_024, 1_048_576).default(32_768),
  redirectsMax: whole(0, 20).default(5),
  /** Requests to one host at a time, and between the starts of two, over all processes. */
  perHostMax: whole(1, 1_000).default(2),
  hostSpacingMs: whole(0, 10 * minute).default(1_000),
  /** No other port is fetched from. */
  portsAllowed: listOf(whole(1, 65_535), 'ports').default([80, 443, 8080, 8443]),
  /** Opens loopback and private addresses, and every port; for tests alone. */
  allowPrivateNetworks: yesOrNo.default(false),
  userAgent: text.default('Watchfloor/0.1 (RSS reader)'),
  /** An address or mailbox added to the user agent, for publishers who want to complain. */
  contact: text.nullable().default(null),
});
const pollSettings = map({
  concurrency: whole(1, 500).default(20),
  /** For a feed whose rhythm is not known yet. */
  intervalMinutesDefault: whole(1, 1440).default(10),
  /** The shortest interval that a feed's own rhythm may lead to, by its outlet's tier. */
  intervalMinutesFloor: map({
    tier1: whole(1, 1440).default(2),
    tier2: whole(1, 1440).default(5),
    tier3: whole(1, 1440).default(10),
  }).prefault({}),
  backoffMinutesMax: whole(1, 10_080).default(240),
  /** For reading one document, whatever it holds; it is given up behind that. */
  parseMsMax: whole(100, minute).default(2_000),
  /** The share by which a wait is lengthened at most, so that feeds do not fall due together. */
  jitter: number(0, 0.5).default(0.1),
});
const newsSettings = map({
  /** An item first seen so long after its publication is told without ping and marked late. */
  lateAfterHours: whole(1, 720).default(6),
  /** An item of a feed's first poll younger than this is live news. */
  backlogFreshMinutes: whole(0, 1440).default(30),
  /** How long what was seen is remembered after it left its feed; older items are never news. */
  keepDays: whole(7, 3650).default(90),
});
const keepSettings = map({
  /** Entries of the audit log, of which no more than 100,000 are kept. */
  auditDays: whole(30, 3650).default(365),
});
const matchSettings = map({
  concurrency: whole(1, 64).default(2),
  /** For the right to write the incident index. */
  writerLeaseMs: whole(500, minute).default(5_000),
});
const deliverSettings = map({
  concurrency: whole(1, 64).default(4),
  /** For the right to write one card; whoever writes it prolongs it, so that it is short for who died. */
  claimLeaseMs: whole(5_000, 10 * minute).default(8_000),
  /** How long the messenger is trusted to recognise a message sent twice. */
  nonceWindowMs: whole(1_000, 10 * minute).default(2 * minute),
  /** A card is edited no more often, but for a press, which is shown at once. */
  editEveryMs: whole(0, 10 * minute).default(5_000),
  /** So many new cards a channel gets within an hour; the rest is named in one summary, but for what is critical. */
  cardsPerHourMax: whole(1, 1_000).default(20),
  /** A row of the outbox that waits longer is queued again. */
  sweepAfterMs: whole(1_000, 10 * minute).default(10_000),
});
const alertSettings = map({
  /** A new place or actor reopens an alert no more often than this; a rise of severity always does. */
  cooldownMinutes: whole(0, 1440).default(30),
  /** Who has acknowledged is asked so long after whether he is still at it; null: never. */
  remindAfterMinutes: whole(5, 10_080).nullable().default(120),
  /** So long after he was asked, and did not answer, it is open again. */
  lapseAfterMinutes: whole(1, 1440).default(30),
  /** An alert of which nothing was heard for so long is resolved; null: never. */
  resolveAfterQuietHours: whole(1, 8_760).nullable().default(48),
  /** News so long after it was resolved reopens it; later it is a new incident that goes on where that one ended. */
  reopenWithinDays: whole(0, 365).default(7),
});
const webSettings = map({
  host: text.default('127.0.0.1'),
  /** 0 takes any free port. */
  port: whole(0, 65_535).default(9464),
});
const healthSettings = map({
  /** Each: how long it may fail before /health is red. */
  tickSecondsMax: whole(5, 3600).default(30),
  redisSecondsMax: whole(5, 3600).default(30),
  messengerSecondsMax: whole(5, 3600).default(120),
  /** Nothing at all was read: after so long the operators are told, too. */
  feedsMinutesMax: whole(1, 1440).default(30),
  /** How long one feed fails until the operators are told. */
  feedFailingMinutes: whole(10, 10_080).default(60),
  /** The share of outlets, of all or of a language, side or tier, below which the operators are told. */
  coverageMin: number(0, 1).default(0.6),
});
const snowflake = z
  .string({ error: 'expected an id of Discord in quotation marks' })
  .regex(/^\d{17,20}$/, 'expected an id of Discord: 17 to 20 digits in quotation marks');
const operatorsSettings = map({
  /** The channel of Discord that hears how the feeds fare; without one the terminal and the log do. */
  channel: snowflake.nullable().default(null),
  /** The role that is named when nothing, or too little of everything, is read. */
  pingRole: snowflake.nullable().default(null),
});
const heartbeatSettings = map({
  /** An address outside that is called while everything is on time, and raises the alarm when it is called no more. */
  url: z
    .string({ error: 'expected an address' })
    .refine(isWebUrl, 'expected an http or https address')
    .nullable()
    .default(null),
  everySeconds: whole(10, 3600).default(60),
});
const logSettings = map({ level: oneOf(['debug', 'info', 'warn', 'error']).default('info') });

export const settingsFile = map({
  /** Where what the program keeps lies, relative to the working folder. */
  dataDir: text.default('data'),
  /** Left out: a Redis of the program's own is found or brought. */
  redisUrl: z
    .string({ error: 'expected an address' })
    .refine(isRedisUrl, { error: redisUrlProblem })
    .nullable()
    .default(null),
  /** In front of every key in Redis. */
  keyPrefix: z
    .string({ error: 'expected a text' })
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected up to 31 lower-case letters, digits and hyphens')
    .default('watchfloor'),
  fetch: fetchSettings.prefault({}),
  poll: pollSettings.prefault({}),
  news: newsSettings.prefault({}),
  keep: keepSettings.prefault({}),
  match: matchSettings.prefault({}),
  deliver: deliverSettings.prefault({}),
  alerts: alertSettings.prefault({}),
  web: webSettings.prefault({}),
  health: healthSettings.prefault({}),
  operators: operatorsSettings.prefault({}),
  heartbeat: heartbeatSettings.prefault({}),
  log: logSettings.prefault({}),
});

type Fixed<T> = T extends object ? { readonly [Key in keyof T]: Fixed<T[Key]> } : T;

/** Every option of the program, checked, environment included. */
export type Settings = Fixed<z.infer<typeof settingsFile>>;

/** Whether an address names a Redis server, or the sentinels that know it. */
export function isRedisUrl(value: string): boolean {
  return wrongPartOf(value) === null;
}

/** Whether an address can be called over the web. */
export function isWebUrl(value: string): boolean {
  return /^https?:$/.test(URL.parse(value)?.protocol ?? '');
}
