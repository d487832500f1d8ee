import type { Language } from '../../model.ts';

/** What a page says, in one language. Texts are plain; `since` and `until` stand for a moment at the end of a sentence. */
export interface PageWords {
  readonly untouched: string;
  readonly untouchedFor: (span: string) => string;
  readonly onCall: (rota: string) => string;
  readonly step: (policy: string, step: number, round: number) => string;
  readonly unanswered: (policy: string, rounds: number, span: string) => string;
  readonly nobodyOnCall: (policy: string) => string;
  readonly comesOn: string;
  readonly reminder: (who: string) => string;
  readonly lapses: string;
  readonly lapsed: (who: string | null) => string;
  readonly snoozeEnded: (who: string | null) => string;
  readonly worsened: string;
  readonly place: string;
  readonly actors: string;
  readonly hadTaken: (who: string) => string;
  readonly reportedAgain: string;
  readonly quiet: (span: string) => string;
  readonly released: (by: string, had: string) => string;
  readonly assigned: (by: string, to: string) => string;
  readonly assignedSelf: (by: string) => string;
  readonly note: (by: string) => string;
  readonly other: Readonly<
    Record<'merged' | 'unmerged' | 'split' | 'linked' | 'continued', (by: string | null) => string>
  >;
  readonly state: (state: string, by: string | null) => string;
  readonly nothingToDo: string;
  readonly takesNoDirect: string;
  readonly isNoMember: string;
  readonly card: string;
  readonly pressHere: string;
}

const by = (who: string | null, word: string): string => (who === null ? '' : `${word}${who}`);

const english: PageWords = {
  untouched: 'Nobody has acknowledged it yet.',
  untouchedFor: (span) => `Nobody has acknowledged it for ${span}.`,
  onCall: (rota) => `You are on call (${rota}).`,
  step: (policy, step, round) => `Policy ${policy}, step ${step}, round ${round}`,
  unanswered: (policy, rounds, span) =>
    `Nobody answered: all steps of policy ${policy} were taken (rounds: ${rounds}), and nobody has acknowledged it for ${span}.`,
  nobodyOnCall: (policy) => `Nobody was called: nobody is on call in policy ${policy}.`,
  comesOn: 'Somebody comes on',
  reminder: (who) => `${who}, are you still on it? You acknowledged it`,
  lapses: 'Without a word from you it opens again',
  lapsed: (who) => (who === null ? 'It is open again.' : `${who} did not confirm being on it: it is open again.`),
  snoozeEnded: (who) => `The snooze${by(who, ' by ')} is over: it is open again.`,
  worsened: 'It got worse',
  place: 'place',
  actors: 'actors',
  hadTaken: (who) => `${who} was on it; it is open again.`,
  reportedAgain: 'It was reported again after it had been closed: it is open again.',
  quiet: (span) => `Nothing new was heard for ${span}: it was resolved by itself.`,
  released: (who, had) => `${who} took it off ${had}, who was on it.`,
  assigned: (who, to) => `${who} assigned it to ${to}.`,
  assignedSelf: (who) => `${who} will deal with it.`,
  note: (who) => `Note by ${who}: `,
  other: {
    merged: (who) => `Merged${by(who, ' by ')} into: `,
    unmerged: (who) => `Taken apart again${by(who, ' by ')} from: `,
    split: (who) => `Reports were split off${by(who, ' by ')} into: `,
    linked: (who) => `Linked${by(who, ' by ')} with: `,
    continued: (who) => `It continues${by(who, ', says ')}, in a new incident: `,
  },
  state: (state, who) => `${state}${by(who, ' by ')}`,
  nothingToDo: 'There is nothing more to do.',
  takesNoDirect: 'It is told here because our direct messages do not reach whoever is called.',
  isNoMember: 'It is told here because whoever is called is not on this server any more.',
  card: 'The card',
  pressHere: 'Acknowledge it below or on the card.',
};

const arabic: PageWords = {
  untouched: 'لم يستلمه أحد بعد.',
  untouchedFor: (span) => `لم يستلمه أحد منذ ${span}.`,
  onCall: (rota) => `أنت المناوب الآن (${rota}).`,
  step: (policy, step, round) => `سياسة التصعيد ${policy}، الخطوة ${step}، الجولة ${round}`,
  unanswered: (policy, rounds, span) =>
    `لم يستجب أحد: انتهت سياسة التصعيد ${policy} (الجولات: ${rounds})، ولم يستلمه أحد منذ ${span}.`,
  nobodyOnCall: (policy) => `لم يُستدعَ أحد: لا أحد في المناوبة ضمن سياسة التصعيد ${policy}.`,
  comesOn: 'يبدأ المناوب القادم',
  reminder: (who) => `${who}، هل ما زلت تتابعه؟ استلمته`,
  lapses: 'إن لم ترد يُفتح من جديد',
  lapsed: (who) => (who === null ? 'فُتح من جديد.' : `لم يؤكد ${who} أنه يتابعه: فُتح من جديد.`),
  snoozeEnded: (who) => `انتهى التأجيل${by(who, ' الذي طلبه ')}: فُتح من جديد.`,
  worsened: 'تفاقم الحادث',
  place: 'المكان',
  actors: 'الأطراف',
  hadTaken: (who) => `كان ${who} يتابعه؛ فُتح من جديد.`,
  reportedAgain: 'ورد خبره مجددًا بعد إغلاقه: فُتح من جديد.',
  quiet: (span) => `لم يرد جديد منذ ${span}: أُغلق تلقائيًا.`,
  released: (who, had) => `سحبه ${who} من ${had} الذي كان يتابعه.`,
  assigned: (who, to) => `أسنده ${who} إلى ${to}.`,
  assignedSelf: (who) => `أسنده ${who} إلى نفسه.`,
  note: (who) => `ملاحظة من ${who}: `,
  other: {
    merged: (who) => `دُمج${by(who, ' بقرار ')} في: `,
    unmerged: (who) => `فُصل من جديد${by(who, ' بقرار ')} عن: `,
    split: (who) => `نُقلت تقارير منه${by(who, ' بقرار ')} إلى: `,
    linked: (who) => `رُبط${by(who, ' بقرار ')} بـ: `,
    continued: (who) => `يستمر${by(who, ' بحسب ')} في حادث جديد: `,
  },
  state: (state, who) => `${state}${by(who, ' · ')}`,
  nothingToDo: 'لا حاجة إلى إجراء آخر.',
  takesNoDirect: 'يُبلَّغ هنا لأن رسائلنا الخاصة لا تصل إلى المعني.',
  isNoMember: 'يُبلَّغ هنا لأن المعني لم يعد عضوًا في هذا الخادم.',
  card: 'البطاقة',
  pressHere: 'استلمه بالزر أدناه أو من البطاقة.',
};

const persian: PageWords = {
  untouched: 'هنوز کسی آن را نپذیرفته است.',
  untouchedFor: (span) => `${span} است که کسی آن را نپذیرفته است.`,
  onCall: (rota) => `اکنون کشیک با شماست (${rota}).`,
  step: (policy, step, round) => `سیاست ارجاع ${policy}، گام ${step}، دور ${round}`,
  unanswered: (policy, rounds, span) =>
    `کسی پاسخ نداد: سیاست ارجاع ${policy} به پایان رسید (دورها: ${rounds}) و ${span} است که کسی آن را نپذیرفته است.`,
  nobodyOnCall: (policy) => `کسی فراخوانده نشد: در سیاست ارجاع ${policy} اکنون کسی کشیک نیست.`,
  comesOn: 'کشیک بعدی آغاز می‌شود',
  reminder: (who) => `${who}، هنوز پیگیر آن هستید؟ پذیرفته بودید`,
  lapses: 'اگر پاسخ ندهید دوباره باز می‌شود',
  lapsed: (who) => (who === null ? 'دوباره باز شد.' : `${who} پیگیری را تأیید نکرد: دوباره باز شد.`),
  snoozeEnded: (who) => `تعویق${by(who, ' به دست ')} پایان یافت: دوباره باز شد.`,
  worsened: 'وخیم‌تر شد',
  place: 'مکان',
  actors: 'طرف‌ها',
  hadTaken: (who) => `${who} پیگیر آن بود؛ دوباره باز شد.`,
  reportedAgain: 'پس از بسته شدن دوباره گزارش شد: دوباره باز شد.',
  quiet: (span) => `${span} خبر تازه‌ای نرسید: خودکار بسته شد.`,
  released: (who, had) => `${who} آن را از ${had} که پیگیرش بود گرفت.`,
  assigned: (who, to) => `${who} آن را به ${to} واگذار کرد.`,
  assignedSelf: (who) => `${who} آن را خود بر عهده گرفت.`,
  note: (who) => `یادداشت ${who}: `,
  other: {
    merged: (who) => `ادغام شد${by(who, ' به دست ')} در: `,
    unmerged: (who) => `دوباره جدا شد${by(who, ' به دست ')} از: `,
    split: (who) => `گزارش‌هایی جدا شد${by(who, ' به دست ')} در: `,
    linked: (who) => `پیوند خورد${by(who, ' به دست ')} با: `,
    continued: (who) => `ادامه دارد${by(who, ' به گفتهٔ ')} در رویدادی تازه: `,
  },
  state: (state, who) => `${state}${by(who, ' · ')}`,
  nothingToDo: 'کار دیگری لازم نیست.',
  takesNoDirect: 'اینجا گفته می‌شود، چون پیام خصوصی ما به فرد موردنظر نمی‌رسد.',
  isNoMember: 'اینجا گفته می‌شود، چون فرد موردنظر دیگر عضو این سرور نیست.',
  card: 'کارت',
  pressHere: 'با دکمهٔ زیر یا روی کارت بپذیرید.',
};

/** The words of pages in each language. */
export const pageWords: Readonly<Record<Language, PageWords>> = { en: english, ar: arabic, fa: persian };
