import type { Language, SaidLine, SaidPiece, Severity } from '../../model.ts';
import { words } from '../render/words.ts';
import type { Spoken } from '../speech.ts';
import { said } from './said.ts';

/** What is to be done, or was done. */
type What = 'merge' | 'split' | 'unmerge' | 'rejoin' | 'link' | 'unlink';
/** Why it cannot be. */
type Refusal =
  | 'unknown'
  | 'same'
  | 'known'
  | 'merged-already'
  | 'nothing-chosen'
  | 'nothing-left'
  | 'linked-already'
  | 'not-linked'
  | 'nothing-to-undo'
  | 'too-old'
  | 'merged-on';

/** What follows from it, in figures. */
export interface Following {
  readonly reports: { readonly source: number; readonly target: number };
  /** Alerts that change, and on how many servers; cards that are edited or posted. */
  readonly alerts: number;
  readonly servers: number;
  readonly cards: number;
  readonly severity: { readonly before: Severity; readonly after: Severity };
  readonly killed: { readonly before: number | null; readonly after: number | null };
}

/** What `/incident merge`, `split`, `link` and `unmerge` say. */
export interface MergeSpeech {
  readonly operatorsOnly: string;
  /** `incident` and where it went, by id. */
  readonly refused: (why: Refusal, incident: string, into: string | null) => string;
  /** The question above both titles. */
  readonly asks: Readonly<Record<What, string>>;
  readonly incident: (place: 'source' | 'target', what: What, title: SaidLine, reports: number) => SaidLine;
  readonly follows: (following: Following) => readonly string[];
  readonly graver: string;
  readonly why: (words: string) => string;
  readonly confirm: Readonly<Record<What, string>>;
  readonly leave: string;
  readonly left: string;
  readonly undo: string;
  readonly done: Readonly<Record<What, string>>;
  readonly changedMeanwhile: string;
  readonly tooMuch: string;
  readonly already: string;
  readonly gone: string;
  readonly choose: (title: string) => string;
  readonly chooseFrom: (first: number, last: number) => string;
  readonly chosen: (count: number, of: number) => string;
  readonly goOn: string;
  /** A line of an incident that was merged, and of an article that was moved. */
  readonly mergedInto: (title: SaidPiece | string) => SaidLine;
  readonly movedTo: (title: SaidPiece | string) => SaidLine;
  readonly showTarget: string;
}

const figure = (count: number | null, unknown: string): string => (count === null ? unknown : String(count));
const severityIn = (language: Language, severity: Severity): string => words[language].severity[severity].toLowerCase();

const english: MergeSpeech = {
  operatorsOnly:
    'Incidents are shared by all servers. Only responders of the operators’ server may merge, split or link them.',
  refused(why, incident, into) {
    const sentences: Readonly<Record<Refusal, string>> = {
      unknown: `There is no incident “${incident}” here. Look for it with /incident search.`,
      same: 'These are one and the same incident. Name another one.',
      known: 'An incident on record cannot go into another. Merge the other way round: the other one into it.',
      'merged-already': `${incident} was merged into ${into ?? 'another incident'} before. Take that back first with /incident unmerge, or name ${into ?? 'that one'}.`,
      'nothing-chosen': 'None of its reports is chosen. Choose those that tell another event.',
      'nothing-left': 'All its reports would go, and nothing would be left of one of the two. Leave at least one.',
      'linked-already': 'The two are linked already.',
      'not-linked': 'No analyst linked these two.',
      'nothing-to-undo': `Nothing was merged or split of ${incident} that could be taken back. What was merged is named by itself, not by what it went into.`,
      'too-old': 'This was done more than 30 days ago and cannot be taken back. Merge or split anew.',
      'merged-on': `${incident} has been merged into ${into ?? 'another incident'} since. Take that back first.`,
    };
    return sentences[why];
  },
  asks: {
    merge: 'Merge these two incidents?',
    split: 'Split these reports off?',
    unmerge: 'Take this merge back?',
    rejoin: 'Take this split back?',
    link: 'Link these two incidents?',
    unlink: 'Take this link away?',
  },
  incident(place, what, title, reports) {
    const count = reports === 1 ? 'one report' : `${reports} reports`;
    if (what === 'link' || what === 'unlink') return said`• ${title} (${count})`;
    if (what === 'split') return place === 'source' ? said`New: ${title} (${count})` : said`Left: ${title} (${count})`;
    if (what === 'unmerge')
      return place === 'source' ? said`By itself again: ${title} (${count})` : said`Out of: ${title} (${count} left)`;
    return place === 'source' ? said`Goes: ${title}` : said`Stays, with the reports of both: ${title} (${count})`;
  },
  follows({ alerts, servers, cards, severity, killed }) {
    const { before, after } = severity;
    const onServers = servers === 1 ? 'one server' : `${servers} servers`;
    return [
      alerts === 0
        ? 'No alert changes.'
        : `${alerts === 1 ? 'One alert changes' : `${alerts} alerts change`} on ${onServers}.`,
      ...(cards === 0 ? [] : [cards === 1 ? 'One card is edited or posted.' : `${cards} cards are edited or posted.`]),
      ...(before === after ? [] : [`Severity: ${severityIn('en', before)} → ${severityIn('en', after)}.`]),
      ...(killed.before === killed.after
        ? []
        : [`Killed: ${figure(killed.before, 'unknown')} → ${figure(killed.after, 'unknown')}.`]),
    ];
  },
  graver: 'This makes it graver: whoever has it is told.',
  why: (given) => `Reason: ${given}`,
  confirm: {
    merge: 'Merge',
    split: 'Split off',
    unmerge: 'Take the merge back',
    rejoin: 'Take the split back',
    link: 'Link',
    unlink: 'Remove the link',
  },
  leave: 'Leave it',
  left: 'Nothing was changed.',
  undo: 'Take it back',
  done: {
    merge: 'Merged. Articles that fit either of them join what stays. It can be taken back for 30 days.',
    split: 'Split. The reports that were moved never go back by themselves. It can be taken back for 30 days.',
    unmerge: 'Taken back: both stand by themselves again. What came since stays where it came.',
    rejoin: 'Taken back: the reports are where they were.',
    link: 'Linked: each card shows the other.',
    unlink: 'The link is gone.',
  },
  changedMeanwhile: 'Nothing was done: one of the two changed meanwhile. This is how it would be now:',
  tooMuch: 'Nothing was done: too much is being decided at this moment. Try again.',
  already: 'That was done already.',
  gone: 'This is too old to go on with. Give the command again.',
  choose: (title) => `Which reports of “${title}” tell another event? Choose them, then go on.`,
  chooseFrom: (first, last) => `Reports ${first} to ${last}, oldest first …`,
  chosen: (count, of) => `${count} of ${of} reports chosen.`,
  goOn: 'Go on',
  mergedInto: (title) => said`It was merged into ${title}.`,
  movedTo: (title) => said`An analyst moved it to an incident of its own since: ${title}.`,
  showTarget: 'Where it went',
};

const arabic: MergeSpeech = {
  operatorsOnly: 'الحوادث مشتركة بين جميع الخوادم. الدمج والفصل والربط متاح فقط للمستجيبين في خادم المشغّلين.',
  refused(why, incident, into) {
    const sentences: Readonly<Record<Refusal, string>> = {
      unknown: `لا حادث هنا بالمعرّف «${incident}». ابحث عنه بالأمر ‎/incident search.`,
      same: 'هذان حادث واحد. اختر حادثاً آخر.',
      known: 'لا يُدمج حادث مسجَّل مسبقاً في غيره. ادمج بالعكس: الآخر فيه.',
      'merged-already': `سبق دمج ${incident} في ${into ?? 'حادث آخر'}. تراجع عن ذلك أولاً بالأمر ‎/incident unmerge، أو اختر ${into ?? 'ذلك الحادث'}.`,
      'nothing-chosen': 'لم يُختر أي تقرير. اختر التقارير التي تروي حدثاً آخر.',
      'nothing-left': 'ستذهب جميع التقارير ولن يبقى شيء لأحد الحادثين. اترك تقريراً واحداً على الأقل.',
      'linked-already': 'الحادثان مرتبطان أصلاً.',
      'not-linked': 'لم يربط أي محلل بين هذين الحادثين.',
      'nothing-to-undo': `لا دمج ولا فصل يخص ${incident} يمكن التراجع عنه. يُسمّى الحادث المدموج نفسه لا الحادث الذي دُمج فيه.`,
      'too-old': 'مضى على هذا أكثر من 30 يوماً ولا يمكن التراجع عنه. ادمج أو افصل من جديد.',
      'merged-on': `دُمج ${incident} بعدها في ${into ?? 'حادث آخر'}. تراجع عن ذلك أولاً.`,
    };
    return sentences[why];
  },
  asks: {
    merge: 'دمج هذين الحادثين؟',
    split: 'فصل هذه التقارير؟',
    unmerge: 'التراجع عن هذا الدمج؟',
    rejoin: 'التراجع عن هذا الفصل؟',
    link: 'ربط هذين الحادثين؟',
    unlink: 'إزالة هذا الربط؟',
  },
  incident(place, what, title, reports) {
    const count = `عدد التقارير: ${reports}`;
    if (what === 'link' || what === 'unlink') return said`• ${title} (${count})`;
    if (what === 'split') return place === 'source' ? said`جديد: ${title} (${count})` : said`يبقى: ${title} (${count})`;
    if (what === 'unmerge')
      return place === 'source'
        ? said`يستقل من جديد: ${title} (${count})`
        : said`يُفصل عن: ${title} (التقارير الباقية: ${reports})`;
    return place === 'source' ? said`يُدمج: ${title}` : said`يبقى بتقارير الاثنين: ${title} (${count})`;
  },
  follows({ alerts, servers, cards, severity, killed }) {
    const { before, after } = severity;
    return [
      alerts === 0 ? 'لا يتغير أي تنبيه.' : `تنبيهات تتغير: ${alerts}، خوادم معنية: ${servers}.`,
      ...(cards === 0 ? [] : [`بطاقات تُعدَّل أو تُنشر: ${cards}.`]),
      ...(before === after ? [] : [`الخطورة: ${severityIn('ar', before)} ← ${severityIn('ar', after)}.`]),
      ...(killed.before === killed.after
        ? []
        : [`القتلى: ${figure(killed.before, 'غير معروف')} ← ${figure(killed.after, 'غير معروف')}.`]),
    ];
  },
  graver: 'تتفاقم بذلك خطورته: سيُبلَّغ من استلمه.',
  why: (given) => `السبب: ${given}`,
  confirm: {
    merge: 'دمج',
    split: 'فصل',
    unmerge: 'التراجع عن الدمج',
    rejoin: 'التراجع عن الفصل',
    link: 'ربط',
    unlink: 'إزالة الربط',
  },
  leave: 'تركه كما هو',
  left: 'لم يتغير شيء.',
  undo: 'تراجع',
  done: {
    merge: 'تم الدمج. ينضم كل خبر يطابق أحدهما إلى الحادث الباقي. يمكن التراجع خلال 30 يوماً.',
    split: 'تم الفصل. لا تعود التقارير المنقولة من تلقاء نفسها. يمكن التراجع خلال 30 يوماً.',
    unmerge: 'تم التراجع: كل حادث قائم بذاته من جديد، وما ورد بعد الدمج يبقى حيث ورد.',
    rejoin: 'تم التراجع: عادت التقارير إلى موضعها.',
    link: 'تم الربط: كل بطاقة تعرض الأخرى.',
    unlink: 'أُزيل الربط.',
  },
  changedMeanwhile: 'لم يتغير شيء: تغيّر أحد الحادثين في هذه الأثناء. هكذا سيكون الأمر الآن:',
  tooMuch: 'لم يتغير شيء: قرارات كثيرة تُتخذ في هذه اللحظة. حاول مجدداً.',
  already: 'سبق تنفيذ ذلك.',
  gone: 'هذا قديم ولا يمكن متابعته. أعد إرسال الأمر.',
  choose: (title) => `أي تقارير «${title}» تروي حدثاً آخر؟ اخترها ثم تابع.`,
  chooseFrom: (first, last) => `التقارير من ${first} إلى ${last}، الأقدم أولاً …`,
  chosen: (count, of) => `التقارير المختارة: ${count} من ${of}.`,
  goOn: 'متابعة',
  mergedInto: (title) => said`دُمج في ${title}.`,
  movedTo: (title) => said`نقله محلل بعدها إلى حادث مستقل: ${title}.`,
  showTarget: 'الحادث الذي دُمج فيه',
};

export const mergeSpeech: Spoken<MergeSpeech> = { en: english, ar: arabic };
