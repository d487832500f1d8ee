import type { Bar, Decision, ReasonCode, SaidLine, SaidPiece } from '../../model.ts';
import type { Spoken } from '../speech.ts';
import { writeVerdict } from '../why/write.ts';
import { said } from './said.ts';
import { arabicWhy } from './why-arabic.ts';

type Line = SaidLine;

/** What `/why` says in its first answer: plain sentences, top down. Names, titles and times are given as lines. */
export interface WhySpeech {
  /** Whose article it is, when it was published and seen. */
  readonly article: (of: {
    readonly outlet: string;
    readonly title: Line;
    readonly at: SaidPiece;
    readonly seen: SaidPiece;
  }) => Line;
  readonly backlog: string;
  readonly late: string;
  readonly readAs: (deed: string, place: string | null, day: string | null) => string;
  /** The sentence that a reading rests on. */
  readonly restsOn: (read: string, sentence: string) => string;
  readonly setAside: (why: string) => string;
  readonly background: (why: string) => string;
  readonly opened: (incident: Line) => Line;
  readonly joined: (incident: Line, place: { readonly number: number; readonly of: number }, why: string) => Line;
  readonly repeated: (incident: Line, place: { readonly number: number; readonly of: number }, why: string) => Line;
  readonly changed: (what: string) => string;
  readonly hidden: string;
  readonly revised: (at: SaidPiece, what: string) => Line;
  readonly waits: string;
  readonly nobodyTold: string;
  readonly severity: (severity: string, rule: string) => string;
  readonly founded: (of: { readonly outlet: string; readonly title: Line; readonly at: SaidPiece }) => Line;
  readonly onRecord: string;
  readonly reports: (count: number, families: number) => string;

  readonly card: string;
  /** Of an hour that was full, as a link to it. */
  readonly summary: string;
  readonly comma: string;
  readonly semicolon: string;
  readonly quoted: (text: string) => string;
  readonly told: (channel: Line, at: SaidPiece | null, card: SaidPiece) => Line;
  readonly pinged: string;
  readonly notPinged: (code: ReasonCode | null) => string;
  readonly graver: (incident: string) => string;
  /** The watch by which it was told, and what satisfied it. */
  readonly byWatch: (watch: string, words: string) => string;
  readonly edited: string;
  readonly editPending: string;
  readonly folded: (channel: Line, summary: SaidPiece | null) => Line;
  readonly deleted: (channel: Line) => Line;
  readonly held: (channel: Line, until: SaidPiece | null) => Line;
  readonly belowFloor: (channel: Line, severity: string, floor: string | null) => Line;
  readonly digestOnly: (channel: Line) => Line;
  /** By whom, until when and why; null where the silence is no longer kept. */
  readonly silenced: (
    channel: Line,
    silence: { readonly by: string; readonly until: SaidPiece; readonly why: string } | null,
  ) => Line;
  readonly closed: (channel: Line, state: string | null) => Line;
  readonly failed: (channel: Line, reason: string) => Line;
  /** Why a channel takes nothing any more, and since when. */
  readonly ended: (channel: Line, why: Bar['why'] | null, at: SaidPiece | null) => Line;
  readonly onItsWay: (channel: Line) => Line;
  readonly silent: string;
  readonly notSatisfied: (channel: Line, watch: string, missing: readonly string[]) => Line;
  readonly changedSince: (channel: Line) => Line;
  readonly noSubscription: string;
  readonly moreChannels: (count: number) => string;
  readonly directMessages: string;

  readonly neverSeen: string;
  readonly siteFed: (feed: string, read: SaidPiece | null) => Line;
  readonly siteFails: (feed: string, problem: string) => string;
  readonly siteRests: (feed: string) => string;
  readonly siteUnknown: (site: string) => string;
  readonly thenJudge: string;
  readonly judgedNow: string;
  /** What it would turn out to be, with the id of the incident where there is one. */
  readonly verdict: (decision: Decision, incident: string | null) => string;

  readonly needsLink: string;
  readonly needsSomething: string;
  readonly needsWords: string;
  readonly textTooLong: (lengthMax: number) => string;
  readonly linkTooLong: (lengthMax: number) => string;
  readonly tooMany: string;
  readonly gone: string;
}

/** Why nobody was pinged, where that is recorded. */
const noPing: ReadonlyMap<string, string> = new Map([
  ['no-ping-minor', 'without ping, the change is minor'],
  ['no-ping-known-incident', 'without ping, it is a development of an incident on record'],
  ['no-ping-late', 'without ping, it was first seen long after its publication'],
  ['no-ping-acknowledged', 'without ping, somebody had taken it'],
  ['no-ping-wanted', 'without ping, no role is set for this severity'],
  ['no-ping-inhibited', 'without ping, a graver incident at the same place and hour was told'],
]);

const english: WhySpeech = {
  article: ({ outlet, title, at, seen }) => said`${outlet}: ${title}, published ${at}, seen ${seen}.`,
  backlog: 'It was an old item of a feed that was new: such items join or open incidents silently.',
  late: 'It was first seen hours after its publication: such items are told without ping.',
  readAs: (deed, place, day) =>
    `It was read as: ${deed}${place === null ? '' : `, ${place}`}${day === null ? '' : `, ${day}`}`,
  restsOn: (read, sentence) => `${read} – by the sentence “${sentence}”.`,
  setAside: (why) => `It was set aside, so that nobody is told: ${why}.`,
  background: (why) => `It tells nothing new, so that nobody is told: ${why}.`,
  opened: (incident) => said`It opened the incident ${incident}.`,
  joined: (incident, { number, of }, why) =>
    said`It joined ${incident} as report ${number} of ${of}${why === '' ? '' : `: ${why}`}.`,
  repeated: (incident, { number, of }, why) =>
    said`It repeats ${incident} as report ${number} of ${of} and adds nothing that is told anew${why === '' ? '' : `: ${why}`}.`,
  changed: (what) => `It changed: ${what}.`,
  hidden: 'It belongs to an incident that was raised on another server, which is not told here.',
  revised: (at, what) => said`Its outlet revised it ${at}: ${what}.`,
  waits: 'It was fetched and waits for its turn to be read. Ask again in a minute.',
  nobodyTold: 'No channel of this server subscribes to anything, so that nobody is told. Next: /subscribe.',
  severity: (severity, rule) => `Severity ${severity.toLowerCase()}: ${rule}.`,
  founded: ({ outlet, title, at }) => said`It rests first on ${outlet}: ${title}, ${at}.`,
  onRecord: 'It is an incident on record, known before any article told it.',
  reports: (count, families) =>
    `${count === 1 ? 'One report' : `${count} reports`} by ${families === 1 ? 'one independent outlet' : `${families} independent outlets`}.`,

  card: 'card',
  summary: 'the summary of that hour',
  comma: ', ',
  semicolon: '; ',
  quoted: (text) => `“${text}”`,
  told: (channel, at, card) =>
    at === null ? said`Told in ${channel} (${card})` : said`Told in ${channel} ${at} (${card})`,
  pinged: 'pinged',
  notPinged: (code) => noPing.get(code ?? '') ?? 'without ping',
  graver: (incident) => `without ping, a graver incident at the same place and hour was told (${incident})`,
  byWatch: (watch, words) => `by the watch “${watch}”${words === '' ? '' : ` (${words})`}`,
  edited: 'edited since',
  editPending: 'its newest version is on its way',
  folded: (channel, summary) =>
    summary === null
      ? said`Not told by itself in ${channel}: its hour was full, so it stands in the summary of that hour.`
      : said`Not told by itself in ${channel}: its hour was full, so it stands in ${summary}.`,
  deleted: (channel) => said`Told in ${channel}; somebody deleted the message, and it is not posted again.`,
  held: (channel, until) =>
    until === null
      ? said`Not told in ${channel}: it came in its quiet hours.`
      : said`Not told yet in ${channel}: quiet hours until ${until}.`,
  belowFloor: (channel, severity, floor) =>
    said`Not told in ${channel}: severity ${severity.toLowerCase()}${floor === null ? ', lower than it asks for' : `, it asks for ${floor.toLowerCase()} or higher`}.`,
  digestOnly: (channel) => said`Not told in ${channel}: it asks for digests alone.`,
  silenced: (channel, silence) =>
    silence === null
      ? said`Not told in ${channel}: a silence was in force.`
      : said`Not told in ${channel}: silenced by ${silence.by} until ${silence.until} (${silence.why}). Its next news after that is told.`,
  closed: (channel, state) => said`Not told in ${channel}: the alert was ${state?.toLowerCase() ?? 'closed'} before.`,
  failed: (channel, reason) => said`Not told in ${channel}: Discord did not take the message (${reason}).`,
  ended(channel, why, at) {
    const because = {
      gone: 'the channel was deleted',
      forbidden: 'Watchfloor may not write there',
      person: 'no direct messages are taken',
    };
    const words = why === null ? 'it takes no messages' : because[why];
    const since = at === null ? '' : said` ${at}`;
    return said`Not told in ${channel}: ${words}, so its subscriptions ended${since}. Subscribe it again when that is mended.`;
  },
  onItsWay: (channel) => said`Not told yet in ${channel}: the message is on its way.`,
  silent: 'Told to nobody so far: it was opened by old items, and wakes when news of it come.',
  notSatisfied: (channel, watch, missing) =>
    said`Not told in ${channel}: it does not satisfy the watch “${watch}”${missing.length === 0 ? '' : ` (missing: ${missing.join(', ')})`}.`,
  changedSince: (channel) =>
    said`Not told in ${channel}: it satisfies the watch as it is now; when it came, the watch or the subscription was another.`,
  noSubscription: 'No channel of this server subscribes to a watch. Next: /subscribe.',
  moreChannels: (count) => `${count} more channels: see Details.`,
  directMessages: 'your direct messages',

  neverSeen: 'No feed here brought that link, or it was longer ago than articles are kept.',
  siteFed: (feed, read) =>
    read === null
      ? said`Its site is read by the feed ${feed}, which was not read so far.`
      : said`Its site is read by the feed ${feed}, last ${read}: the feed did not hold this article, or has another link for it.`,
  siteFails: (feed, problem) => `Its site is read by the feed ${feed}, which fails at present: ${problem}.`,
  siteRests: (feed) => `Its site is read by the feed ${feed}, which is paused: nothing of it is seen.`,
  siteUnknown: (site) =>
    `No feed that is read is known to carry articles of ${site}. Operators add one with /feeds add.`,
  thenJudge: 'Give its headline and text too (text:), and it is judged as if it came in now.',
  judgedNow: 'Judged now; nothing is stored and nobody is told.',
  verdict: (decision, incident) => `${writeVerdict(decision, incident)}.`,

  needsLink: 'url: expected the http or https address of an article.',
  needsSomething: 'Name an incident, the url of an article, or its text.',
  needsWords: 'text: expected at least one word.',
  textTooLong: (lengthMax) => `text: at most ${lengthMax} characters.`,
  linkTooLong: (lengthMax) => `url: at most ${lengthMax} characters.`,
  tooMany: 'Too many are asking at this moment. Try again in a few seconds.',
  gone: 'Its record is no longer kept. Give the command again.',
};

export const whySpeech: Spoken<WhySpeech> = { en: english, ar: arabicWhy };
