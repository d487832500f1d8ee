import { createHash } from 'node:crypto';
import type { APIAllowedMentions, APIEmbed } from 'discord.js';
import { renderCard } from '../../pipeline/render/card.ts';
import type { CardField, CardParts } from '../../pipeline/render/card-parts.ts';
import { cleanLine, cut } from '../../pipeline/render/clean.ts';
import { renderFold } from '../../pipeline/render/fold.ts';
import type { CardView, FoldView, LetterView, NoticeView, ReplyPart } from '../../ports.ts';
import { buttonsOf } from './card-buttons.ts';
import { type Row, rowsOf } from './controls.ts';
import { type CardButton, incidentButtonId, testButtonId } from './custom-id.ts';
import { escapeLine, escapeText } from './escape.ts';
import { fitEscaped, markupLines, piecesOf } from './markup.ts';

/** Discord: message and embed limits. */
export const contentLengthMax = 2000;
/** Longer than any push text shows. */
const headlineLengthMax = 1000;
const titleLengthMax = 256;
const descriptionLengthMax = 4096;
export const fieldsMax = 25;
const fieldNameLengthMax = 256;
export const fieldValueLengthMax = 1024;
const footerLengthMax = 2048;
export const embedLengthMax = 6000;
const threadNameLengthMax = 100;
const nonceLengthMax = 25;
const alternativeLengthMax = 1024;
/** Who goes and who comes; what a notice leaves free holds them. */
const usersMax = 3;

/** A field that would keep fewer units than this is left out instead. */
const fieldValueLengthMin = 40;

export interface MessageBody {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: Row[];
  readonly allowed_mentions: APIAllowedMentions;
  /** The message that it answers. */
  readonly message_reference?: { readonly message_id: string; readonly fail_if_not_exists: boolean };
  /** The files that are sent beside it. */
  readonly attachments?: readonly {
    readonly id: string;
    readonly filename: string;
    readonly description: string;
  }[];
}

const colours: Readonly<Record<CardParts['severity'], number>> = {
  info: 0x8a9ba8,
  low: 0xf1c40f,
  elevated: 0xe67e22,
  high: 0xe74c3c,
  critical: 0x8e1b1b,
};
const stateColours = {
  acknowledged: 0x3498db,
  snoozed: 0x9b59b6,
  resolved: 0x2ecc71,
  'false-alarm': 0x5c6670,
  merged: 0x5c6670,
} as const;

/** The card as a message: a short line for the push text, one embed, the buttons of its state; of no news they do nothing. */
export function cardBody(view: CardView): MessageBody {
  const card = renderCard(view);
  const idOf =
    view.mark === undefined ? (button: CardButton) => incidentButtonId(view.summary.incident, button) : testButtonId;
  return {
    ...pinging(fitEscaped(card.headline, headlineLengthMax), view.pingRole),
    embeds: [embedOf(card, embedLengthMax)],
    components: buttonsOf(card, idOf),
  };
}

/** An edit pings nobody, whatever its text names. */
export function editBody(view: CardView): MessageBody {
  return { ...cardBody(view), allowed_mentions: { parse: [] } };
}

/** A notice: its lines, and its reference in small type by which it is found again. */
export function noticeBody(view: NoticeView): MessageBody {
  const reference = referenceLine(view.reference);
  const text = escapeText(cut(view.text, Math.floor(contentLengthMax / 2) - reference.length - 50));
  const body = { ...pinging(`${text}\n${reference}`, view.pingRole), embeds: [], components: [] };
  if (view.replyTo === undefined) return body;
  // A card that somebody deleted is no reason to keep what happened from its reader.
  return { ...body, message_reference: { message_id: view.replyTo, fail_if_not_exists: false } };
}

/**
 * A letter: its text, its parts below, and its reference as a notice has it; one that shows a card is that card. An image
 * stands below it as a file: in an embed nobody would be read what it says.
 */
export function letterBody(view: LetterView): MessageBody {
  const { card, image } = view;
  if (card !== null) return cardBody({ ...card, pingRole: view.pingRole, reference: view.reference });
  const buttons = (view.buttons ?? []).map((button) => ({ ...button, kind: 'button' as const }));
  const components = rowsOf([buttons]);
  const body = namingUsers({ ...noticeBody(view), embeds: partsEmbeds(view.parts), components }, view.users ?? []);
  const attachments = [
    ...(image === null ? [] : [{ filename: image.name, description: alternativeOf(image.alt) }]),
    ...(view.file == null ? [] : [{ filename: view.file.name, description: view.file.name }]),
  ].map((each, at) => ({ id: String(at), ...each }));
  return attachments.length === 0 ? body : { ...body, attachments };
}

/** A summary of what was folded: an equal share of the room for each, so that none is cut away for another. */
export function foldBody(view: FoldView): MessageBody {
  const fold = renderFold(view);
  const share = Math.floor(descriptionLengthMax / Math.max(1, fold.lines.length)) - 1;
  const description = fold.lines.map((line) => markupLines([line], share)).join('\n');
  const footer = { text: cut(cleanLine(fold.footer), footerLengthMax) };
  const content = cut(escapeLine(fold.headline), contentLengthMax);
  return { content, embeds: [{ description, footer }], components: [], allowed_mentions: { parse: [] } };
}

/** Read aloud and shown as it is: no markup is made of it. */
function alternativeOf(text: string): string {
  return cut(cleanLine(text), alternativeLengthMax) || '–';
}

/** The last line of a notice. */
export function referenceLine(reference: string): string {
  return `-# ${escapeLine(reference)}`;
}

/** Discord enforces it for some minutes: the same reference gives the same message. */
export function nonceOf(reference: string): string {
  return createHash('sha256').update(reference).digest('base64url').slice(0, nonceLengthMax);
}

/** A name that Discord takes, of whatever text; never empty. */
export function threadNameOf(name: string): string {
  const cleaned = cut(cleanLine(name), threadNameLengthMax);
  return cleaned === '' ? 'updates' : cleaned;
}

function pinging(text: string, role: string | null): Pick<MessageBody, 'content' | 'allowed_mentions'> {
  if (role === null || !/^\d{5,20}$/u.test(role)) return { content: text, allowed_mentions: { parse: [] } };
  return { content: `<@&${role}> ${text}`, allowed_mentions: { parse: [], roles: [role] } };
}

/** With people named before it so that it rings for them, and for nobody else. */
function namingUsers(body: MessageBody, users: readonly string[]): MessageBody {
  const named = [...new Set(users)].filter((user) => /^\d{5,20}$/u.test(user)).slice(0, usersMax);
  if (named.length === 0) return body;
  const content = `${named.map((user) => `<@${user}>`).join(' ')} ${body.content}`;
  return { ...body, content, allowed_mentions: { ...body.allowed_mentions, users: named } };
}

/** A card's embed of at most `lengthMax` characters in sum: what gives way are its last fields, then its sentences. */
export function embedOf(card: CardParts, lengthMax: number): APIEmbed {
  const title = fitEscaped(card.title, titleLengthMax);
  const footer = cut(cleanLine(card.footer), Math.min(footerLengthMax, lengthMax - title.length));
  const rest = lengthMax - title.length - footer.length;
  const state = markupLines(
    [card.state, ...card.handling, card.version],
    Math.min(fieldValueLengthMax, Math.max(0, rest)),
  );
  const told = markupLines(card.description, Math.min(descriptionLengthMax, rest) - state.length - 2);
  const description = told === '' ? state : `${told}\n\n${state}`;
  const room = rest - description.length;
  return {
    title,
    ...(card.titleLink === null ? {} : { url: card.titleLink }),
    description,
    color: card.alertState === 'open' ? colours[card.severity] : stateColours[card.alertState],
    fields: fieldsOf(card.fields, room),
    ...(footer === '' ? {} : { footer: { text: footer } }),
  };
}

/** How much of the room for all embeds of a message these take. */
export function embedRoomOf(embeds: readonly APIEmbed[]): number {
  return embeds
    .flatMap(({ title, description, footer, fields = [] }) => [
      title,
      description,
      footer?.text,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ])
    .reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** A longer answer: a field a part, in their order while there is room. */
export function partsEmbeds(parts: readonly ReplyPart[]): APIEmbed[] {
  const fields = parts.map(({ heading, lines }) => ({ name: heading, lines: lines.map(piecesOf), inline: false }));
  const written = fieldsOf(fields, embedLengthMax);
  return written.length === 0 ? [] : [{ fields: written }];
}

type Field = Omit<CardField, 'lines'> & { readonly lines: Parameters<typeof markupLines>[0] };

/** Fields in their order while there is room; the ones behind are cut or left out. */
function fieldsOf(fields: readonly Field[], roomInSum: number): NonNullable<APIEmbed['fields']> {
  const written: NonNullable<APIEmbed['fields']> = [];
  let room = roomInSum;
  for (const field of fields.slice(0, fieldsMax)) {
    const name = fitEscaped(field.name, fieldNameLengthMax);
    const value = markupLines(field.lines, Math.min(fieldValueLengthMax, room - name.length));
    if (room - name.length < fieldValueLengthMin || value === '' || name === '') continue;
    written.push({ name, value, inline: field.inline });
    room -= name.length + value.length;
  }
  return written;
}
