import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import type { Log, Messenger, MessengerResult } from '../../ports.ts';
import { type Attempt, createAttempts } from './attempts.ts';
import { discordCode } from './failure.ts';
import { cardBody, editBody, nonceOf, noticeBody, referenceLine, threadNameOf } from './message.ts';
import { type RestHealth, requestTimeoutMs } from './rest.ts';

/** A thread without a word for this long is archived by Discord; a new notice brings it back. */
const threadArchiveMinutes = 4320;
/** How far back a message of ours is looked for. */
export const historyMessagesMax = 100;

const identified = z.object({ id: z.string() });
const message = identified.extend({
  content: z.string().nullish(),
  author: identified,
  embeds: z.array(z.object({ footer: z.object({ text: z.string() }).nullish() })).nullish(),
});

export interface DiscordMessenger extends Omit<Messenger, 'close'> {
  /** The bot's own user id, asked for once. Throws what the request throws. */
  ownId(): Promise<string>;
}

/** Sends cards and notices by REST alone; no gateway is needed, so that it works on any machine. */
export function createMessenger(rest: REST, health: RestHealth, log: Log): DiscordMessenger {
  const { attempt, canSend } = createAttempts(health, log);
  const sending = (what: string, request: () => Promise<unknown>) =>
    attempt(what, async () => identified.parse(await request()).id);
  let ownIdKnown: string | null = null;
  const ownId = async (): Promise<string> => {
    ownIdKnown ??= identified.parse(await rest.get(Routes.user(), timeLimit())).id;
    return ownIdKnown;
  };
  return {
    ownId,
    async postCard(channel, view) {
      return resultOf(await sending('post card', () => post(rest, channel, cardBody(view), view.reference)));
    },
    async editCard(channel, messageId, view) {
      const route = Routes.channelMessage(channel, messageId);
      return resultOf(await sending('edit card', () => rest.patch(route, { body: editBody(view), ...timeLimit() })));
    },
    async openThread(channel, messageId, name) {
      const body = { name: threadNameOf(name), auto_archive_duration: threadArchiveMinutes };
      const route = Routes.threads(channel, messageId);
      const opened = await sending('open thread', () => rest.post(route, { body, ...timeLimit() }));
      // A message has one thread, and the thread has the message's id.
      const exists = codeOf(opened) === RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage;
      return exists ? { status: 'accepted', messageId } : resultOf(opened);
    },
    async postNotice(thread, view) {
      const send = () => sending('post notice', () => post(rest, thread, noticeBody(view), view.reference));
      const sent = await send();
      if (codeOf(sent) !== RESTJSONErrorCodes.InvalidActionOnArchivedThread) return resultOf(sent);
      const body = { archived: false };
      const opened = await sending('unarchive thread', () =>
        rest.patch(Routes.channel(thread), { body, ...timeLimit() }),
      );
      return opened.status === 'failed' ? opened.failure : resultOf(await send());
    },
    async findByReference(channel, reference) {
      const search = await attempt('read history', async () => findOwn(rest, channel, await ownId(), reference));
      if (search.status === 'failed') return search.failure;
      return search.answer === null ? { status: 'absent' } : { status: 'accepted', messageId: search.answer };
    },
    isReady: canSend,
  };
}

/** With a nonce that Discord enforces: a repeat within its window gives the message that stands. */
function post(rest: REST, channel: string, body: object, reference: string): Promise<unknown> {
  const withNonce = { ...body, nonce: nonceOf(reference), enforce_nonce: true };
  return rest.post(Routes.channelMessages(channel), { body: withNonce, ...timeLimit() });
}

async function findOwn(rest: REST, channel: string, own: string, reference: string): Promise<string | null> {
  const query = new URLSearchParams({ limit: String(historyMessagesMax) });
  const history = await rest.get(Routes.channelMessages(channel), { query, ...timeLimit() });
  const messages = z.array(message).parse(history);
  return messages.find((one) => one.author.id === own && carries(one, reference))?.id ?? null;
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

/** discord.js' own timeout ends with the headers; this one covers the body too. */
function timeLimit(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(requestTimeoutMs) };
}
