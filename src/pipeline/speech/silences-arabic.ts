import { said } from './said.ts';
import type { SilencesSpeech } from './silences.ts';

const options: Readonly<Record<string, string>> = {
  actor: 'الطرف',
  place: 'المكان',
  type: 'النوع',
  outlet: 'الوسيلة',
  watch: 'الرصد',
  below: 'دون الخطورة',
};

/** What is said of silences in Arabic. */
export const arabicSilences: SilencesSpeech = {
  part: {
    actors: (names) => `الطرف ${names}`,
    places: (names) => `المكان ${names}`,
    eventTypes: (names) => `نوع الحدث ${names}`,
    outlets: (names) => `ما نقلته ${names} وحدها`,
    watches: (names) => `ما يبلّغ به الرصد ${names} وحده`,
  },
  below: (severity) => `خطورة دون «${severity}»`,
  criticalToo: 'والحرجة أيضًا',
  between: '؛ ',
  or: ' أو ',
  mistake({ option, given, why, perhaps }) {
    const examples = perhaps.length === 0 ? '' : ` لعلك تقصد: ${perhaps.join('، ')}.`;
    switch (why) {
      case 'unknown':
        return `${options[option] ?? option}: «${given}» غير معروف هنا.${examples}`;
      case 'too-many':
        return `${options[option] ?? option}: الحد الأقصى 10 تفصل بينها فواصل. والمكان أو الجهة الأوسع يشمل كل ما يتبعه.`;
      case 'no-time':
        return `حتى: «${given}» ليس وقتًا مفهومًا.${examples}`;
      case 'past':
        return `حتى: «${given}» وقت مضى.${examples}`;
      case 'too-long':
        return 'حتى: الحد الأقصى 30 يومًا. ما لا تريده لمدة أطول أخرجه من الرصد: ‎/watch edit.';
      case 'missing':
        return option === 'reason' ? 'السبب: اذكره ليعرف المناوب التالي هل ما زال قائمًا.' : `حتى: يلزم وقت.${examples}`;
    }
  },
  nothingNamed: 'حدّد ما يُخفى: طرفًا أو مكانًا أو نوعًا أو وسيلة أو رصدًا، أو خطورة لا يُبلَّغ بما دونها.',
  tooMany: (countMax) => `الإسكاتات السارية هنا ${countMax}، وهو الحد الأقصى. ارفع أحدها: ‎/silence lift.`,
  previewed: 'ما كان هذا الإسكات سيخفيه:',
  proposed: (what, until) => said`إسكات: ${what}، حتى ${until}. لم يُحفظ بعد.`,
  reason: (why) => `السبب: ${why}`,
  wouldHaveHid: (hidden, told, days) =>
    `عدد ما كان سيخفيه في الأيام الأخيرة (${days}): ${hidden} من ${told} حادثًا أُبلغ به هنا.`,
  graded: (count, severity) => `${severity}: ${count}`,
  passes: (count) => `حوادث حرجة تنطبق عليه ويُبلَّغ بها رغم ذلك: ${count}.`,
  hiddenHeading: 'ما كان سيُخفى',
  passedHeading: 'يُبلَّغ به رغم الإسكات لأنه حرج',
  more: (count) => `وغيرها: ${count}`,
  notAll: (count) => `فُحصت أحدث التنبيهات وحدها، وعددها ${count}.`,
  save: 'حفظ الإسكات',
  discard: 'تجاهل',
  lift: 'رفع',
  discarded: 'لم يُحفظ شيء، ولا إسكات.',
  saved: (until) =>
    said`حُفظ، وهو سارٍ حتى ${until}. البطاقات القائمة تبقى محدَّثة، ولا يُنشر جديد ولا يصل إشعار إلى أحد. ينهيه ‎/silence lift.`,
  gone: 'هذا لغيرك، أو مضت عليه أكثر من ساعة. أعد إرسال الأمر.',
  past: 'مضى الوقت الذي كان سيسري حتى حلوله. أعد إرسال الأمر.',
  changedMeanwhile: 'غيّره أحدهم قبل لحظة. انظر ‎/silence list.',
  none: 'لا إسكات ساريًا هنا.',
  listed: (count) => `الإسكاتات السارية هنا: ${count}.`,
  line: ({ id, what, why, by, until, hidden }) =>
    said`${what} – حتى ${until} – أخفى من الحوادث ${hidden} – ${by}: ${why} (${id})`,
  noneNamed: 'حدّد إسكاتًا؛ تعرضها ‎/silence list.',
  noSuch: (given) => `لا إسكات ساريًا هنا باسم «${given}». تعرضها ‎/silence list.`,
  shown: ({ what, why, by }) => `إسكات: ${what}\n${by}: ${why}`,
  inForce: (from, until) => said`سارٍ منذ ${from} حتى ${until}.`,
  over: (at, by) => (by === null ? said`انتهى ${at}.` : said`رفعه ${by} ${at}.`),
  hid: (count) => (count === 0 ? 'لم يُخفِ شيئًا حتى الآن.' : `عدد ما أخفاه من الحوادث حتى الآن: ${count}.`),
  lifted: (hidden) =>
    hidden === 0
      ? 'رُفع، ولم يُخفِ شيئًا.'
      : `رُفع. عدد ما أخفاه من الحوادث: ${hidden}؛ وما لم يُبلَّغ به منها في اليوم الأخير يُذكر في قناة المشغّلين.`,
  silencedNow: (by, until, why) => said`أسكته ${by} حتى ${until}: ${why}`,
};
