import type { SentFile } from './multipart.ts';
import { type Answer, invalidForm, type RouteContext, type RouteRequest, refusal } from './route.ts';
import { callbackBody, fileProblems, type MessageBody, messageProblems, readMessage, sentence } from './rules.ts';
import type { DiscordState, StoredInteraction, StoredMessage, StoredReply } from './state.ts';

const ephemeral = 64;
/** What each interaction may be answered with first. */
const answersTo: Readonly<Record<StoredInteraction['asked'], readonly number[]>> = {
  command: [4, 5, 9],
  component: [4, 5, 6, 9],
  autocomplete: [8],
  modal: [4, 5, 6],
};

/** Create Interaction Response: once, in time, of a kind that fits what was asked. */
export function answerInteraction(
  context: RouteContext,
  { body }: RouteRequest,
  [id, token]: readonly string[],
): Answer {
  const interaction = known(context, token);
  const isLate =
    interaction !== null && interaction.callback === null && age(interaction) > context.interactionAnswerMs;
  if (interaction === null || interaction.id !== id || isLate) return refusal(404, 10062, 'Unknown interaction');
  if (interaction.callback !== null) return refusal(400, 40060, 'Interaction has already been acknowledged');
  const read = callbackBody.safeParse(body);
  if (!read.success) return invalidForm(read.error.issues.map(sentence));
  const problems = [...kindProblems(interaction, read.data.type), ...bodyProblems(read.data)];
  if (problems.length > 0) return invalidForm(problems);
  const { data: answer } = read;
  interaction.callback = {
    type: answer.type,
    at: Date.now(),
    choices: answer.type === 8 ? answer.data.choices : [],
    modal: answer.type === 9 ? answer.data : null,
  };
  if (answer.type === 6) interaction.original = interaction.below;
  if (answer.type === 5) {
    interaction.original = context.state.snowflake();
    const isEphemeral = ((answer.data?.flags ?? 0) & ephemeral) !== 0;
    context.state.replies.set(interaction.original, { ...nothing, id: interaction.original, isEphemeral });
  }
  if (answer.type === 4) {
    interaction.original = context.state.snowflake();
    const isEphemeral = (answer.data.flags & ephemeral) !== 0;
    keep(context.state, interaction, { ...nothing, id: interaction.original, isEphemeral }, answer.data);
  }
  return { status: 204, body: null };
}

/** Edit Original Interaction Response: of a deferred update it is the message that was pressed below. */
export function editReply(
  context: RouteContext,
  { body, files }: RouteRequest,
  [application, token]: readonly string[],
): Answer {
  const { state, applicationId, interactionTokenMs } = context;
  const interaction = known(context, token);
  if (interaction === null || application !== applicationId || age(interaction) > interactionTokenMs)
    return refusal(401, 50027, 'Invalid Webhook Token');
  const standing = state.replies.get(interaction.original ?? '') ?? null;
  if (interaction.callback === null || standing === null) return refusal(404, 10008, 'Unknown Message');
  const { message, problems } = readMessage(body, 'reply');
  if (message === null || problems.length > 0) return invalidForm(problems);
  const unattached = fileProblems(message, files);
  if (unattached.length > 0) return invalidForm(unattached);
  const attachments = message.attachments === undefined ? standing.attachments : attachmentsOf(message, files);
  keep(state, interaction, { ...standing, attachments }, message);
  return { status: 200, body: { id: standing.id, content: interaction.reply } };
}

const nothing: Omit<StoredReply, 'id' | 'isEphemeral'> = { content: '', embeds: [], components: [], attachments: [] };

/** What an edit leaves out stays as it was. */
function keep(state: DiscordState, interaction: StoredInteraction, standing: StoredReply, body: MessageBody): void {
  const reply: StoredReply = {
    ...standing,
    content: body.content ?? standing.content,
    embeds: body.embeds ?? standing.embeds,
    components: body.components ?? standing.components,
  };
  state.replies.set(reply.id, reply);
  interaction.reply = reply.content;
  interaction.repliedAt = Date.now();
}

/** The files of a body, as they are kept with its message. */
export function attachmentsOf(
  { attachments = [] }: MessageBody,
  files: ReadonlyMap<string, SentFile>,
): StoredMessage['attachments'] {
  return attachments.flatMap(({ id, filename, description }) => {
    const file = files.get(String(id));
    return file === undefined
      ? []
      : [{ id: String(id), filename: filename ?? file.name, description: description ?? null, bytes: file.bytes }];
  });
}

function kindProblems({ asked, below }: StoredInteraction, type: number): readonly string[] {
  if (!answersTo[asked].includes(type)) return [`a ${asked} is not answered by type ${type}`];
  return type === 6 && below === null ? ['there is no message to update'] : [];
}

function bodyProblems(answer: { readonly type: number; readonly data?: unknown }): readonly string[] {
  if (answer.type !== 4) return [];
  const read = callbackBody.parse(answer);
  return read.type === 4 ? messageProblems(read.data, true) : [];
}

function known({ state }: RouteContext, token = ''): StoredInteraction | null {
  return state.interactions.get(token) ?? null;
}

function age(interaction: StoredInteraction): number {
  return Date.now() - interaction.createdAt;
}
