import type { Decision } from '../../model.ts';
import { problemIn } from './problem.ts';
import { said } from './said.ts';
import type { WhySpeech } from './why.ts';

const noPing: ReadonlyMap<string, string> = new Map([
  ['no-ping-minor', 'بلا إشعار لأن التغيير طفيف'],
  ['no-ping-known-incident', 'بلا إشعار لأنه تطور في حادث مسجّل'],
  ['no-ping-late', 'بلا إشعار لأنه رُصد بعد نشره بوقت طويل'],
  ['no-ping-acknowledged', 'بلا إشعار لأن أحدهم استلمه'],
  ['no-ping-wanted', 'بلا إشعار إذ لا دور محدداً لهذه الخطورة'],
  ['no-ping-inhibited', 'بلا إشعار لأن حادثاً أخطر أُبلغ به في المكان والساعة نفسيهما'],
]);

/** What an article turned out to be. */
export const verdictsInArabic: Readonly<Record<Decision, string>> = {
  new: 'جديد: يفتح حادثاً',
  update: 'تحديث: يضيف إلى حادث سبق نقله',
  duplicate: 'تكرار: يعيد حادثاً سبق نقله',
  background: 'خلفية: لا جديد فيه',
  irrelevant: 'خارج الموضوع',
};

/** What `/why` says in Arabic. */
export const arabicWhy: WhySpeech = {
  article: ({ outlet, title, at, seen }) => said`${outlet}: ${title}، نُشر ${at} ورُصد ${seen}.`,
  backlog: 'كان مادة قديمة في مصدر جديد، ومثلها يُضم إلى الحوادث أو يفتحها بصمت.',
  late: 'رُصد بعد ساعات من نشره، ومثله يُبلَّغ به بلا إشعار.',
  readAs: (deed, place, day) =>
    `قُرئ على أنه: ${deed}${place === null ? '' : `، ${place}`}${day === null ? '' : `، ${day}`}`,
  restsOn: (read, sentence) => `${read} – استناداً إلى الجملة «${sentence}».`,
  setAside: (why) => `استُبعد، فلا يُبلَّغ به أحد: ${why}.`,
  background: (why) => `لا جديد فيه، فلا يُبلَّغ به أحد: ${why}.`,
  opened: (incident) => said`فتح الحادث ${incident}.`,
  joined: (incident, { number, of }, why) =>
    said`ضُم إلى ${incident} تقريراً رقم ${number} من ${of}${why === '' ? '' : `: ${why}`}.`,
  repeated: (incident, { number, of }, why) =>
    said`يكرّر ${incident} تقريراً رقم ${number} من ${of} ولا يضيف ما يُبلَّغ به مجدداً${why === '' ? '' : `: ${why}`}.`,
  changed: (what) => `ما غيّره: ${what}.`,
  hidden: 'ينتمي إلى حادث أُبلغ به في خادم آخر، ولا يُعرض هنا.',
  revised: (at, what) => said`عدّلته وسيلته ${at}: ${what}.`,
  waits: 'جُلب وينتظر دوره في القراءة. أعد السؤال بعد دقيقة.',
  nobodyTold: 'لا قناة في هذا الخادم مشتركة في شيء، فلا يُبلَّغ أحد. الخطوة التالية: ‎/subscribe.',
  severity: (severity, rule) => `الخطورة ${severity}: ${rule}.`,
  founded: ({ outlet, title, at }) => said`يستند أولاً إلى ${outlet}: ${title}، ${at}.`,
  onRecord: 'حادث مسجّل معروف قبل أن ينقله أي خبر.',
  reports: (count, families) => `التقارير: ${count}، الوسائل المستقلة: ${families}.`,

  card: 'البطاقة',
  summary: 'ملخص تلك الساعة',
  comma: '، ',
  semicolon: '؛ ',
  quoted: (text) => `«${text}»`,
  told: (channel, at, card) =>
    at === null ? said`أُبلغ به في ${channel} (${card})` : said`أُبلغ به في ${channel} ${at} (${card})`,
  pinged: 'مع إشعار',
  notPinged: (code) => noPing.get(code ?? '') ?? 'بلا إشعار',
  graver: (incident) => `بلا إشعار لأن حادثاً أخطر أُبلغ به في المكان والساعة نفسيهما (${incident})`,
  byWatch: (watch, words) => `بموجب الرصد «${watch}»${words === '' ? '' : ` (${words})`}`,
  edited: 'وعُدّل بعدها',
  editPending: 'وأحدث نسخة في الطريق',
  folded: (channel, summary) =>
    summary === null
      ? said`لم يُبلَّغ به منفرداً في ${channel}: بلغت القناة حدها في تلك الساعة، فهو في ملخصها.`
      : said`لم يُبلَّغ به منفرداً في ${channel}: بلغت القناة حدها في تلك الساعة، فهو في ${summary}.`,
  deleted: (channel) => said`أُبلغ به في ${channel}، ثم حذف أحدهم الرسالة، ولا يُعاد نشرها.`,
  held: (channel, until) =>
    until === null
      ? said`لم يُبلَّغ به في ${channel}: جاء في ساعات الهدوء.`
      : said`لم يُبلَّغ به بعد في ${channel}: ساعات هدوء حتى ${until}.`,
  belowFloor: (channel, severity, floor) =>
    said`لم يُبلَّغ به في ${channel}: خطورته ${severity}${floor === null ? '، وهي أدنى من المطلوب' : `، والمطلوب ${floor} فما فوق`}.`,
  digestOnly: (channel) => said`لم يُبلَّغ به في ${channel}: القناة تطلب الموجزات وحدها.`,
  silenced: (channel, silence) =>
    silence === null
      ? said`لم يُبلَّغ به في ${channel}: كان إسكات سارياً.`
      : said`لم يُبلَّغ به في ${channel}: أسكته ${silence.by} حتى ${silence.until} (${silence.why}). وما يستجد بعد ذلك يُبلَّغ به.`,
  closed: (channel, state) => said`لم يُبلَّغ به في ${channel}: كان التنبيه قد صار «${state ?? 'مغلق'}».`,
  failed: (channel, reason) => said`لم يُبلَّغ به في ${channel}: لم يقبل Discord الرسالة (${problemIn(reason, 'ar')}).`,
  ended(channel, why, at) {
    const because = {
      gone: 'حُذفت القناة',
      forbidden: 'لا يُسمح لـ Watchfloor بالكتابة فيها',
      person: 'لا تُستقبل الرسائل الخاصة',
    };
    const words = why === null ? 'لا تستقبل الرسائل' : because[why];
    const since = at === null ? '' : said` ${at}`;
    return said`لم يُبلَّغ به في ${channel}: ${words}، فانتهت اشتراكاتها${since}. أعد الاشتراك بعد إصلاح ذلك.`;
  },
  onItsWay: (channel) => said`لم يُبلَّغ به بعد في ${channel}: الرسالة في الطريق.`,
  silent: 'لم يُبلَّغ به أحد حتى الآن: فتحته مواد قديمة، ويُبلَّغ به حين يرد جديد عنه.',
  notSatisfied: (channel, watch, missing) =>
    said`لم يُبلَّغ به في ${channel}: لا يستوفي الرصد «${watch}»${missing.length === 0 ? '' : ` (ينقصه: ${missing.map(partInArabic).join('، ')})`}.`,
  changedSince: (channel) =>
    said`لم يُبلَّغ به في ${channel}: يستوفي الرصد كما هو الآن، لكن الرصد أو الاشتراك كان غير ذلك حين ورد.`,
  noSubscription: 'لا قناة في هذا الخادم مشتركة في رصد. الخطوة التالية: ‎/subscribe.',
  moreChannels: (count) => `قنوات أخرى: ${count}. انظر التفاصيل.`,
  directMessages: 'رسائلك الخاصة',

  neverSeen: 'لم يرد هذا الرابط في أي مصدر هنا، أو مضى عليه أكثر من مدة حفظ الأخبار.',
  siteFed: (feed, read) =>
    read === null
      ? said`يُقرأ موقعه عبر المصدر ${feed}، ولم يُقرأ حتى الآن.`
      : said`يُقرأ موقعه عبر المصدر ${feed}، وآخر قراءة ${read}: لم يكن الخبر فيه، أو له فيه رابط آخر.`,
  siteFails: (feed, problem) => `يُقرأ موقعه عبر المصدر ${feed}، وهو متعثر حالياً: ${problem}.`,
  siteRests: (feed) => `يُقرأ موقعه عبر المصدر ${feed}، وهو موقوف، فلا يُرى منه شيء.`,
  siteUnknown: (site) => `لا يُقرأ أي مصدر للموقع ${site}. يضيفه المشغّلون بالأمر ‎/feeds add.`,
  thenJudge: 'أعطِ عنوانه ونصه أيضاً (text:) ليُحكم عليه كأنه ورد الآن.',
  judgedNow: 'حُكم عليه الآن، ولا يُحفظ شيء ولا يُبلَّغ أحد.',
  verdict(decision, incident) {
    const verdict = verdictsInArabic[decision];
    return incident === null ? `${verdict}.` : `${verdict} (${incident}).`;
  },

  needsLink: '‎url: يلزم رابط http أو https لخبر.',
  needsSomething: 'حدّد حادثاً أو رابط خبر (url) أو نصه (text).',
  needsWords: '‎text: تلزم كلمة واحدة على الأقل.',
  textTooLong: (lengthMax) => `‎text: الحد الأقصى ${lengthMax} حرف.`,
  linkTooLong: (lengthMax) => `‎url: الحد الأقصى ${lengthMax} حرف.`,
  tooMany: 'كثيرون يسألون في هذه اللحظة. أعد المحاولة بعد ثوانٍ.',
  gone: 'لم يعد سجلّه محفوظاً. أعد إرسال الأمر.',
};

const parts: ReadonlyMap<string, string> = new Map([
  ['keyword', 'كلمة مفتاحية'],
  ['actor', 'طرف'],
  ['place', 'مكان'],
  ['kind of event', 'نوع الحدث'],
  ['language', 'لغة'],
]);
const severityPart = /^severity from (\w+) on$/u;
const severities: ReadonlyMap<string, string> = new Map([
  ['info', 'للعلم'],
  ['low', 'منخفضة'],
  ['elevated', 'متوسطة'],
  ['high', 'عالية'],
  ['critical', 'حرجة'],
]);

/** A part of a watch, as it is named where one is missing. */
export function partInArabic(part: string): string {
  const severity = severityPart.exec(part)?.[1];
  return severity === undefined ? (parts.get(part) ?? part) : `خطورة ${severities.get(severity) ?? severity} فما فوق`;
}
