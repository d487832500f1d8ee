import type { Spoken } from '../speech.ts';

/** What is said of making and changing rotas and escalation policies. */
export interface RotasSpeech {
  readonly rotas: (count: number) => string;
  readonly policies: (count: number) => string;
  readonly noRotas: string;
  readonly noPolicies: string;
  readonly line: (name: string, about: string, isFiled: boolean) => string;
  readonly people: (count: number, timeZone: string) => string;
  readonly steps: (count: number, floor: string, repeat: number) => string;
  readonly noPolicy: (typed: string, known: string) => string;
  readonly nameIt: string;
  readonly filed: (name: string) => string;
  readonly tooMany: (max: number) => string;
  readonly nameTaken: (name: string) => string;
  readonly noPeople: string;
  readonly badTurn: (typed: string) => string;
  readonly badHandover: (typed: string) => string;
  readonly badZone: (typed: string, near: string) => string;
  readonly tooLong: (name: string) => string;
  readonly mistaken: string;
  readonly saved: (name: string) => string;
  readonly savedPolicy: (name: string) => string;
  readonly changedMeanwhile: (name: string) => string;
  readonly inUse: (name: string, policies: string) => string;
  readonly removing: (name: string) => string;
  readonly remove: string;
  readonly removed: (name: string) => string;
  readonly edit: string;
  readonly formTitle: (name: string) => string;
  readonly newPolicy: string;
  readonly field: string;
  readonly gone: string;
  readonly layer: string;
}

export const rotasSpeech: Spoken<RotasSpeech> = {
  en: {
    rotas: (count) => (count === 1 ? 'One rota:' : `${count} rotas:`),
    policies: (count) => (count === 1 ? 'One escalation policy:' : `${count} escalation policies:`),
    noRotas: 'This server has no rota. Make one with /rota add.',
    noPolicies: 'This server has no escalation policy. Make one with /escalation add.',
    line: (name, about, isFiled) => `${name} – ${about}${isFiled ? ' (from the configuration)' : ''}`,
    people: (count, timeZone) => `${count === 1 ? 'one person' : `${count} people`}, ${timeZone}`,
    steps: (count, floor, repeat) =>
      `${count === 1 ? 'one step' : `${count} steps`}, from severity ${floor}, ${repeat === 0 ? 'not repeated' : `repeated ${repeat === 1 ? 'once' : `${repeat} times`}`}`,
    noPolicy: (typed, known) => `There is no policy “${typed}” here. Known: ${known}.`,
    nameIt: 'Say which one is meant.',
    filed: (name) => `“${name}” stands in the configuration and can be changed only there.`,
    tooMany: (max) => `A server can have at most ${max} of them. Remove one first.`,
    nameTaken: (name) => `There is one called “${name}” already. Choose another name.`,
    noPeople: 'Name the people by mentioning them, in the order of their turns: @Amal @Berit.',
    badTurn: (typed) =>
      `“${typed}” is no turn. Write hour, day or week, also with a number before it: 12 hours, 2 weeks.`,
    badHandover: (typed) => `“${typed}” is no time of day. Write one such as 08:00.`,
    badZone: (typed, near) =>
      near === ''
        ? `“${typed}” is no time zone. Write one of the IANA, such as Asia/Baghdad.`
        : `“${typed}” is no time zone. Did you mean ${near}?`,
    tooLong: (name) => `“${name}” is too long for a form. Keep it in rota.yaml instead.`,
    mistaken: 'Nothing is saved yet, since this is wrong:',
    saved: (name) => `Saved: “${name}”. See /oncall schedule for the shifts to come.`,
    savedPolicy: (name) => `Saved: “${name}”. It holds for alerts that open or get worse from now on.`,
    changedMeanwhile: (name) =>
      `Somebody else changed “${name}” meanwhile. Nothing was saved; look at it and try again.`,
    inUse: (name, policies) => `“${name}” is called by ${policies}. Change that first.`,
    removing: (name) => `Remove “${name}”?`,
    remove: 'Remove',
    removed: (name) => `Removed: “${name}”.`,
    edit: 'Edit',
    formTitle: (name) => `Edit ${name}`,
    newPolicy: 'New escalation policy',
    field: 'In the form of rota.yaml',
    gone: 'This is no longer there, or somebody else began it. Give the command again.',
    layer: 'Turns',
  },
  ar: {
    rotas: (count) => `جداول المناوبة: ${count}`,
    policies: (count) => `سياسات التصعيد: ${count}`,
    noRotas: 'لا يوجد جدول مناوبة في هذا الخادم. أنشئ جدولًا بالأمر ‎/rota add.',
    noPolicies: 'لا توجد سياسة تصعيد في هذا الخادم. أنشئ سياسة بالأمر ‎/escalation add.',
    line: (name, about, isFiled) => `${name} – ${about}${isFiled ? ' (من ملف الإعدادات)' : ''}`,
    people: (count, timeZone) => `عدد الأشخاص: ${count}، ${timeZone}`,
    steps: (count, floor, repeat) => `عدد الخطوات: ${count}، ابتداءً من الخطورة ${floor}، مرات الإعادة: ${repeat}`,
    noPolicy: (typed, known) => `لا توجد هنا سياسة باسم «${typed}». المعروف: ${known}.`,
    nameIt: 'حدّد أيها المقصود.',
    filed: (name) => `«${name}» من ملف الإعدادات ولا يمكن تغييره إلا فيه.`,
    tooMany: (max) => `لا يمكن أن يكون في الخادم أكثر من ${max}. احذف واحدًا أولًا.`,
    nameTaken: (name) => `يوجد «${name}» من قبل. اختر اسمًا آخر.`,
    noPeople: 'اذكر الأشخاص بالإشارة إليهم حسب ترتيب نوباتهم: ‎@Amal @Berit.',
    badTurn: (typed) => `«${typed}» ليست مدة نوبة. اكتب hour أو day أو week، ولك أن تسبقها برقم: ‎12 hours أو ‎2 weeks.`,
    badHandover: (typed) => `«${typed}» ليس وقتًا من اليوم. اكتب مثلًا 08:00.`,
    badZone: (typed, near) =>
      near === ''
        ? `«${typed}» ليست منطقة زمنية. اكتب اسمًا من أسماء IANA، مثل Asia/Baghdad.`
        : `«${typed}» ليست منطقة زمنية. هل تقصد ${near}؟`,
    tooLong: (name) => `«${name}» أطول من أن يسعه نموذج. احفظه في rota.yaml.`,
    mistaken: 'لم يُحفظ شيء بعد لوجود خطأ:',
    saved: (name) => `حُفظ: «${name}». النوبات القادمة في ‎/oncall schedule.`,
    savedPolicy: (name) => `حُفظت: «${name}». تسري على التنبيهات التي تُفتح أو تتفاقم من الآن.`,
    changedMeanwhile: (name) => `غيّر شخص آخر «${name}» في هذه الأثناء. لم يُحفظ شيء؛ راجعه ثم حاول من جديد.`,
    inUse: (name, policies) => `«${name}» تستدعيه ${policies}. غيّر ذلك أولًا.`,
    removing: (name) => `هل تريد حذف «${name}»؟`,
    remove: 'حذف',
    removed: (name) => `حُذف: «${name}».`,
    edit: 'تعديل',
    formTitle: (name) => `تعديل ${name}`,
    newPolicy: 'سياسة تصعيد جديدة',
    field: 'بصيغة rota.yaml',
    gone: 'لم يعد هذا موجودًا، أو بدأه شخص آخر. أعد إرسال الأمر.',
    layer: 'النوبات',
  },
};
