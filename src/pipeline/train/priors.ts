import type { Feature } from '../../model.ts';

/** What is believed of a weight before any stream is seen: a number to be learned from, or a rule that is held. */
export type Priors = Readonly<Record<Feature, Prior>>;
type Prior = number | { readonly held: number; readonly why: string };

/** Whether a weight is a rule, and no matter of learning. */
export function isHeld(prior: Prior): prior is Exclude<Prior, number> {
  return typeof prior !== 'number';
}

export const priors: Priors = {
  bias: -3,
  'type-same': 1,
  'type-kin': 0.4,
  'type-said': -1,
  'type-loose': -1.5,
  'type-other': { held: -5, why: '' },
  'place-same': 2,
  'place-region': 0,
  'place-mentioned': -2,
  'place-apart': { held: -4, why: '' },
  'place-far': { held: -6.5, why: '' },
  'seat-same': 0.4,
  'seat-other': -0.8,
  'day-same': 2,
  'day-gap-1': -0.8,
  'day-gap-2': -3.5,
  'day-apart': { held: -8, why: '' },
  'day-after-told': { held: -8, why: '' },
  'later-same': 1.2,
  'later-apart': -3.5,
  'direction-same': 0.4,
  'direction-opposite': { held: -5, why: '' },
  'target-shared': 0.6,
  addressee: 0.7,
  'doer-shared': 1,
  'author-other': -2,
  'casualties-same': 0.8,
  fresh: 0.3,
  age: -0.4,
  'age-later': -0.6,
  recalled: { held: 2, why: '' },
  unread: { held: 1.2, why: '' },
  words: 6,
  entities: 1.5,
  copy: { held: 3, why: '' },
};
