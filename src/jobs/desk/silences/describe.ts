import { type Language, type Pack, type SilenceMatchers, subEvents, type Watch } from '../../../model.ts';
import { actorName, placeName } from '../../../pipeline/digest/names.ts';
import { deedName } from '../../../pipeline/render/deeds.ts';
import { words } from '../../../pipeline/render/words.ts';
import { type MatcherPart, silencesSpeech } from '../../../pipeline/speech/silences.ts';
import { watchNameIn } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';

/** What names are looked up in. */
interface Naming {
  readonly pack: Pack;
  readonly watches: readonly Watch[];
  readonly language: Language;
}

/** What a silence hides, in words: "actor Kataib Hezbollah; place Baghdad; severity below high". */
export function describeMatchers(matchers: SilenceMatchers, naming: Naming): string {
  const { pack, watches, language } = naming;
  const say = inLanguage(silencesSpeech, language);
  const listed = (part: MatcherPart, nameOf: (id: string) => string): readonly string[] =>
    matchers[part].length === 0 ? [] : [say.part[part](matchers[part].map(nameOf).join(say.or))];
  const watchName = (id: string) => {
    const watch = watches.find((each) => each.id === id);
    return watch === undefined ? id : watchNameIn(watch.name, language);
  };
  const { severityBelow, critical } = matchers;
  return [
    ...listed('actors', (id) => actorName(pack, id, language)),
    ...listed('places', (id) => placeName(pack, id, language)),
    ...listed('eventTypes', (id) => typeName(pack, id, language)),
    ...listed('outlets', (id) => pack.outlets.find((each) => each.id === id)?.name ?? id),
    ...listed('watches', watchName),
    ...(severityBelow === null ? [] : [say.below(words[language].severity[severityBelow])]),
    ...(critical ? [say.criticalToo] : []),
  ].join(say.between);
}

function typeName(pack: Pack, id: string, language: Language): string {
  const subEvent = subEvents.find((each) => each === id);
  if (subEvent !== undefined) return deedName(subEvent, language);
  const type = pack.eventTypes.find((each) => each.id === id);
  return language === 'en' || type === undefined ? (type?.name ?? id) : deedName(type.subEvent, language);
}
