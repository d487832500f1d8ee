import type { APIEmbed, APIMessageTopLevelComponent, RawFile } from 'discord.js';
import { renderCard } from '../../pipeline/render/card.ts';
import { cut } from '../../pipeline/render/clean.ts';
import type { ConversationSpeech } from '../../pipeline/speech/conversation.ts';
import type { CardView, DeskReply, ReplyFile } from '../../ports.ts';
import { rowsOf } from './controls.ts';
import { escapeLine, escapeText } from './escape.ts';
import { markupLines, piecesOf } from './markup.ts';
import { contentLengthMax, embedLengthMax, embedOf, embedRoomOf, partsEmbeds } from './message.ts';
import { flowingEmbeds } from './parts.ts';

/** As many examples as an answer holds, and what each is left of the room at least. */
const cardsMax = 5;
const cardLengthMin = 500;
/** Discord: ten files of 10 MiB each; some is left for the rest of the request. */
const filesMax = 10;
const filesBytesMax = 8 * 1024 * 1024;

export interface ReplyBody {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: APIMessageTopLevelComponent[];
  readonly attachments: { readonly id: string; readonly filename: string }[];
  readonly allowed_mentions: { readonly parse: [] };
}

/** An answer as it is sent. It names all that it has, empty too, so that it takes the place of an earlier one wholly. */
export function replyBody(
  reply: DeskReply,
  speech: ConversationSpeech,
): { readonly body: ReplyBody; readonly files: RawFile[] } {
  const examples = reply.cards ?? [];
  // Examples need the room more than long lists do.
  const parts = (examples.length === 0 ? flowingEmbeds : partsEmbeds)(reply.parts ?? []);
  const cards = exampleEmbeds(examples, embedLengthMax - embedRoomOf(parts), speech);
  const { files, leftOut } = filesOf(reply.files ?? []);
  const notes = [...cards.notes, ...(leftOut.length === 0 ? [] : [speech.filesLeftOut(leftOut)])];
  return {
    body: {
      content: contentOf(reply, notes),
      embeds: [...parts, ...cards.embeds],
      components: rowsOf(reply.controls ?? []),
      attachments: files.map(({ name }, id) => ({ id: String(id), filename: name })),
      allowed_mentions: { parse: [] },
    },
    files,
  };
}

/** The first examples stand whole, the last ones give way; what was shortened or left out is said. */
function exampleEmbeds(views: readonly CardView[], roomInSum: number, speech: ConversationSpeech) {
  const embeds: APIEmbed[] = [];
  const shown = views.slice(0, cardsMax);
  let room = roomInSum;
  let isCut = false;
  for (const [at, view] of shown.entries()) {
    const card = renderCard({ ...view, mark: view.mark ?? 'example' });
    const kept = room - cardLengthMin * (shown.length - at - 1);
    if (kept < cardLengthMin) break;
    const embed = embedOf(card, kept);
    isCut ||= (embed.fields?.length ?? 0) < card.fields.length;
    embeds.push(embed);
    room -= embedRoomOf([embed]);
  }
  const isWhole = embeds.length === views.length && !isCut;
  return { embeds, notes: isWhole ? [] : [speech.examplesCut(embeds.length, views.length)] };
}

function filesOf(files: readonly ReplyFile[]): { readonly files: RawFile[]; readonly leftOut: readonly string[] } {
  const kept: RawFile[] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  for (const { name, content } of files) {
    if (kept.length >= filesMax || bytes + content.byteLength > filesBytesMax) leftOut.push(name);
    else {
      bytes += content.byteLength;
      kept.push({ name: fileNameOf(name), data: Buffer.from(content) });
    }
  }
  return { files: kept, leftOut };
}

const fileNameLengthMax = 100;

/** Discord replaces other characters itself, and the attachment would have another name than the file. */
function fileNameOf(name: string): string {
  return name.replace(/[^\w.-]+/gu, '-').slice(-fileNameLengthMax) || 'file';
}

/** The desk's plain sentences, escaped; what is too long ends in an ellipsis, the notes below it stay. */
function contentOf({ text, lines = [] }: DeskReply, notes: readonly string[]): string {
  const below = notes.map(escapeLine).join('\n');
  const room = contentLengthMax - below.length - 1;
  const escaped = escapeText(text);
  // Escaping at most doubles the length.
  const written = escaped.length <= room ? escaped : escapeText(cut(text, Math.floor(room / 2)));
  const more = markupLines(lines.map(piecesOf), room - written.length - 1);
  return [written, more, below].filter((part) => part.trim() !== '').join('\n') || '…';
}
