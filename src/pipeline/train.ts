import type { Article, Weights } from '../model.ts';
import { type CompiledPack, extract } from './extract.ts';
import { fit, fitnessOf, weightsOf } from './train/fit.ts';
import { type Labelled, pairsOf } from './train/pairs.ts';
import { priors } from './train/priors.ts';
import { weightsFile } from './train/weights-file.ts';

/** A stream whose articles are known to be about an incident or none, in order of publication. */
export interface LabelledStream {
  readonly name: string;
  readonly compiled: CompiledPack;
  readonly articles: readonly { readonly article: Article; readonly incident: string | null }[];
}

/** What is believed of the weights before any stream is seen. */
export const untrained: Weights = weightsOf(priors);

/** Learns the weights from streams; the text of `config/weights.yaml`. Its packs must hold the untrained weights. */
export function train(streams: readonly LabelledStream[]): string {
  const pairs = streams.flatMap(({ compiled, articles }) =>
    pairsOf(
      compiled,
      articles.map((labelled): Labelled => ({ ...labelled, report: extract(labelled.article, compiled) })),
    ),
  );
  const weights = fit(pairs, priors);
  return weightsFile(weights, {
    priors,
    streams: streams.map(({ name, articles }) => ({
      name,
      items: articles.length,
      incidents: new Set(articles.flatMap(({ incident }) => incident ?? [])).size,
    })),
    pairs,
    before: fitnessOf(pairs, untrained),
    after: fitnessOf(pairs, weights),
  });
}
