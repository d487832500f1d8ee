import type { HiddenIncident, Language, SaidLine, SilenceEnded } from '../../model.ts';
import { severitySigns } from './card.ts';
import { cleanLine, cut, safeLink } from './clean.ts';

const whyLengthMax = 200;
/** A field of an embed holds some four linked lines. */
const linesInPart = 4;

interface Words {
  readonly ended: (by: string, liftedBy: string | null) => string;
  readonly reason: (why: string) => string;
  readonly hid: (hidden: number, young: number) => string;
  readonly next: string;
  readonly heading: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    ended: (by, liftedBy) =>
      liftedBy === null ? `A silence of ${by} has ended.` : `${liftedBy} lifted a silence of ${by}.`,
    reason: (why) => `Reason: ${why}`,
    hid: (hidden, young) =>
      `${hidden === 1 ? '1 incident was hidden' : `${hidden} incidents were hidden`}${young === 0 ? '; of the last day nothing is left to be told.' : `; ${hidden === 1 ? 'it is' : young === 1 ? '1 of them is' : `${young} of them are`} from the last day and told to nobody here:`}`,
    next: 'What follows of them is told as usual. /incident show tells more of each.',
    heading: 'Hidden, gravest first',
  },
  ar: {
    ended: (by, liftedBy) => (liftedBy === null ? `انتهى إسكات ${by}.` : `رفع ${liftedBy} إسكات ${by}.`),
    reason: (why) => `السبب: ${why}`,
    hid: (hidden, young) =>
      `عدد الحوادث التي أُخفيت: ${hidden}${young === 0 ? '، ولم يبق من اليوم الأخير ما لم يُبلَّغ به.' : `، منها في اليوم الأخير ولم يُبلَّغ بها أحد هنا: ${young}`}`,
    next: 'يُبلَّغ بما يستجد فيها كالمعتاد، وتجد كلًّا منها عبر ‎/incident show.',
    heading: 'ما أُخفي، الأخطر أولًا',
  },
  fa: {
    ended: (by, liftedBy) => (liftedBy === null ? `سکوتِ ${by} پایان یافت.` : `${liftedBy} سکوتِ ${by} را برداشت.`),
    reason: (why) => `دلیل: ${why}`,
    hid: (hidden, young) =>
      `${hidden} رویداد پنهان ماند${young === 0 ? '؛ از روز گذشته چیزی ناگفته نمانده است.' : `؛ ${young} مورد از روز گذشته است و اینجا به کسی گفته نشده:`}`,
    next: 'خبرهای بعدی آن‌ها مانند همیشه گفته می‌شود. ‎/incident show هر یک را نشان می‌دهد.',
    heading: 'پنهان‌مانده‌ها، مهم‌ترین نخست',
  },
};

/** Says what a silence hid, with a link to the first article of each. */
export function renderSilenceEnded(
  { by, why, liftedBy, hidden, young, incidents }: SilenceEnded,
  language: Language,
): { readonly text: string; readonly parts: readonly { heading: string; lines: readonly SaidLine[] }[] } {
  const said = words[language];
  const reason = said.reason(cut(cleanLine(why), whyLengthMax));
  const head = [said.ended(by.name, liftedBy?.name ?? null), reason, said.hid(hidden, young)];
  const lines = incidents.map(lineOf);
  const parts: { heading: string; lines: readonly SaidLine[] }[] = [];
  for (let from = 0; from < lines.length; from += linesInPart) {
    const some = lines.slice(from, from + linesInPart);
    parts.push({ heading: from === 0 ? said.heading : `${from + 1}–${from + some.length}`, lines: some });
  }
  return { text: [...head, ...(young === 0 ? [] : [said.next])].join('\n'), parts };
}

function lineOf({ incident, title, severity, openedAt, link }: HiddenIncident): SaidLine {
  const url = link === null ? null : safeLink(link);
  return [
    { kind: 'text', text: `${severitySigns[severity]} ` },
    url === null ? { kind: 'text', text: title } : { kind: 'link', text: title, url },
    { kind: 'text', text: ' · ' },
    { kind: 'elapsed', at: openedAt },
    { kind: 'text', text: ` · ${incident}` },
  ];
}
