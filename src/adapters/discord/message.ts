import { createHash } from 'node:crypto';
import type { APIActionRowComponent, APIAllowedMentions, APIButtonComponentWithCustomId, APIEmbed } from 'discord.js';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { Action } from '../../model.ts';
import { renderCard } from '../../pipeline/render/card.ts';
import type { CardField, CardParts } from '../../pipeline/render/card-parts.ts';
import { cleanLine, cut } from '../../pipeline/render/clean.ts';
import type { CardView, LetterView, NoticeView, ReplyPart } from '../../ports.ts';
import { buttonId } from './button-id.ts';
import { escapeLine, escapeText } from './escape.ts';
import { fitEscaped, markupLines, piecesOf } from './markup.ts';

/** Discord: message and embed limits. */
export const contentLengthMax = 2000;
const titleLengthMax = 256;
const descriptionLengthMax = 4096;
const fieldsMax = 25;
const fieldNameLengthMax = 256;
const fieldValueLengthMax = 1024;
const footerLengthMax = 2048;
const embedLengthMax = 6000;
const threadNameLengthMax = 100;
const nonceLengthMax = 25;
const buttonLabelLengthMax = 80;

/** A field that would keep fewer units than this is left out instead. */
const fieldValueLengthMin = 40;

export interface MessageBody {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: APIActionRowComponent<APIButtonComponentWithCustomId>[];
  readonly allowed_mentions: APIAllowedMentions;
}

const colours: Readonly<Record<CardParts['severity'], number>> = {
  info: 0x8a9ba8,
  low: 0xf1c40f,
  elevated: 0xe67e22,
  high: 0xe74c3c,
  critical: 0x8e1b1b,
};
const stateColours = { acknowledged: 0x3498db, resolved: 0x2ecc71, 'false-alarm': 0x5c6670 } as const;

/** The card as a message: a short line for the push text, one embed, the buttons of its state. */
export function cardBody(view: CardView): MessageBody {
  const card = renderCard(view);
  return {
    ...pinging(escapeLine(card.headline), view.pingRole),
    embeds: [embedOf(card)],
    components: buttonsOf(card, view.summary.incident),
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
  return { ...pinging(`${text}\n${reference}`, view.pingRole), embeds: [], components: [] };
}

/** A letter: its text, its parts below, and its reference as a notice has it. */
export function letterBody(view: LetterView): MessageBody {
  return { ...noticeBody(view), embeds: partsEmbeds(view.parts) };
}

/** The last line of a notice. */
export function referenceLine(reference: string): string {
  return `-# ${escapeLine(reference)}`;
}

/** Discord enforces it for some minutes: the same reference gives the same message. */
export function nonceOf(reference: string): string {
  return createHash('sha256').update(reference).digest('base64url').slice(0, nonceLengthMax);
}

export function threadNameOf(name: string): string {
  const cleaned = cut(cleanLine(name), threadNameLengthMax);
  return cleaned === '' ? 'updates' : cleaned;
}

function pinging(text: string, role: string | null): Pick<MessageBody, 'content' | 'allowed_mentions'> {
  if (role === null || !/^\d{5,20}$/u.test(role)) return { content: text, allowed_mentions: { parse: [] } };
  return { content: `<@&${role}> ${text}`, allowed_mentions: { parse: [], roles: [role] } };
}

function embedOf(card: CardParts): APIEmbed {
  const title = fitEscaped(card.title, titleLengthMax);
  const footer = cut(cleanLine(card.footer), footerLengthMax);
  const state = markupLines([card.state], fieldValueLengthMax);
  const told = markupLines(card.description, descriptionLengthMax - state.length - 2);
  const description = told === '' ? state : `${told}\n\n${state}`;
  const room = embedLengthMax - title.length - footer.length - description.length;
  return {
    title,
    ...(card.titleLink === null ? {} : { url: card.titleLink }),
    description,
    color: card.alertState === 'open' ? colours[card.severity] : stateColours[card.alertState],
    fields: fieldsOf(card.fields, room),
    footer: { text: footer },
  };
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

const buttonStyles: Readonly<Record<Action, ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success>> = {
  acknowledge: ButtonStyle.Primary,
  resolve: ButtonStyle.Success,
  'false-alarm': ButtonStyle.Secondary,
  reopen: ButtonStyle.Secondary,
};

/** One row; none where the incident's id is too long for a custom id, so that the card itself is never refused. */
function buttonsOf(card: CardParts, incident: string): MessageBody['components'] {
  const buttons = card.actions.flatMap(({ action, label }): APIButtonComponentWithCustomId[] => {
    const id = buttonId(incident, action);
    if (id === null) return [];
    const text = cut(label, buttonLabelLengthMax);
    return [{ type: ComponentType.Button, style: buttonStyles[action], custom_id: id, label: text }];
  });
  return buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: buttons }];
}
