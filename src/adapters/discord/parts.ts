import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { ReplyPart } from '../../ports.ts';
import { markupLines, piecesOf } from './markup.ts';
import { embedLengthMax, embedRoomOf, fieldsMax, fieldValueLengthMax, partsEmbeds } from './message.ts';

/** Stands above what goes on from the field before, and below what is left out. */
const goesOn = '…';

/**
 * The parts of an answer, with as many fields each as hold all its lines. Every part has its first field before any has a
 * second, so that a long list leaves room for what stands below it; where lines are left out, that is to be seen.
 */
export function flowingEmbeds(parts: readonly ReplyPart[]): APIEmbed[] {
  const flows = parts.map(({ heading, lines }) => ({ heading, pieces: pieced(lines) }));
  const [embed] = partsEmbeds(flows.map(({ heading, pieces }) => ({ heading, lines: pieces[0] ?? [] })));
  if (embed === undefined) return [];
  const begun = embed.fields ?? [];
  let room = embedLengthMax - embedRoomOf([embed]) - flows.length * (goesOn.length + 1);
  let count = begun.length;
  // A part whose heading or lines are empty has no field; where some have none, none goes on.
  if (begun.length !== flows.length) return [embed];
  const fields = flows.flatMap(({ pieces }, at): APIEmbedField[] => {
    const own = begun.slice(at, at + 1);
    for (const piece of pieces.slice(1)) {
      const value = markupLines(piece.map(piecesOf), fieldValueLengthMax);
      if (count >= fieldsMax || value.length + goesOn.length > room) return own.map(endedAt(own.length - 1));
      own.push({ name: goesOn, value, inline: false });
      room -= value.length + goesOn.length;
      count += 1;
    }
    return own;
  });
  return [{ fields }];
}

const endedAt =
  (last: number) =>
  (field: APIEmbedField, at: number): APIEmbedField =>
    at === last && field.value.length < fieldValueLengthMax - goesOn.length && !field.value.endsWith(goesOn)
      ? { ...field, value: `${field.value}\n${goesOn}` }
      : field;

/** Lines in groups of which each fits into a field. */
function pieced(lines: ReplyPart['lines']): readonly ReplyPart['lines'][] {
  const pieces: ReplyPart['lines'][number][][] = [];
  let room = 0;
  for (const line of lines) {
    const { length } = markupLines([piecesOf(line)], fieldValueLengthMax);
    const last = pieces.at(-1);
    if (last === undefined || length + 1 > room) {
      pieces.push([line]);
      room = fieldValueLengthMax - length;
    } else {
      last.push(line);
      room -= length + 1;
    }
  }
  return pieces;
}
