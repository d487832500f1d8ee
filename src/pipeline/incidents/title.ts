import type { Incident, Language, Pack, Summary } from '../../model.ts';
import { cleanLine, cut } from '../render/clean.ts';
import { factualTitle } from '../render/describe.ts';
import { summarise } from '../summarise.ts';

const titleLengthMax = 90;

/** A short title in the reader's language: the headline where it is in it, else one made of the facts. */
export function titleIn(incident: Incident, pack: Pack, language: Language): string {
  return titleOf(summarise(incident, pack, language), language);
}

/** The same of a summary that was made for this reader. */
export function titleOf(summary: Summary, language: Language): string {
  const own = summary.titleLanguage === language ? cleanLine(summary.title) : '';
  return shortTitle(own === '' ? factualTitle(summary, language) : own);
}

/** A title that fits a line. */
export function shortTitle(title: string): string {
  return cut(cleanLine(title), titleLengthMax);
}
