import type { Feature } from '../../model.ts';

/** What is believed of a weight before any stream is seen: a number to be learned from, or a rule that is held. */
export type Priors = Readonly<Record<Feature, Prior>>;
type Prior = number | Rule;

/** A weight that no stream may move, and why. */
interface Rule {
  readonly held: number;
  readonly why: string;
}

/** Whether a weight is a rule, and no matter of learning. */
export function isHeld(prior: Prior): prior is Rule {
  return typeof prior !== 'number';
}

/** Set by hand, from how news of one event differs from news of two. */
export const priors: Priors = {
  bias: -3,

  'type-same': 1,
  'type-said': -1,
  'type-loose': -3,
  'type-other': { held: -5, why: 'what is done because of an event is an event of its own' },

  'place-same': 2,
  'place-region': 0,
  'place-mentioned': -2,
  'place-apart': { held: -7.5, why: 'two named places that nobody takes for one another are two events' },
  seat: 0.6,

  'day-same': 2,
  'day-gap': -0.8,
  'day-apart': {
    held: -8,
    why: 'two attacks on one target more than two days apart (daysNearMax of assign/features.ts) are two events',
  },
  'day-after-told': { held: -8, why: 'what was told before a day began did not happen on it' },
  'later-same': 1.2,

  'direction-same': 0.4,
  'direction-opposite': { held: -5, why: 'the blow that answers a blow is another event' },
  'target-shared': 0.6,
  addressee: 0.7,
  'doer-shared': 1,
  'author-other': -2,
  'casualties-same': 0.8,

  fresh: 0.3,
  age: -0.7,

  recalled: { held: 2, why: 'too few streams recall an event by its name' },
  unread: { held: 1.2, why: 'an incident of the pack has no words that could be alike; labels do not speak of it' },
  words: 6,
  entities: 1.5,
  copy: { held: 15, why: 'a text printed again is about what it was about' },
  taught: { held: 1, why: 'what analysts teach is bounded where it is told; streams know nothing of it' },
};
