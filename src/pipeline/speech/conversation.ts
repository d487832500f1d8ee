import type { Spoken } from '../speech.ts';

/** What the messenger says itself, before or in place of an answer of the desk. */
export interface ConversationSpeech {
  /** Asked in direct messages. */
  readonly serversOnly: string;
  /** Of a press in direct messages. */
  readonly notOnServer: string;
  readonly membershipUnknown: string;
  /** More is asked at once than can be answered. */
  readonly busy: string;
  readonly failed: string;
  /** The answer was made, and could not be shown. */
  readonly unshowable: string;
  /** The form was not ready in time. */
  readonly formLate: string;
  readonly commandGone: string;
  readonly buttonGone: string;
  readonly testOnly: string;
  /** Examples were shortened or left out. */
  examplesCut(shown: number, of: number): string;
  /** Files that were too large to be sent. */
  filesLeftOut(names: readonly string[]): string;
}

export const conversationSpeech: Spoken<ConversationSpeech> = {
  en: {
    notOnServer: 'Not done: you are not on the server of this alert any more.',
    membershipUnknown:
      'Not done: Discord does not say now what you may do on that server. Press again in a minute, or on the card.',
    serversOnly: 'This works in a server, not in direct messages. Please give the command in a channel of your server.',
    busy: 'Too much is being asked at the moment. Nothing was changed; please try again in a minute.',
    failed: 'That did not work: an error on our side, noted in the log. Please try again.',
    unshowable: 'It was done, but Discord did not take the answer; the error is noted in the log.',
    formLate: 'The form could not be opened in time. Nothing was changed; please try again.',
    commandGone: 'This command is not known here any more. Please try again in a minute.',
    buttonGone: 'This belongs to another version and does nothing any more. Please give the command again.',
    testOnly: 'This is a test alert: its buttons do nothing. On a real one they work for responders.',
    examplesCut: (shown, of) =>
      shown < of
        ? `Of ${of} examples, ${shown} fit into one message.`
        : 'The examples are shortened to fit into one message.',
    filesLeftOut: (names) => `Too large to be sent: ${names.join(', ')}.`,
  },
  ar: {
    notOnServer: 'لم يُنفَّذ: لم تعد عضوًا في خادم هذا التنبيه.',
    membershipUnknown: 'لم يُنفَّذ: تعذّر معرفة صلاحياتك في ذلك الخادم الآن. اضغط بعد دقيقة، أو على البطاقة.',
    serversOnly: 'يعمل هذا داخل خادم لا في الرسائل الخاصة. استخدم الأمر في إحدى قنوات خادمك.',
    busy: 'الطلبات كثيرة في هذه اللحظة. لم يتغيّر شيء؛ حاول مجددًا بعد دقيقة.',
    failed: 'لم ينجح ذلك: خطأ من جانبنا سُجّل في السجل. حاول مجددًا.',
    unshowable: 'نُفّذ الطلب، لكن Discord لم يقبل الرد؛ سُجّل الخطأ في السجل.',
    formLate: 'تعذّر فتح النموذج في الوقت المتاح. لم يتغيّر شيء؛ حاول مجددًا.',
    commandGone: 'لم يعد هذا الأمر معروفًا هنا. حاول مجددًا بعد دقيقة.',
    buttonGone: 'هذا من إصدار آخر ولم يعد له أثر. أعد إرسال الأمر.',
    testOnly: 'هذا تنبيه تجريبي: أزراره لا تفعل شيئًا. في التنبيه الحقيقي تعمل للمستجيبين.',
    examplesCut: (shown, of) =>
      shown < of ? `من ${of} أمثلة تتسع الرسالة الواحدة لـ${shown}.` : 'اختُصرت الأمثلة لتتسع لها رسالة واحدة.',
    filesLeftOut: (names) => `ملفات أكبر من أن تُرسل: ${names.join('، ')}.`,
  },
};

const ours = new Set(['en', 'ar', '']);

/** Says, in English, which languages there are to somebody whose Discord speaks none of them; null to the others. */
export function fallbackSentence(locale: string): string | null {
  if (ours.has(locale.split('-', 1)[0] ?? '')) return null;
  return 'Watchfloor answers in English and Arabic (العربية), by the language that your Discord is set to; alerts also come in Persian.';
}
