import { channelAnswer, openDirect, showGuild, showMember } from './guilds.ts';
import { answerInteraction, attachmentsOf, editReply } from './replies.ts';
import { type Answer, invalidForm, type RouteContext, type RouteRequest, refusal } from './route.ts';
import { channelBody, commandProblems, fileProblems, readMessage, sentence, threadBody } from './rules.ts';
import type { DiscordState, StoredChannel, StoredMessage } from './state.ts';

type Handler = (context: RouteContext, request: RouteRequest, ids: readonly string[]) => Answer;
interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly needsToken: boolean;
  readonly handle: Handler;
}

/** Discord resets the token of a bot that begins more sessions in a day. */
const sessionsADayMax = 1_000;

const unknownChannel = refusal(404, 10003, 'Unknown Channel');
const unknownMessage = refusal(404, 10008, 'Unknown Message');

export const routes: readonly Route[] = [
  route('GET', /^\/gateway\/bot$/u, ({ gatewayUrl, identifies }) =>
    ok({
      url: gatewayUrl,
      shards: 1,
      session_start_limit: {
        total: sessionsADayMax,
        remaining: Math.max(0, sessionsADayMax - identifies()),
        reset_after: 86_400_000,
        max_concurrency: 1,
      },
    }),
  ),
  route('GET', /^\/users\/@me$/u, ({ botId }) =>
    ok({ id: botId, username: 'watchfloor', bot: true, discriminator: '0' }),
  ),
  route('POST', /^\/users\/@me\/channels$/u, openDirect),
  route('GET', /^\/guilds\/(\d+)$/u, showGuild),
  route('GET', /^\/guilds\/(\d+)\/members\/(\d+)$/u, showMember),
  route('POST', /^\/channels\/(\d+)\/messages$/u, createMessage),
  route('GET', /^\/channels\/(\d+)\/messages$/u, listMessages),
  route('PATCH', /^\/channels\/(\d+)\/messages\/(\d+)$/u, editMessage),
  route('DELETE', /^\/channels\/(\d+)\/messages\/(\d+)$/u, deleteMessage),
  route('POST', /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/u, createThread),
  route('GET', /^\/channels\/(\d+)$/u, showChannel),
  route('PATCH', /^\/channels\/(\d+)$/u, editChannel),
  route('PUT', /^\/applications\/(\d+)\/commands$/u, putCommands),
  route('PUT', /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/u, putCommands),
  route('POST', /^\/interactions\/(\d+)\/([\w-]+)\/callback$/u, answerInteraction, false),
  route('PATCH', /^\/webhooks\/(\d+)\/([\w-]+)\/messages\/@original$/u, editReply, false),
];

function route(method: string, path: RegExp, handle: Handler, needsToken = true): Route {
  return { method, path, needsToken, handle };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function createMessage(
  context: RouteContext,
  { body, files }: RouteRequest,
  [channel = '']: readonly string[],
): Answer {
  const { state, botId } = context;
  const place = state.channels.get(channel);
  if (place === undefined) return unknownChannel;
  if (place.archived) return refusal(400, 50083, 'Thread is archived');
  const { message, problems } = readMessage(body, 'create');
  if (message === null || problems.length > 0) return invalidForm(problems);
  const unattached = fileProblems(message, files);
  if (unattached.length > 0) return invalidForm(unattached);
  const nonce = nonceIn(body);
  const standing = nonce === null ? undefined : standingMessage(context, nonce);
  if (standing !== undefined) return ok(shown(standing));
  const stored: StoredMessage = {
    id: state.snowflake(),
    channel_id: channel,
    author: { id: botId, username: 'watchfloor', bot: true },
    timestamp: new Date().toISOString(),
    nonce,
    content: message.content ?? '',
    embeds: message.embeds ?? [],
    components: message.components ?? [],
    attachments: attachmentsOf(message, files),
    pinged: message.allowed_mentions.roles ?? [],
    edits: 0,
  };
  state.messages.set(stored.id, stored);
  if (nonce !== null) state.nonces.set(nonce, { message: stored.id, at: Date.now() });
  return ok(shown(stored));
}

/** Discord compares nonces of one author over some minutes, whatever the channel. */
function standingMessage({ state, nonceWindowMs }: RouteContext, nonce: string): StoredMessage | undefined {
  const known = state.nonces.get(nonce);
  if (known === undefined || Date.now() - known.at > nonceWindowMs) return undefined;
  return state.messages.get(known.message);
}

function nonceIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('nonce' in body)) return null;
  return typeof body.nonce === 'string' ? body.nonce : null;
}

function listMessages({ state }: RouteContext, { query }: RouteRequest, [channel = '']: readonly string[]): Answer {
  if (!state.channels.has(channel)) return unknownChannel;
  const limit = Math.min(100, Number(query.get('limit') ?? 50));
  const before = query.get('before');
  const older = state.messagesOf(channel).filter(({ id }) => before === null || BigInt(id) < BigInt(before));
  return ok(older.toReversed().slice(0, limit).map(shown));
}

function editMessage(context: RouteContext, { body }: RouteRequest, ids: readonly string[]): Answer {
  const found = find(context.state, ids);
  if ('status' in found) return found;
  const { message, problems } = readMessage(body, 'edit');
  if (message === null || problems.length > 0) return invalidForm(problems);
  if ((message.allowed_mentions.roles ?? []).length > 0) return invalidForm(['an edit names roles to ping']);
  found.content = message.content ?? found.content;
  found.embeds = message.embeds ?? found.embeds;
  found.components = message.components ?? found.components;
  found.edits += 1;
  return ok(shown(found));
}

function deleteMessage({ state }: RouteContext, _request: RouteRequest, ids: readonly string[]): Answer {
  const found = find(state, ids);
  if ('status' in found) return found;
  state.messages.delete(found.id);
  return { status: 204, body: null };
}

function find(state: DiscordState, [channel = '', id = '']: readonly string[]): StoredMessage | Answer {
  if (!state.channels.has(channel)) return unknownChannel;
  const message = state.messages.get(id);
  return message === undefined || message.channel_id !== channel ? unknownMessage : message;
}

function createThread(context: RouteContext, { body }: RouteRequest, ids: readonly string[]): Answer {
  const { state } = context;
  const found = find(state, ids);
  if ('status' in found) return found;
  const read = threadBody.safeParse(body);
  if (!read.success) return invalidForm(read.error.issues.map(sentence));
  if (state.channels.has(found.id)) return refusal(400, 160004, 'A thread has already been created for this message');
  const thread: StoredChannel = { id: found.id, parent: found.channel_id, name: read.data.name, archived: false };
  state.channels.set(thread.id, thread);
  return { status: 201, body: { id: thread.id, type: 11, parent_id: thread.parent, name: thread.name } };
}

function showChannel(
  { state, guild }: RouteContext,
  _request: RouteRequest,
  [channel = '']: readonly string[],
): Answer {
  const place = state.channels.get(channel);
  if (place === undefined) return unknownChannel;
  return channelAnswer(place, guild);
}

function editChannel({ state }: RouteContext, { body }: RouteRequest, [channel = '']: readonly string[]): Answer {
  const place = state.channels.get(channel);
  if (place === undefined) return unknownChannel;
  const read = channelBody.safeParse(body);
  if (!read.success) return invalidForm(read.error.issues.map(sentence));
  place.archived = read.data.archived ?? place.archived;
  place.name = read.data.name ?? place.name;
  return ok({ id: place.id, type: place.parent === null ? 0 : 11, name: place.name });
}

function putCommands(
  { state, applicationId }: RouteContext,
  { path, body }: RouteRequest,
  [application]: readonly string[],
): Answer {
  if (application !== applicationId) return refusal(403, 20012, 'You are not authorized to perform this action');
  const problems = commandProblems(body);
  if (problems.length > 0) return invalidForm(problems);
  state.commands.set(path, body);
  return ok([]);
}

/** As Discord shows it: without what the stand-in remembers for the checker. */
function shown({ pinged: _pinged, edits: _edits, attachments, ...message }: StoredMessage): object {
  const shownFiles = attachments.map(({ bytes, ...attachment }) => ({ ...attachment, size: bytes.length }));
  return { ...message, attachments: shownFiles, type: 0, tts: false, mention_everyone: false, mentions: [] };
}
