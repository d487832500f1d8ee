import type { Language, SourceName, Summary } from '../../model.ts';
import { cleanLine } from './clean.ts';

/** What is said of sources, in one language. */
interface SourceWords {
  readonly state: string;
  readonly withdrawn: string;
  readonly unconfirmed: string;
  /** One outlet alone. */
  readonly oneOutlet: string;
  /** Several outlets of which one alone reports for itself. */
  readonly outletsOfOne: (outlets: number) => string;
  readonly independent: (families: number) => string;
  readonly ofState: (count: number, families: number) => string;
  readonly comma: string;
}

const sourceWords: Readonly<Record<Language, SourceWords>> = {
  en: {
    state: 'state',
    withdrawn: 'withdrawn',
    unconfirmed: 'Unconfirmed',
    oneOutlet: '1 outlet',
    outletsOfOne: (outlets) => `${outlets} outlets, 1 independent`,
    independent: (families) => `${families} independent`,
    ofState: (count) => `${count} state`,
    comma: ', ',
  },
  ar: {
    state: 'حكومية',
    withdrawn: 'سُحب',
    unconfirmed: 'غير مؤكد',
    oneOutlet: 'وسيلة واحدة',
    outletsOfOne: (outlets) =>
      `${outlets === 2 ? 'وسيلتان' : `${outlets} ${outlets <= 10 ? 'وسائل' : 'وسيلة'}`}، مصدر مستقل واحد`,
    independent: (families) =>
      families === 2 ? 'مصدران مستقلان' : `${families} ${families <= 10 ? 'مصادر مستقلة' : 'مصدرًا مستقلًا'}`,
    ofState: ofStateInArabic,
    comma: '، ',
  },
  fa: {
    state: 'دولتی',
    withdrawn: 'پس گرفته شد',
    unconfirmed: 'تأییدنشده',
    oneOutlet: '1 رسانه',
    outletsOfOne: (outlets) => `${outlets} رسانه، 1 منبع مستقل`,
    independent: (families) => `${families} منبع مستقل`,
    ofState: (count) => `${count} دولتی`,
    comma: '، ',
  },
};

/** Arabic counts one and two by words of their own. */
function ofStateInArabic(count: number, families: number): string {
  if (count === families) return families === 2 ? 'كلاهما حكومي' : 'كلها حكومية';
  if (count === 1) return families === 2 ? 'أحدهما حكومي' : 'أحدها حكومي';
  return count === 2 ? 'اثنان منها حكوميان' : `منها ${count} حكومية`;
}

/** How much stands behind an incident, at a glance: "1 outlet (state, Iran)", "4 independent (2 state: Iran, Iraq)". */
export function glance(
  summary: Pick<Summary, 'outlets' | 'familiesCount' | 'stateFamilies'>,
  language: Language,
): string {
  const { outlets, familiesCount, stateFamilies } = summary;
  const vocabulary = sourceWords[language];
  const [only] = outlets;
  if (only === undefined) return '';
  if (familiesCount > 1) {
    const { count } = stateFamilies;
    const countries = countriesOf(stateFamilies.countries, language);
    const ofState =
      count === 0 ? [] : [vocabulary.ofState(count, familiesCount), ...(countries === '' ? [] : [countries])];
    return within(vocabulary.independent(familiesCount), ofState.join(': '));
  }
  if (outlets.length === 1)
    return within(
      vocabulary.oneOutlet,
      marksOf({ ...only, isWithdrawn: false }, language, true).join(vocabulary.comma),
    );
  const { count, countries } = stateFamilies;
  const ofState =
    count === 0 ? '' : [vocabulary.state, countriesOf(countries, language)].filter(Boolean).join(vocabulary.comma);
  return within(vocabulary.outletsOfOne(outlets.length), ofState);
}

/** The same with the mark of what one source alone tells. */
export function standing(
  summary: Pick<Summary, 'outlets' | 'familiesCount' | 'stateFamilies' | 'confirmed'>,
  language: Language,
): string {
  const told = glance(summary, language);
  if (summary.confirmed) return told;
  const { unconfirmed } = sourceWords[language];
  return told === '' ? unconfirmed : `${unconfirmed}: ${told}`;
}

/** An outlet with the mark of state media and its country; that of other outlets too where `showsCountry`. */
export function sourceLabel(source: SourceName, language: Language, showsCountry = false): string {
  return within(cleanLine(source.name), marksOf(source, language, showsCountry).join(sourceWords[language].comma));
}

/** Outlets named one after the other; the rest is counted. */
export function sourceLabels(
  sources: readonly SourceName[],
  language: Language,
  {
    shownMax,
    more,
    showsCountry,
  }: { readonly shownMax: number; readonly more: (count: number) => string; readonly showsCountry?: boolean },
): string {
  const shown = sources.slice(0, shownMax).map((source) => sourceLabel(source, language, showsCountry));
  const rest = sources.length - shown.length;
  return [...shown, ...(rest > 0 ? [more(rest)] : [])].join(sourceWords[language].comma);
}

function marksOf(source: SourceName, language: Language, showsCountry: boolean): readonly string[] {
  const { state, withdrawn } = sourceWords[language];
  const country = source.stateAffiliated || showsCountry ? countriesOf([source.country ?? ''], language) : '';
  return [source.stateAffiliated ? state : '', country, source.isWithdrawn ? withdrawn : ''].filter(
    (mark) => mark !== '',
  );
}

function within(text: string, remark: string): string {
  return remark === '' ? text : `${text} (${remark})`;
}

function countriesOf(codes: readonly string[], language: Language): string {
  const named = codes.map((code) => countryName(code, language)).filter((name) => name !== '');
  return named.join(sourceWords[language].comma);
}

const countryNames: Readonly<Record<Language, Intl.DisplayNames>> = {
  en: countriesIn('en'),
  ar: countriesIn('ar'),
  fa: countriesIn('fa'),
};
function countriesIn(language: Language): Intl.DisplayNames {
  return new Intl.DisplayNames(language, { type: 'region', style: 'short', fallback: 'none' });
}

/** What newsrooms say, where the short form of CLDR is long. */
const usualNames: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { AE: 'UAE' },
  ar: { AE: 'الإمارات', GB: 'بريطانيا', SA: 'السعودية', US: 'أميركا' },
  fa: { AE: 'امارات', US: 'آمریکا' },
};

/** The empty string for what is no country. */
function countryName(code: string, language: Language): string {
  if (!/^[A-Z]{2}$/u.test(code)) return '';
  return usualNames[language][code] ?? countryNames[language].of(code) ?? '';
}
