import type { DigestPlan, QuietHours, SaidLine } from '../../model.ts';
import type { Spoken } from '../speech.ts';
import type { WishMistake } from '../subscribe.ts';
import { problemIn } from './problem.ts';
import { rolePiece, said } from './said.ts';

/** What is said of subscriptions: how one stands, what was changed, why it was not. Severities come in words. */
export interface SubscriptionsSpeech {
  // How one stands.
  readonly watch: (name: string, floor: string) => string;
  readonly pings: (role: string, floor: string) => SaidLine;
  readonly pingsNobody: string;
  readonly quiet: (quiet: QuietHours) => string;
  readonly cap: (cards: number) => string;
  readonly digest: (plan: DigestPlan) => string;
  readonly digestsAlone: string;
  readonly toldIn: (language: string) => string;
  // What was done.
  readonly nowTold: string;
  readonly stillTold: string;
  readonly nowToldDirectly: string;
  readonly stillToldDirectly: string;
  readonly roleOfChannels: string;
  readonly nothingSaved: string;
  readonly ended: (watches: string) => string;
  readonly endedDirectly: (watches: string) => string;
  readonly greeting: (watch: string, server: string) => string;
  // Why not.
  readonly mistake: (mistake: WishMistake) => string;
  readonly noWatch: (typed: string, known: string) => string;
  readonly noWatchAtAll: string;
  readonly filed: (watches: string) => string;
  readonly nothingHere: string;
  readonly nothingDirect: string;
  readonly notHere: (watch: string) => string;
  readonly tooMany: (max: number) => string;
  readonly tooManyDirect: (max: number) => string;
  readonly everyonePinged: string;
  readonly rolesAreManagers: string;
  readonly noDirectMessages: (problem: string) => string;
  // The list.
  readonly listed: string;
  readonly thisChannel: string;
  readonly thisServer: string;
  readonly you: string;
  readonly none: string;
  readonly andMore: (count: number) => string;
  readonly inFile: string;
  readonly next: string;
  readonly comma: string;
  readonly semicolon: string;
}

const english: SubscriptionsSpeech = {
  watch: (name, floor) => `“${name}” from severity ${floor} on`,
  pings: (role, floor) => said`pings ${rolePiece(role)} from ${floor} on`,
  pingsNobody: 'nobody is pinged',
  quiet: ({ from, to, timeZone }) => `quiet from ${from} to ${to} (${timeZone}), but for critical alerts`,
  cap: (cards) => `at most ${cards} alerts an hour, the others in one summary`,
  digest: ({ every, at, timeZone }) =>
    every === 'day' ? `a digest each day at ${at} (${timeZone})` : `a digest each Monday at ${at} (${timeZone})`,
  digestsAlone: 'no alerts, digests alone',
  toldIn: (language) => `told in ${language}`,
  nowTold: 'This channel is now told of',
  stillTold: 'This channel is still told, now of',
  nowToldDirectly: 'In direct messages you are now told of',
  stillToldDirectly: 'In direct messages you are still told, now of',
  roleOfChannels: 'A direct message pings you alone: the role was left out.',
  nothingSaved: 'Nothing was saved:',
  ended: (watches) => `This channel is no longer told of ${watches}.`,
  endedDirectly: (watches) => `You are no longer told of ${watches} in direct messages.`,
  greeting: (watch, server) =>
    `You asked on ${server} to be told of “${watch}” here. To end it, give /unsubscribe with “direct” on that server.`,
  mistake: (mistake) => {
    switch (mistake.what) {
      case 'time-of-day':
        return `“${mistake.typed}” is no time of day. Give one such as 22:00.`;
      case 'time-zone':
        return mistake.near.length === 0
          ? `“${mistake.typed}” is no time zone. Write one of the IANA, such as Asia/Baghdad.`
          : `“${mistake.typed}” is no time zone. Did you mean ${mistake.near.join(', ')}?`;
      case 'half-quiet':
        return 'Quiet hours need both ends, such as 22:00 and 07:00. Equal ends are no quiet hours at all.';
      case 'cap':
        return `“${mistake.typed}” is no number of alerts an hour. Give one from 1 to 1000, or 0 for the usual.`;
      case 'digest-time-alone':
        return 'A digest’s time needs a digest: choose daily or weekly.';
      case 'nothing-told':
        return 'Without alerts and without a digest nothing would be told. Choose a digest, or leave alerts on.';
    }
  },
  noWatch: (typed, known) => `There is no watch “${typed}”. Known: ${known}.`,
  noWatchAtAll: 'No watch is configured: make one with /watch add.',
  filed: (watches) => `${watches} stands in the configuration and can be changed only there.`,
  nothingHere: 'Nothing is subscribed here.',
  nothingDirect: 'You are told of nothing in direct messages here.',
  notHere: (watch) => `This channel is not subscribed to ${watch}.`,
  tooMany: (max) => `A server can have ${max} subscriptions. End one with /unsubscribe first.`,
  tooManyDirect: (max) =>
    `You can be told of ${max} watches in direct messages here. End one with /unsubscribe and “direct” first.`,
  everyonePinged: 'Watchfloor never pings @everyone. Choose a role that those who want to be woken have.',
  rolesAreManagers: 'Only responders and those who may manage this server choose a role to ping.',
  noDirectMessages: (problem) =>
    `No direct messages can be sent to you (${problem}). Allow direct messages from members of this server in your privacy settings, then give the command again.`,
  listed: 'What is told to whom:',
  thisChannel: 'This channel',
  thisServer: 'Other channels of this server',
  you: 'You, in direct messages',
  none: 'nothing',
  andMore: (count) => `and ${count} more`,
  inFile: ' (from the configuration)',
  next: 'Change it with /subscribe, end it with /unsubscribe.',
  comma: ', ',
  semicolon: '; ',
};

const arabic: SubscriptionsSpeech = {
  watch: (name, floor) => `«${name}» ابتداءً من خطورة ${floor}`,
  pings: (role, floor) => said`يُشعَر ${rolePiece(role)} ابتداءً من خطورة ${floor}`,
  pingsNobody: 'لا يُشعَر أحد',
  quiet: ({ from, to, timeZone }) => `هدوء من ${from} إلى ${to} ‏(${timeZone})، باستثناء التنبيهات الحرجة`,
  cap: (cards) => `الحد الأقصى للتنبيهات في الساعة ${cards}، والباقي في ملخص واحد`,
  digest: ({ every, at, timeZone }) =>
    every === 'day' ? `موجز يومي الساعة ${at} ‏(${timeZone})` : `موجز كل يوم اثنين الساعة ${at} ‏(${timeZone})`,
  digestsAlone: 'من دون تنبيهات، موجزات فقط',
  toldIn: (language) => `باللغة ${language}`,
  nowTold: 'ستُبلَّغ هذه القناة من الآن بما يلي:',
  stillTold: 'ما زالت هذه القناة تُبلَّغ، والآن بما يلي:',
  nowToldDirectly: 'ستُبلَّغ من الآن برسائل خاصة بما يلي:',
  stillToldDirectly: 'ما زلت تُبلَّغ برسائل خاصة، والآن بما يلي:',
  roleOfChannels: 'الرسالة الخاصة تُشعرك وحدك، فلم يُؤخذ الدور.',
  nothingSaved: 'لم يُحفظ شيء:',
  ended: (watches) => `لن تُبلَّغ هذه القناة بعد الآن بما في: ${watches}.`,
  endedDirectly: (watches) => `لن تُبلَّغ بعد الآن برسائل خاصة بما في: ${watches}.`,
  greeting: (watch, server) =>
    `طلبتَ في ${server} أن تُبلَّغ هنا بما في «${watch}». لإنهاء ذلك استخدم ‎/unsubscribe مع الخيار direct في ذلك الخادم.`,
  mistake: (mistake) => {
    switch (mistake.what) {
      case 'time-of-day':
        return `«${mistake.typed}» ليس وقتًا من اليوم. اكتب وقتًا مثل 22:00.`;
      case 'time-zone':
        return mistake.near.length === 0
          ? `«${mistake.typed}» ليست منطقة زمنية. اكتب واحدة من مناطق IANA مثل Asia/Baghdad.`
          : `«${mistake.typed}» ليست منطقة زمنية. هل تقصد ${mistake.near.join('، ')}؟`;
      case 'half-quiet':
        return 'ساعات الهدوء تحتاج إلى طرفين مثل 22:00 و07:00. الطرفان المتساويان يعنيان لا هدوء إطلاقًا.';
      case 'cap':
        return `«${mistake.typed}» ليس عددًا للتنبيهات في الساعة. اكتب عددًا من 1 إلى 1000، أو 0 للعدد المعتاد.`;
      case 'digest-time-alone':
        return 'وقت الموجز يحتاج إلى موجز: اختر يوميًا أو أسبوعيًا.';
      case 'nothing-told':
        return 'من دون تنبيهات ومن دون موجز لن يُبلَّغ بشيء. اختر موجزًا أو أبقِ التنبيهات.';
    }
  },
  noWatch: (typed, known) => `لا يوجد رصد باسم «${typed}». المعروف: ${known}.`,
  noWatchAtAll: 'لم يُضبط أي رصد: أنشئ واحدًا بالأمر ‎/watch add.',
  filed: (watches) => `${watches}: مضبوط في ملف الإعدادات ولا يُغيَّر إلا فيه.`,
  nothingHere: 'لا اشتراك في هذه القناة.',
  nothingDirect: 'لا تُبلَّغ هنا بشيء برسائل خاصة.',
  notHere: (watch) => `هذه القناة غير مشتركة في ${watch}.`,
  tooMany: (max) => `الحد الأقصى لاشتراكات الخادم: ${max}. أنهِ واحدًا بالأمر ‎/unsubscribe أولًا.`,
  tooManyDirect: (max) =>
    `الحد الأقصى لما تُبلَّغ به هنا برسائل خاصة: ${max} من عمليات الرصد. أنهِ واحدة أولًا بالأمر ‎/unsubscribe مع الخيار direct.`,
  everyonePinged: 'لا يُشعر Watchfloor الجميع أبدًا. اختر دورًا لمن يريدون أن يُوقَظوا.',
  rolesAreManagers: 'اختيار دور الإشعار متاح للمستجيبين ولمن يملك صلاحية إدارة الخادم فقط.',
  noDirectMessages: (problem) =>
    `لا يمكن إرسال رسائل خاصة إليك (${problemIn(problem, 'ar')}). اسمح بالرسائل الخاصة من أعضاء هذا الخادم في إعدادات خصوصيتك، ثم أعد الأمر.`,
  listed: 'من يُبلَّغ بماذا:',
  thisChannel: 'هذه القناة',
  thisServer: 'القنوات الأخرى في هذا الخادم',
  you: 'أنت، برسائل خاصة',
  none: 'لا شيء',
  andMore: (count) => `و${count} أخرى`,
  inFile: ' (من ملف الإعدادات)',
  next: 'للتغيير ‎/subscribe، وللإنهاء ‎/unsubscribe.',
  comma: '، ',
  semicolon: '؛ ',
};

export const subscriptionsSpeech: Spoken<SubscriptionsSpeech> = { en: english, ar: arabic };
