import type { Report } from '../../model.ts';
import type { Trigger } from './compile.ts';
import type { Match } from './phrases.ts';
import type { Reading, Sentence } from './read.ts';
import { textAt } from './wording.ts';

type Development = Report['development'];
const lists: readonly (readonly [string, Development])[] = [
  ['revision', 'casualties'],
  ['claim', 'claim'],
  ['deny', 'denial'],
  ['blame', 'blame'],
  ['investigation', 'investigation'],
  ['reaction', 'reaction'],
];

/** What the headline adds to an event that was told before. */
export function developmentOf(reading: Reading): Development {
  const title = reading.sentences[0];
  if (!title) return null;
  const found = lists.find(([list]) => title.lists.has(list) && !isCauseAlone(title, list))?.[1] ?? null;
  if (found === 'claim' && isClaimDenied(title)) return 'denial';
  const isLaw = (found === null || found === 'blame') && (isArrestOver(title) || isReleased(title));
  return isLaw ? 'investigation' : found;
}

/** "in reply to attacks": why it was done, and no answer in words. */
const isCauseAlone = (title: Sentence, list: string): boolean =>
  list === 'reaction' && (title.lists.get(list) ?? []).every(({ from }) => textAt(title, from - 1) === 'in');

const denialReach = 6;

/** "denies claiming", "تنفي مسؤوليتها". */
const isClaimDenied = (title: Sentence): boolean =>
  (title.lists.get('deny') ?? []).some((deny) =>
    (title.lists.get('claim') ?? []).some((claim) => claim.from >= deny.from && claim.from - deny.to <= denialReach),
  );

const deeds = new Set([
  'missile-attack',
  'air-strike',
  'explosive-device',
  'armed-attack',
  'attack',
  'embassy-storming',
]);
const accusationReach = 6;
const deedReach = 8;
const many = /^(?:attacks|strikes|bombings|raids|\p{L}{0,2}هجمات|حملات)$/u;

/** "arrested over the rocket attack", "two held for bombing the convoy": word on the attack that it names. */
function isArrestOver(title: Sentence): boolean {
  const arrests = title.lists.get('arrest') ?? [];
  if (arrests.length === 0 || title.words.some(({ text }) => many.test(text))) return false;
  return (title.lists.get('accusation') ?? []).some((mark) => {
    const isOfArrest = arrests.some(
      (arrest) => (mark.from >= arrest.to && mark.from - arrest.to <= accusationReach) || isFinal(title, arrest.to),
    );
    return isOfArrest && title.triggers.some((deed) => isDeedOf(deed, mark.to));
  });
}

/** "releases the commander it arrested", "abducted journalist is freed": the end of what was told. */
const isReleased = (title: Sentence): boolean =>
  (title.lists.get('releaseWord') ?? []).some((release) =>
    title.triggers.some(
      ({ from, to, value }) =>
        value.type.id === 'abduction' || (value.type.id === 'arrests' && from <= release.from && release.from < to),
    ),
  );

/** Persian tells the arrest last. */
const isFinal = (title: Sentence, to: number): boolean => to >= title.words.length - 2;

const isDeedOf = ({ from, to, value }: Match<Trigger>, markEnd: number): boolean =>
  deeds.has(value.type.id) && to > markEnd && from - markEnd <= deedReach;
