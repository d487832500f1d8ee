import type { Party } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { Mention, Sentence } from './read.ts';

/** How many sentences, the headline among them, tell who is involved. */
export const leadSentences = 4;

const sides: ReadonlySet<Party> = new Set(['iraq', 'iran', 'us']);
const sideWords = ['partyUs', 'partyIran', 'partyIraq'];
/** Words of a headline that is a further word on something told before, whomever it leaves out. */
const furtherWords = ['revision', 'claim', 'deny', 'blame', 'investigation', 'reaction', 'arrest', 'accusation'];
/** An attack nobody has claimed is ours in these countries though no side is named. */
export const neighbours: ReadonlySet<string> = new Set(['IQ', 'JO', 'SY', 'KW', 'QA', 'BH', 'AE', 'SA', 'OM']);

/** Whether an article that begins so can concern us. Most news names nobody of ours there and is read no further. */
export function mayConcernUs(lead: readonly Sentence[], compiled: CompiledPack): boolean {
  const [title] = lead;
  if (title !== undefined && furtherWords.some((list) => title.lists.has(list))) return true;
  return lead.some(
    ({ lists, mentions }) =>
      sideWords.some((list) => lists.has(list)) || mentions.some((mention) => isNear(mention, compiled)),
  );
}

/** Somebody or somewhere of a side, or a place in the neighbourhood. */
function isNear({ kind, id }: Mention, compiled: CompiledPack): boolean {
  const place = kind === 'place' ? compiled.places.get(id) : undefined;
  if (place !== undefined && neighbours.has(place.country)) return true;
  const parties = place?.parties ?? compiled.actors.get(id)?.parties ?? [];
  return parties.some((party) => sides.has(party));
}
