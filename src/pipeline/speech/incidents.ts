import type { AlertState, SaidLine, SaidPiece } from '../../model.ts';
import type { FilterMistake, FilterOption, Order, StateFilter } from '../incidents/filter.ts';
import type { Spoken } from '../speech.ts';
import { said } from './said.ts';

/** What lists of incidents say. */
export interface IncidentsSpeech {
  readonly noneUnresolved: string;
  readonly noneFitting: (filter: string) => string;
  /** Above a page: how many there are, in what order, which of them stand below. */
  readonly found: (found: {
    readonly total: number;
    readonly first: number;
    readonly last: number;
    readonly order: Order;
    readonly filter: string;
  }) => string;
  readonly states: Readonly<Record<StateFilter, string>>;
  readonly fromSeverity: (severity: string) => string;
  readonly between: (from: string | null, to: string | null) => string;
  /** The state of an alert here: null where this server was not told. */
  readonly standing: (state: AlertState | null, by: string | null, since: SaidPiece | null) => SaidLine;
  readonly mistake: (mistake: FilterMistake) => string;
  readonly previous: string;
  readonly next: string;
  readonly showOne: string;
  readonly backToList: string;
  readonly tooOld: string;
  readonly noSuch: (id: string) => string;
  readonly comma: string;
  readonly quoted: (text: string) => string;
  /** A list of which some stands above: "and 4 more". */
  readonly more: (count: number) => string;
}

const english: IncidentsSpeech = {
  noneUnresolved:
    'No unresolved alerts here. With state: any, or with /incident search, all incidents are looked through.',
  noneFitting: (filter) => `No incident fits: ${filter}. Leave something out, or look at more with state: any.`,
  found: ({ total, first, last, order, filter }) =>
    `${total === 1 ? 'One incident' : `${total} incidents`} (${filter}), ${order === 'newest' ? 'newest' : 'gravest'} first${total > last - first + 1 ? `; ${first} to ${last}` : ''}:`,
  states: {
    unresolved: 'unresolved alerts',
    open: 'open alerts',
    acknowledged: 'acknowledged alerts',
    snoozed: 'snoozed alerts',
    merged: 'merged ones',
    resolved: 'resolved alerts',
    'false-alarm': 'false alarms',
    told: 'all that was told here',
    any: 'told here or not',
  },
  fromSeverity: (severity) => `severity ${severity} or higher`,
  between: (from, to) =>
    from === null ? `until ${to}` : to === null ? `since ${from}` : from === to ? `on ${from}` : `${from} to ${to}`,
  standing(state, by, since) {
    if (state === null) return 'not told here';
    const words = {
      open: 'open',
      acknowledged: 'acknowledged',
      snoozed: 'snoozed',
      resolved: 'resolved',
      'false-alarm': 'false alarm',
      merged: 'merged',
    };
    const who = by === null ? words[state] : `${words[state]} by ${by}`;
    return since === null ? who : said`${who} ${since}`;
  },
  mistake: ({ option, given, perhaps }) => {
    const meant = perhaps.length === 0 ? '' : ` Possible: ${perhaps.join(', ')}.`;
    const expected = {
      state: 'a state of alerts',
      severity: 'a severity',
      place: 'a place that is watched',
      actor: 'an actor that is watched',
      type: 'a kind of event',
      from: 'a day',
      to: 'a day',
      text: 'at least one word',
      order: 'an order',
    } satisfies Record<FilterOption, string>;
    return `${option}: “${given}” is not ${expected[option]}.${meant}`;
  },
  previous: '◀ Previous',
  next: 'Next ▶',
  showOne: 'Show one of these …',
  backToList: 'Back to the list',
  tooOld: 'This list is too old to go on with. Give the command again.',
  noSuch: (id) => `There is no incident “${id}” here. Look for it with /incident search.`,
  comma: ', ',
  quoted: (text) => `“${text}”`,
  more: (count) => `and ${count} more`,
};

const arabic: IncidentsSpeech = {
  noneUnresolved: 'لا تنبيهات غير مغلقة هنا. للبحث في جميع الحوادث استخدم state: any أو الأمر ‎/incident search.',
  noneFitting: (filter) => `لا حادث يطابق: ${filter}. احذف أحد الشروط أو وسّع البحث باستخدام state: any.`,
  found: ({ total, first, last, order, filter }) =>
    `عدد الحوادث: ${total} (${filter})، ${order === 'newest' ? 'الأحدث' : 'الأخطر'} أولاً${total > last - first + 1 ? `؛ من ${first} إلى ${last}` : ''}:`,
  states: {
    unresolved: 'تنبيهات غير مغلقة',
    open: 'تنبيهات مفتوحة',
    acknowledged: 'تنبيهات قيد المتابعة',
    snoozed: 'تنبيهات مؤجَّلة',
    merged: 'تنبيهات مدموجة',
    resolved: 'تنبيهات مغلقة',
    'false-alarm': 'إنذارات كاذبة',
    told: 'كل ما أُبلغ به هنا',
    any: 'سواء أُبلغ به هنا أم لا',
  },
  fromSeverity: (severity) => `الخطورة ${severity} فما فوق`,
  between: (from, to) =>
    from === null ? `حتى ${to}` : to === null ? `منذ ${from}` : from === to ? `يوم ${from}` : `من ${from} إلى ${to}`,
  standing(state, by, since) {
    if (state === null) return 'لم يُبلَّغ به هنا';
    const words = {
      open: 'مفتوح',
      acknowledged: 'قيد المتابعة',
      snoozed: 'مؤجَّل',
      resolved: 'مغلق',
      'false-alarm': 'إنذار كاذب',
      merged: 'مدموج',
    };
    const who = by === null ? words[state] : `${words[state]} (${by})`;
    return since === null ? who : said`${who} ${since}`;
  },
  mistake: ({ option, given, perhaps }) => {
    const meant = perhaps.length === 0 ? '' : ` القيم الممكنة: ${perhaps.join('، ')}.`;
    const expected = {
      state: 'ليست حالة معروفة للتنبيهات',
      severity: 'ليست درجة خطورة معروفة',
      place: 'ليس مكاناً مشمولاً بالرصد',
      actor: 'ليس طرفاً مشمولاً بالرصد',
      type: 'ليس نوع حدث معروفاً',
      from: 'ليس يوماً صحيحاً',
      to: 'ليس يوماً صحيحاً',
      text: 'لا كلمة فيه يُبحث عنها',
      order: 'ليس ترتيباً معروفاً',
    } satisfies Record<FilterOption, string>;
    return `‎${option}: «${given}» ${expected[option]}.${meant}`;
  },
  previous: '▶ السابق',
  next: 'التالي ◀',
  showOne: 'اعرض واحداً منها …',
  backToList: 'العودة إلى القائمة',
  tooOld: 'هذه القائمة قديمة ولا يمكن متابعتها. أعد إرسال الأمر.',
  noSuch: (id) => `لا حادث هنا بالمعرّف «${id}». ابحث عنه بالأمر ‎/incident search.`,
  comma: '، ',
  quoted: (text) => `«${text}»`,
  more: (count) => `و${count} غيرها`,
};

export const incidentsSpeech: Spoken<IncidentsSpeech> = { en: english, ar: arabic };
