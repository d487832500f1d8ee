import { type Feature, features, type Weights } from '../../model.ts';
import type { Fitness } from './fit.ts';
import type { Pair } from './pairs.ts';
import { isHeld, type Priors } from './priors.ts';

/** What a stream brought to a training. */
export interface StreamFigures {
  readonly name: string;
  readonly items: number;
  readonly incidents: number;
}

/** The text of `config/weights.yaml`: the weights, and above them what they were learned from and how well. */
export function weightsFile(
  weights: Weights,
  training: {
    readonly priors: Priors;
    readonly streams: readonly StreamFigures[];
    readonly pairs: readonly Pair[];
    readonly before: Fitness;
    readonly after: Fitness;
  },
): string {
  const { priors, streams, pairs, before, after } = training;
  const same = pairs.filter(({ isSame }) => isSame).length;
  const told = streams.map(({ name, items, incidents }) => `#   ${name}: ${items} items, ${incidents} incidents`);
  return [
    '# Which incident an article belongs to: what each feature weighs, in log-odds; positive speaks for one event.',
    '# Written by `npm run train`; a weight that is held is no matter of learning but a rule of src/pipeline/train/priors.ts.',
    '# Learned from',
    ...told,
    `# ${pairs.length} pairs of a report and an incident, ${same} of them of one event.`,
    `# By the priors: loss ${before.loss.toFixed(4)}, right ${percent(before.right)}. As learned: loss ${after.loss.toFixed(4)}, right ${percent(after.right)}.`,
    'weights:',
    ...features.map((name: Feature) => `  ${name}: ${weights[name]}${isHeld(priors[name]) ? ' # held' : ''}`),
    '',
  ].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
