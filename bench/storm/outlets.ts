/** How an outlet puts a text that others tell too: its words, its order, its headline, the toll that it has heard of. */
import { chanceFrom, oneOf } from '../chance.ts';
import type { Telling } from './sources.ts';

export interface StormOutlet {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly lang: Telling['lang'];
  readonly tier: 1 | 2 | 3;
  /** Prints what an agency sends as it comes. */
  readonly printsWire: boolean;
}

/** What was known of the dead and wounded at a time; null: nothing yet. */
export interface Toll {
  readonly killed: number;
  readonly wounded: number;
}

const arabicShare = 0.2;
const persianShare = 0.1;
const wireShare = 0.3;

/** So many outlets, always the same. */
export function stormOutlets(count: number): readonly StormOutlet[] {
  const chance = chanceFrom(count);
  return Array.from({ length: count }, (_, index) => {
    const drawn = chance();
    const lang = drawn < persianShare ? 'fa' : drawn < persianShare + arabicShare ? 'ar' : 'en';
    const tier = index % 10 === 0 ? 1 : index % 3 === 0 ? 2 : 3;
    return {
      index,
      id: `outlet-${index}`,
      name: `${oneOf(['Daily', 'Gulf', 'Tigris', 'Levant', 'Metro', 'World'], chance)} ${oneOf(['Herald', 'Wire', 'Post', 'Observer', 'Times'], chance)} ${index}`,
      lang,
      tier,
      printsWire: chance() < wireShare,
    };
  });
}

/** The same news in this outlet's words. Where a toll is given, it is the only one in the text. */
export function restyled(telling: Telling, outlet: StormOutlet, toll: Toll | null, chance: () => number): Telling {
  const { lang } = telling;
  const said = outlet.printsWire ? telling : reworded(telling, chance);
  const [lead = '', ...rest] = sentencesOf(plain(said.summary), lang);
  const kept = rest.filter((sentence) => (toll === null || !speaksOfToll(sentence)) && chance() < 0.8);
  const counted = toll === null ? [] : [tollSentence(toll, lang)];
  const body = [lead, ...counted, ...kept].join(' ');
  return {
    lang,
    title: headlined(said.title, outlet, toll, lang, chance),
    summary: outlet.printsWire ? `${body} (Reuters)` : framed(body, outlet, lang, chance),
  };
}

/** Whether a toll of ours can be told beside it: neither headline nor lead states one. */
export function isOpenToTolls({ lang, title, summary }: Telling): boolean {
  const [lead = ''] = sentencesOf(plain(summary), lang);
  return !speaksOfToll(title) && !speaksOfToll(lead);
}

const tollWords =
  /\b(?:injur\w*|wound\w*|hurt|kill\w*|dead|d(?:ie|ied|eaths?)|casualt\w*|slain|unhurt|losses)\b|قتل|مقتل|قتيل|إصاب|أصيب|جرح|جريح|ضحايا|کشته|زخمی|مجروح|تلفات|آسیب ندید/iu;
const speaksOfToll = (text: string): boolean => tollWords.test(text);

function tollSentence({ killed, wounded }: Toll, lang: Telling['lang']): string {
  switch (lang) {
    case 'en':
      return killed === 0
        ? `At least ${wounded} people were wounded, officials said.`
        : `The attack killed ${killed} ${killed === 1 ? 'person' : 'people'} and wounded ${wounded}, officials said.`;
    case 'ar':
      return killed === 0
        ? `وأصيب ${wounded} أشخاص على الأقل، بحسب مسؤولين.`
        : `وأسفر الهجوم عن مقتل ${killed} وإصابة ${wounded} بجروح، بحسب مسؤولين.`;
    case 'fa':
      return killed === 0
        ? `به گفته مقامات دست‌کم ${wounded} نفر زخمی شدند.`
        : `به گفته مقامات در این حمله ${killed} نفر کشته و ${wounded} نفر زخمی شدند.`;
  }
}

const synonyms: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\binjured\b/g, ['wounded', 'hurt']],
  [/\bfired\b/g, ['launched']],
  [/\blaunched\b/g, ['fired']],
  [/\bSeveral\b/g, ['A number of', 'Multiple']],
  [/\bsecurity source\b/g, ['security official', 'source in the security forces']],
  [/\bU\.S\./g, ['US', 'American']],
  [/\bUnited States\b/g, ['US']],
  [/\bAmericans\b/g, ['US citizens']],
  [/\bmilitary base\b/g, ['base', 'military facility']],
  [/\bairbase\b/g, ['air base']],
  [/\btargeted\b/g, ['hit', 'struck']],
  [/\bstruck\b/g, ['hit']],
  [/\bnorthern city\b/g, ['city']],
  [/\bwithout giving details\b/g, ['on condition of anonymity']],
  [/\bofficials said\b/g, ['officials told reporters', 'authorities said']],
];

function reworded({ lang, title, summary }: Telling, chance: () => number): Telling {
  const put = (text: string) =>
    synonyms.reduce(
      (said, [word, others]) => (chance() < 0.5 ? said.replace(word, oneOf(others, chance)) : said),
      text,
    );
  return { lang, title: put(title), summary: put(summary) };
}

const openings = {
  en: ['', '', '', 'BREAKING: ', 'Just in: ', 'LIVE: ', 'UPDATE: '],
  ar: ['', '', 'عاجل: ', 'عاجل.. '],
  fa: ['', '', 'فوری: '],
} as const;

function headlined(
  title: string,
  { name }: StormOutlet,
  toll: Toll | null,
  lang: Telling['lang'],
  chance: () => number,
): string {
  const said = toll === null || chance() < 0.5 ? title : `${title}${tollOfHeadline(toll, lang)}`;
  const ending = chance() < 0.2 ? ` | ${name}` : '';
  return `${oneOf(openings[lang], chance)}${said}${ending}`;
}

function tollOfHeadline({ killed, wounded }: Toll, lang: Telling['lang']): string {
  if (lang === 'ar') return killed === 0 ? `.. وإصابة ${wounded}` : `.. ${killed} قتلى و${wounded} جرحى`;
  if (lang === 'fa') return killed === 0 ? `؛ ${wounded} زخمی` : `؛ ${killed} کشته و ${wounded} زخمی`;
  return killed === 0 ? `, ${wounded} wounded` : `, ${killed} killed`;
}

const endings = {
  en: ['', ' More to follow.', ' This is a developing story.', ' Read more on our website.'],
  ar: ['', ' التفاصيل لاحقا.'],
  fa: ['', ' خبر در حال تکمیل است.'],
} as const;

function framed(body: string, outlet: StormOutlet, lang: Telling['lang'], chance: () => number): string {
  const withEnding = `${body}${oneOf(endings[lang], chance)}`;
  const dated = chance() < 0.3 ? `${outlet.name} – ${withEnding}` : withEnding;
  return chance() < 0.3 ? `<p>${dated}</p><p><a href="https://${outlet.id}.example/">${outlet.name}</a></p>` : dated;
}

/** The summary without the agency that it came from, since each outlet names its own. */
function plain(summary: string): string {
  const text = summary
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text
    .replace(/^[A-Z][\w ,.]{2,30}(?:\([^)]{2,20}\))? ?[–—-] /u, '')
    .replace(/^\([A-Za-z ]{2,12}\) (?:-- )?/u, '');
}

const segmenters = new Map<string, Intl.Segmenter>();

function sentencesOf(text: string, lang: string): readonly string[] {
  const segmenter = segmenters.get(lang) ?? new Intl.Segmenter(lang, { granularity: 'sentence' });
  segmenters.set(lang, segmenter);
  return [...segmenter.segment(text)].map(({ segment }) => segment.trim()).filter((sentence) => sentence !== '');
}
