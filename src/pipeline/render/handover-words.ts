import type { DownCondition, Language } from '../../model.ts';

/** What a hand-over says beside its facts. */
export interface HandoverWords {
  readonly title: (rota: string | null) => string;
  readonly from: (goes: string, comes: string) => string;
  readonly fromNobody: (comes: string) => string;
  readonly toNobody: (goes: string) => string;
  readonly nobody: string;
  readonly onCall: (name: string) => string;
  readonly onCallUntil: (name: string | null, until: string, then: string | null) => string;
  readonly since: (since: string, zone: string) => string;
  readonly counts: (open: number, taken: number, changed: number) => string;
  readonly open: (count: number) => string;
  readonly taken: (count: number) => string;
  readonly changed: (count: number) => string;
  readonly snoozes: (count: number) => string;
  readonly silences: (count: number) => string;
  readonly feeds: (count: number) => string;
  readonly down: Readonly<Record<DownCondition, string>>;
  readonly coverage: string;
  readonly largest: string;
  readonly gaps: (count: number) => string;
  readonly audit: string;
  readonly auditHead: (number: number, hash: string) => string;
  readonly none: string;
  readonly more: (count: number) => string;
  readonly file: string;
  readonly by: (name: string) => string;
  readonly assigned: (name: string) => string;
  readonly until: string;
  readonly opened: string;
  readonly hid: (count: number) => string;
  readonly outlets: (share: string, outlets: number) => string;
  readonly all: string;
  readonly groups: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<'severity' | 'incident' | 'state' | 'opened' | 'who' | 'link', string>>;
}

export const handoverWords: Readonly<Record<Language, HandoverWords>> = {
  en: {
    title: (rota) => (rota === null ? 'Hand-over' : `Hand-over – ${rota}`),
    from: (goes, comes) => `${goes} hands over to ${comes}.`,
    fromNobody: (comes) => `${comes} comes on call; nobody was before.`,
    toNobody: (goes) => `${goes} goes off call, and NOBODY comes on.`,
    nobody: 'Nobody is on call.',
    onCall: (name) => `${name} is on call.`,
    onCallUntil: (name, until, then) => `${name ?? 'NOBODY'} is on call until ${until}; then ${then ?? 'NOBODY'}.`,
    since: (since, zone) => `Changes since ${since} (${zone}).`,
    counts: (open, taken, changed) => `Open: ${open} · acknowledged: ${taken} · changed: ${changed}`,
    open: (count) => `Open, not acknowledged (${count})`,
    taken: (count) => `Acknowledged (${count})`,
    changed: (count) => `Changed since (${count})`,
    snoozes: (count) => `Snoozes that end within a day (${count})`,
    silences: (count) => `Silences in force (${count})`,
    feeds: (count) => `Feeds down (${count})`,
    down: {
      failing: 'cannot be read',
      'not-asked': 'was not asked when it was due',
      silent: 'answers, but brings nothing new',
      paused: 'rests, as it failed for long',
    },
    coverage: 'Coverage',
    largest: 'Largest incidents',
    gaps: (count) => `Times without anybody on call in the next 30 days (${count})`,
    audit: 'Audit log',
    auditHead: (number, hash) => `newest entry ${number}:${hash}`,
    none: 'None.',
    more: (count) => `and ${count} more: see the file`,
    file: 'All of it stands in the file.',
    by: (name) => `by ${name}`,
    assigned: (name) => `assigned to ${name}`,
    until: 'until',
    opened: 'opened',
    hid: (count) => (count === 1 ? 'hid 1 incident' : `hid ${count} incidents`),
    outlets: (share, outlets) => `${share} of ${outlets === 1 ? '1 outlet' : `${outlets} outlets`}`,
    all: 'All',
    groups: {
      en: 'English',
      ar: 'Arabic',
      fa: 'Persian',
      iraq: 'Iraq',
      iran: 'Iran',
      us: 'United States',
      other: 'Others',
    },
    columns: { severity: 'Severity', incident: 'Incident', state: 'State', opened: 'Opened', who: 'Who', link: 'Card' },
  },
  ar: {
    title: (rota) => (rota === null ? 'تسليم المناوبة' : `تسليم المناوبة – ${rota}`),
    from: (goes, comes) => `يسلّم ${goes} المناوبة إلى ${comes}.`,
    fromNobody: (comes) => `تبدأ مناوبة ${comes}، ولم يكن قبلها مناوب.`,
    toNobody: (goes) => `تنتهي مناوبة ${goes} ولا مناوب بعدها.`,
    nobody: 'لا أحد في المناوبة.',
    onCall: (name) => `المناوب الآن ${name}.`,
    onCallUntil: (name, until, then) =>
      `${name === null ? 'لا أحد في المناوبة' : `المناوب الآن ${name}`} حتى ${until}، ثم ${then ?? 'لا أحد'}.`,
    since: (since, zone) => `ما تغيّر منذ ${since} (${zone}).`,
    counts: (open, taken, changed) => `مفتوح: ${open} · قيد المتابعة: ${taken} · تغيّر: ${changed}`,
    open: (count) => `مفتوح لم يستلمه أحد (${count})`,
    taken: (count) => `قيد المتابعة (${count})`,
    changed: (count) => `ما تغيّر منذ ذلك (${count})`,
    snoozes: (count) => `تأجيلات تنتهي خلال يوم (${count})`,
    silences: (count) => `إسكاتات سارية (${count})`,
    feeds: (count) => `مصادر متعطلة (${count})`,
    down: {
      failing: 'تتعذر قراءته',
      'not-asked': 'لم يُقرأ في موعده',
      silent: 'يرد، لكن لا جديد فيه',
      paused: 'موقوف بعد تعذر طويل',
    },
    coverage: 'التغطية',
    largest: 'أكبر الحوادث',
    gaps: (count) => `فترات بلا مناوب خلال الأيام الـ30 القادمة (${count})`,
    audit: 'سجل التدقيق',
    auditHead: (number, hash) => `آخر قيد: ${number}:${hash}`,
    none: 'لا شيء.',
    more: (count) => `وغيرها: ${count}، انظر الملف`,
    file: 'والتفاصيل كلها في الملف.',
    by: (name) => `${name}`,
    assigned: (name) => `مُسند إلى ${name}`,
    until: 'حتى',
    opened: 'فُتح',
    hid: (count) => `أخفى من الحوادث: ${count}`,
    outlets: (share, outlets) => `${share} من الوسائل (${outlets})`,
    all: 'الكل',
    groups: {
      en: 'الإنجليزية',
      ar: 'العربية',
      fa: 'الفارسية',
      iraq: 'العراق',
      iran: 'إيران',
      us: 'الولايات المتحدة',
      other: 'غيرها',
    },
    columns: {
      severity: 'الخطورة',
      incident: 'الحادث',
      state: 'الحالة',
      opened: 'فُتح',
      who: 'لدى من',
      link: 'البطاقة',
    },
  },
  fa: {
    title: (rota) => (rota === null ? 'تحویل کشیک' : `تحویل کشیک – ${rota}`),
    from: (goes, comes) => `${goes} کشیک را به ${comes} تحویل می‌دهد.`,
    fromNobody: (comes) => `کشیک ${comes} آغاز می‌شود؛ پیش از آن کسی نبود.`,
    toNobody: (goes) => `کشیک ${goes} پایان می‌یابد و کسی جای او را نمی‌گیرد.`,
    nobody: 'کسی کشیک نیست.',
    onCall: (name) => `اکنون ${name} کشیک است.`,
    onCallUntil: (name, until, then) =>
      `${name === null ? `تا ${until} کسی کشیک نیست` : `اکنون ${name} کشیک است، تا ${until}`}؛ سپس ${then ?? 'هیچ‌کس'}.`,
    since: (since, zone) => `تغییرات از ${since} (${zone}).`,
    counts: (open, taken, changed) => `باز: ${open} · در حال پیگیری: ${taken} · تغییریافته: ${changed}`,
    open: (count) => `باز و بی‌پیگیر (${count})`,
    taken: (count) => `در حال پیگیری (${count})`,
    changed: (count) => `تغییریافته از آن زمان (${count})`,
    snoozes: (count) => `تعویق‌هایی که تا یک روز دیگر پایان می‌یابد (${count})`,
    silences: (count) => `سکوت‌های جاری (${count})`,
    feeds: (count) => `منابع از کار افتاده (${count})`,
    down: {
      failing: 'خواندنی نیست',
      'not-asked': 'در موعد خود خوانده نشد',
      silent: 'پاسخ می‌دهد، اما چیز تازه‌ای ندارد',
      paused: 'پس از خرابی طولانی متوقف شده',
    },
    coverage: 'پوشش',
    largest: 'بزرگ‌ترین رویدادها',
    gaps: (count) => `بی‌کشیک در 30 روز آینده (${count})`,
    audit: 'دفتر بازرسی',
    auditHead: (number, hash) => `آخرین ثبت: ${number}:${hash}`,
    none: 'هیچ.',
    more: (count) => `و ${count} مورد دیگر: در پرونده`,
    file: 'همهٔ جزئیات در پرونده است.',
    by: (name) => `${name}`,
    assigned: (name) => `واگذارشده به ${name}`,
    until: 'تا',
    opened: 'گشوده',
    hid: (count) => `${count} رویداد را پنهان کرد`,
    outlets: (share, outlets) => `${share} از ${outlets} رسانه`,
    all: 'همه',
    groups: {
      en: 'انگلیسی',
      ar: 'عربی',
      fa: 'فارسی',
      iraq: 'عراق',
      iran: 'ایران',
      us: 'ایالات متحده',
      other: 'دیگران',
    },
    columns: { severity: 'شدت', incident: 'رویداد', state: 'وضعیت', opened: 'گشوده', who: 'چه کسی', link: 'کارت' },
  },
};
