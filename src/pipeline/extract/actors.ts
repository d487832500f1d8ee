import type { ActorRole } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import type { Reading } from './read.ts';

const leadSentences = 3;
const actorsMax = 12;

/** The parties of the main event with their roles. */
export function actorsOf(reading: Reading, compiled: CompiledPack, main: EventCandidate | null): ActorRole[] {
  const found = new Map<string, ActorRole>();
  for (const sentence of reading.sentences.slice(0, leadSentences)) {
    for (const mention of sentence.mentions) {
      if (mention.kind !== 'actor' || sentence.isHistory[mention.from] || found.has(mention.id)) continue;
      if (!compiled.actors.has(mention.id)) continue;
      const isBefore = sentence === main?.sentence && mention.to <= main.from + 1;
      const role = main?.type.scheme === 'plover' ? (isBefore ? 'speaker' : 'target') : isBefore ? 'agent' : 'target';
      found.set(mention.id, { actor: mention.id, role });
    }
  }
  return [...found.values()].slice(0, actorsMax);
}
