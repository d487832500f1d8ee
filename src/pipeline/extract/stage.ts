import type { Report } from '../../model.ts';
import type { EventCandidate } from './events.ts';

const stopped = 'shotDown';
/** What is destroyed was as likely hit, and what falls was not brought down. */
const isHit = /^(?:destroy|انهدام|منهدم|يسقط|تسقط)/u;
/** "Rockets rain down near the base" downs nothing. */
const goesOn = /^(?:within|near|on|by|in|at|inside|to|over|close|around|outside|from)$/u;
const flying = new Set(['missile-attack', 'air-strike']);
const reach = 6;

/** How far the main event went: drones and rockets that were shot down hit nothing. */
export function stageOf(main: EventCandidate | null): Report['stage'] {
  if (main === null) return 'accomplished';
  if (main.type.subEvent === 'Threat or ultimatum') return 'threatened';
  return flying.has(main.type.id) && isStopped(main) ? 'attempted' : 'accomplished';
}

function isStopped({ sentence, from, to }: EventCandidate): boolean {
  return (sentence.lists.get(stopped) ?? []).some((match) => {
    const word = sentence.words[match.from]?.text ?? '';
    const isFall = word === 'down' && goesOn.test(sentence.words[match.to]?.text ?? '');
    const isNear = match.from >= from - reach && match.from <= to + reach;
    return isNear && !isFall && !isHit.test(word) && !sentence.isHistory[match.from];
  });
}
