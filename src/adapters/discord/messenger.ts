import { type RawFile, type REST, RESTJSONErrorCodes, Routes, SnowflakeUtil } from 'discord.js';
import { z } from 'zod';
import type { Instant } from '../../model.ts';
import type { LetterView, Log, Messenger, MessengerResult, PostResult } from '../../ports.ts';
import { type Attempt, type Attempts, type Call, createAttempts } from './attempts.ts';
import { discordCode } from './failure.ts';
import {
  cardBody,
  editBody,
  foldBody,
  letterBody,
  nonceOf,
  noticeBody,
  referenceLine,
  threadNameOf,
} from './message.ts';
import { pageBody } from './page.ts';
import type { RestHealth } from './rest.ts';
import { UnwantedError } from './sending.ts';

/** A thread without a word for this long is archived by Discord; a new notice brings it back. */
const threadArchiveMinutes = 4320;
/** Discord: the most messages a page of history holds. */
const historyPageMessages = 100;
const historyPagesMax = 20;
/** How far our clock may run ahead of Discord's. */
const clockSkewMsMax = 120_000;

const identified = z.object({ id: z.string() });
const message = identified.extend({
  content: z.string().nullish(),
  author: identified,
  embeds: z.array(z.object({ footer: z.object({ text: z.string() }).nullish() })).nullish(),
});

/** Sends cards and notices by REST alone; no gateway is needed, so that it works on any machine. */
export function createMessenger(rest: REST, health: RestHealth, log: Log): Omit<Messenger, 'close'> {
  const { attempt, canSend } = createAttempts(rest, health, log);
  const send = (call: Call) => attempt(call, (answer) => identified.parse(answer).id);
  return {
    async postCard(channel, view, isWanted) {
      return postedOf(
        await send({ ...posting('post card', channel, cardBody(view), view.reference), ...asking(isWanted) }),
      );
    },
    async editCard(channel, messageId, view) {
      const path = Routes.channelMessage(channel, messageId);
      return resultOf(await send({ what: 'edit card', method: 'patch', path, body: editBody(view) }));
    },
    async openThread(channel, messageId, name) {
      const body = { name: threadNameOf(name), auto_archive_duration: threadArchiveMinutes };
      const opened = await send({
        what: 'open thread',
        method: 'post',
        path: Routes.threads(channel, messageId),
        body,
      });
      // A message has one thread, and the thread has the message's id.
      const exists = codeOf(opened) === RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage;
      return exists ? { status: 'accepted', messageId } : resultOf(opened);
    },
    async postNotice(thread, view, isWanted) {
      const call = { ...posting('post notice', thread, noticeBody(view), view.reference), ...asking(isWanted) };
      const sent = await sendInThread(send, thread, call);
      // Somebody deleted the thread.
      return codeOf(sent) === RESTJSONErrorCodes.UnknownChannel ? { status: 'gone' } : postedOf(sent);
    },
    postFold: async (channel, view) =>
      resultOf(await send(posting('post summary', channel, foldBody(view), view.reference))),
    async editFold(channel, messageId, view) {
      const path = Routes.channelMessage(channel, messageId);
      return resultOf(await send({ what: 'edit summary', method: 'patch', path, body: foldBody(view) }));
    },
    async postLetter(channel, view) {
      const call = posting('post letter', channel, letterBody(view), view.reference);
      return resultOf(await send({ ...call, files: filesOf(view) }));
    },
    async postPage(channel, view, isWanted) {
      const call = { ...posting('post page', channel, pageBody(view), view.reference), isWanted };
      return postedOf(await sendInThread(send, channel, call));
    },
    async editPage(channel, messageId, view) {
      const path = Routes.channelMessage(channel, messageId);
      const body = pageBody({ ...view, users: [], roles: [] });
      return resultOf(await send({ what: 'edit page', method: 'patch', path, body }));
    },
    findByReference: (channel, reference, since) => findOwn(attempt, channel, reference, since),
    isReady: canSend,
  };
}

const asking = (isWanted: Call['isWanted']): Pick<Call, 'isWanted'> => (isWanted === undefined ? {} : { isWanted });

function postedOf(sent: Attempt<string>): PostResult {
  const isUnwanted = sent.status === 'failed' && sent.error instanceof UnwantedError;
  return isUnwanted ? { status: 'unwanted' } : resultOf(sent);
}

/** Discord archives a thread in which nothing was said for long: it is brought back first. */
async function sendInThread(
  send: (call: Call) => Promise<Attempt<string>>,
  thread: string,
  call: Call,
): Promise<Attempt<string>> {
  const sent = await send(call);
  if (codeOf(sent) !== RESTJSONErrorCodes.InvalidActionOnArchivedThread) return sent;
  const unarchive = { what: 'unarchive thread', method: 'patch', body: { archived: false } } as const;
  const opened = await send({ ...unarchive, path: Routes.channel(thread) });
  return opened.status === 'failed' ? opened : send(call);
}

/** Reads the history backwards, page by page, until it is older than the time from which on the message can stand. */
async function findOwn(
  attempt: Attempts['attempt'],
  channel: string,
  reference: string,
  since: Instant,
): Promise<MessengerResult | { readonly status: 'absent' }> {
  const own = await attempt({ what: 'ask for own id', method: 'get', path: Routes.user() }, identified.parse);
  if (own.status === 'failed') return own.failure;
  let before: string | null = null;
  for (let page = 0; page < historyPagesMax; page += 1) {
    const query: URLSearchParams = new URLSearchParams({
      limit: String(historyPageMessages),
      ...(before && { before }),
    });
    const path = Routes.channelMessages(channel);
    const history = await attempt({ what: 'read history', method: 'get', path, query }, z.array(message).parse);
    if (history.status === 'failed') return history.failure;
    const found = history.answer.find((one) => one.author.id === own.answer.id && carries(one, reference));
    if (found !== undefined) return { status: 'accepted', messageId: found.id };
    before = history.answer.at(-1)?.id ?? null;
    const isRead = before === null || history.answer.length < historyPageMessages;
    if (isRead || SnowflakeUtil.timestampFrom(before ?? '0') < since - clockSkewMsMax) break;
  }
  return { status: 'absent' };
}

/** With a nonce that Discord enforces: a repeat within its window gives the message that stands. */
function posting(what: string, channel: string, body: object, reference: string): Call {
  const withNonce = { ...body, nonce: nonceOf(reference), enforce_nonce: true };
  return { what, method: 'post', path: Routes.channelMessages(channel), body: withNonce };
}

/** Numbered as the body's attachments are. */
function filesOf({ image, card, file }: LetterView): readonly RawFile[] {
  if (card !== null) return [];
  return [
    ...(image === null ? [] : [{ name: image.name, data: Buffer.from(image.png), contentType: 'image/png' }]),
    ...(file == null ? [] : [{ name: file.name, data: Buffer.from(file.content), contentType: 'text/plain' }]),
  ];
}

function carries({ embeds, content }: z.infer<typeof message>, reference: string): boolean {
  const isCard = (embeds ?? []).some(({ footer }) => footer?.text.split(' · ').includes(reference));
  return isCard || content?.split('\n').at(-1) === referenceLine(reference);
}

function resultOf(sent: Attempt<string>): MessengerResult {
  return sent.status === 'done' ? { status: 'accepted', messageId: sent.answer } : sent.failure;
}

function codeOf(sent: Attempt<string>): number | null {
  return sent.status === 'failed' ? discordCode(sent.error) : null;
}
