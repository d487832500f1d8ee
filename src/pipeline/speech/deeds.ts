import type { Action, AlertEvent, SaidLine } from '../../model.ts';
import { type DeedTold, readDeed } from '../incidents/deed.ts';
import { alertWords } from '../render/alert-words.ts';
import { cleanLine, cut } from '../render/clean.ts';
import { words } from '../render/words.ts';
import type { Spoken } from '../speech.ts';
import { callSpeech } from './calls.ts';
import { said } from './said.ts';

/** A note may be long, and stands whole with the alert. */
const restLengthMax = 160;

type Does = (who: string, told: DeedTold) => SaidLine;
/** Whatever the audit log tells of an incident. */
type Told = Action | AlertEvent | 'open' | 'paged' | 'split' | 'link' | 'unlink' | 'lesson-revoke' | Other;
type Other = 'raise' | 'refused' | 'delivery-failed' | 'subscriptions-ended' | Regrouped;
/** The other side of a merge or split: what another went into or came out of, what was split off, what went back. */
type Regrouped = 'take-in' | 'let-go' | 'split-off' | 'unsplit';

const english: Readonly<Record<Told, Does>> = {
  acknowledge: (who) => `${who} acknowledged it`,
  unacknowledge: (who) => `${who} withdrew the acknowledgement: open again`,
  confirm: (who) => `${who} confirmed that it is being dealt with`,
  snooze: (who, { until }) =>
    until === null ? `${who} snoozed it` : said`${who} snoozed it until ${{ kind: 'moment', at: until }}`,
  wake: (who) => `${who} ended the snooze: open again`,
  assign: (who, { person, rest }) => `${who} assigned it to ${person ?? rest}`,
  unassign: (who) => `${who} assigned it to nobody any more`,
  note: (who, { rest }) => `${who} noted: “${rest}”`,
  resolve: (who, { rest }) => `${who} resolved it${rest === '' ? '' : `: ${rest}`}`,
  'false-alarm': (who, told) => `${who} marked it as a false alarm${reasonOf(told, 'en')}`,
  reopen: (who) => `${who} opened it again`,
  lapse: () => 'open again: nobody confirmed being on it',
  'snooze-end': () => 'open again: the snooze was over',
  worsen: (_, { to }) => (to === null ? 'it got worse' : 'open again: it got worse'),
  'report-again': () => 'open again: it was reported again',
  quiet: () => 'resolved by itself after long quiet',
  remind: () => 'who has it was asked to confirm being on it',
  escalate: (_, { rest }) => `escalation${rest === '' ? '' : `: ${rest}`}`,
  merge: (who, { rest }) => `${who} merged it into another${rest === '' ? '' : `: ${rest}`}`,
  unmerge: (who, { rest }) => `${who} took it out of the other again${rest === '' ? '' : `: ${rest}`}`,
  split: (who, { rest }) => `${who} split reports off${rest === '' ? '' : `: ${rest}`}`,
  'take-in': (who, { rest }) => `${who} merged another into it${rest === '' ? '' : `: ${rest}`}`,
  'let-go': (who, { rest }) => `${who} took another out of it again${rest === '' ? '' : `: ${rest}`}`,
  'split-off': (who, { rest }) => `${who} split it off from another${rest === '' ? '' : `: ${rest}`}`,
  unsplit: (who, { rest }) => `${who} put it back to what it was split off from${rest === '' ? '' : `: ${rest}`}`,
  link: (who, { rest }) => `${who} linked it${rest === '' ? '' : `: ${rest}`}`,
  unlink: (who, { rest }) => `${who} took a link away${rest === '' ? '' : `: ${rest}`}`,
  'lesson-revoke': (who) => `${who} took back what it taught the matching`,
  open: (_, { rest }) => `alert opened${rest === '' ? '' : ` (${rest})`}`,
  paged: (_, { call, rest }) => (call === null ? `called: ${rest}` : callSpeech.en(call)),
  raise: (who) => `${who} raised it`,
  refused: (who, { rest }) => `refused to ${who}: ${rest}`,
  'delivery-failed': (_, { rest }) => `could not be told: ${rest}`,
  'subscriptions-ended': (_, { rest }) => `subscriptions ended: ${rest}`,
};

const arabic: Readonly<Record<Told, Does>> = {
  acknowledge: (who) => `${who}: استلام`,
  unacknowledge: (who) => `${who}: إلغاء الاستلام، والتنبيه مفتوح من جديد`,
  confirm: (who) => `${who}: تأكيد استمرار المتابعة`,
  snooze: (who, { until }) =>
    until === null ? `${who}: تأجيل` : said`${who}: تأجيل حتى ${{ kind: 'moment', at: until }}`,
  wake: (who) => `${who}: إنهاء التأجيل، والتنبيه مفتوح من جديد`,
  assign: (who, { person, rest }) => `${who}: إسناد إلى ${person ?? rest}`,
  unassign: (who) => `${who}: إلغاء الإسناد`,
  note: (who, { rest }) => `${who}: ملاحظة «${rest}»`,
  resolve: (who, { rest }) => `${who}: إغلاق${rest === '' ? '' : `، ${rest}`}`,
  'false-alarm': (who, told) => `${who}: إنذار كاذب${reasonOf(told, 'ar')}`,
  reopen: (who) => `${who}: إعادة فتح`,
  lapse: () => 'فُتح من جديد: لم يؤكد أحد متابعته',
  'snooze-end': () => 'فُتح من جديد: انتهى التأجيل',
  worsen: (_, { to }) => (to === null ? 'تفاقم الحادث' : 'فُتح من جديد: تفاقم الحادث'),
  'report-again': () => 'فُتح من جديد: ورد عنه خبر جديد',
  quiet: () => 'أُغلق تلقائيًا بعد هدوء طويل',
  remind: () => 'طُلب ممن استلمه تأكيد استمرار المتابعة',
  escalate: (_, { rest }) => `تصعيد${rest === '' ? '' : `: ${rest}`}`,
  merge: (who, { rest }) => `${who}: دمج في حادث آخر${rest === '' ? '' : `، ${rest}`}`,
  unmerge: (who, { rest }) => `${who}: فصل عن الحادث الآخر${rest === '' ? '' : `، ${rest}`}`,
  split: (who, { rest }) => `${who}: فصل تقارير${rest === '' ? '' : `، ${rest}`}`,
  'take-in': (who, { rest }) => `${who}: دمج حادث آخر فيه${rest === '' ? '' : `، ${rest}`}`,
  'let-go': (who, { rest }) => `${who}: فصل الحادث المدموج فيه${rest === '' ? '' : `، ${rest}`}`,
  'split-off': (who, { rest }) => `${who}: فصله عن حادث آخر${rest === '' ? '' : `، ${rest}`}`,
  unsplit: (who, { rest }) => `${who}: إعادته إلى الحادث الذي فُصل عنه${rest === '' ? '' : `، ${rest}`}`,
  link: (who, { rest }) => `${who}: ربط${rest === '' ? '' : `، ${rest}`}`,
  unlink: (who, { rest }) => `${who}: إلغاء ربط${rest === '' ? '' : `، ${rest}`}`,
  'lesson-revoke': (who) => `${who}: التراجع عمّا تعلّمته المطابقة منه`,
  open: (_, { rest }) => `فُتح التنبيه${rest === '' ? '' : ` (${rest})`}`,
  paged: (_, { call, rest }) => (call === null ? `استدعاء: ${rest}` : callSpeech.ar(call)),
  raise: (who) => `${who}: إبلاغ`,
  refused: (who, { rest }) => `رُفض طلب ${who}: ${rest}`,
  'delivery-failed': (_, { rest }) => `تعذّر الإبلاغ: ${rest}`,
  'subscriptions-ended': (_, { rest }) => `انتهت الاشتراكات: ${rest}`,
};

/** What somebody did, or the program of itself, as a sentence of an incident's history. */
export type DeedSpeech = (who: string | null, action: string, detail: string) => SaidLine;

export const deedSpeech: Spoken<DeedSpeech> = { en: sentencesOf(english), ar: sentencesOf(arabic) };

function sentencesOf(table: Readonly<Record<Told, Does>>): DeedSpeech {
  const known: ReadonlyMap<string, Does> = new Map(Object.entries(table));
  return (who, action, detail) => {
    const told = readDeed(detail);
    const by = who ?? 'Watchfloor';
    const rest = cut(cleanLine(told.rest), restLengthMax);
    return known.get(action)?.(by, { ...told, rest }) ?? `${by}: ${action}${rest === '' ? '' : ` (${rest})`}`;
  };
}

function reasonOf({ reason, rest }: DeedTold, language: 'en' | 'ar'): string {
  const said = [...(reason === null ? [] : [alertWords[language].reason[reason]]), ...(rest === '' ? [] : [rest])];
  return said.length === 0 ? '' : `: ${said.join(words[language].comma)}`;
}
