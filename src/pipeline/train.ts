import type { Article, Weights } from '../model.ts';
import { type CompiledPack, extract } from './extract.ts';
import { fit, fitnessOf, weightsOf } from './train/fit.ts';
import { type Lesson, pairsOf } from './train/pairs.ts';
import { priors } from './train/priors.ts';
import { weightsFile } from './train/weights-file.ts';

/** A stream whose articles are known to be about an incident or none, in order of publication. */
export interface LabelledStream {
  readonly name: string;
  readonly compiled: CompiledPack;
  readonly lessons: readonly { readonly article: Article; readonly incident: string | null }[];
}

/** What is believed of the weights before any stream is seen. */
export const untrained: Weights = weightsOf(priors);

/** Learns the weights from streams; the text of `config/weights.yaml`. Its packs must hold the untrained weights. */
export function train(streams: readonly LabelledStream[]): string {
  const pairs = streams.flatMap(({ compiled, lessons }) =>
    pairsOf(
      compiled,
      lessons.map((lesson): Lesson => ({ ...lesson, report: extract(lesson.article, compiled) })),
    ),
  );
  const weights = fit(pairs, priors);
  return weightsFile(weights, {
    priors,
    streams: streams.map(({ name, lessons }) => ({
      name,
      items: lessons.length,
      incidents: new Set(lessons.flatMap(({ incident }) => incident ?? [])).size,
    })),
    pairs,
    before: fitnessOf(pairs, untrained),
    after: fitnessOf(pairs, weights),
  });
}
