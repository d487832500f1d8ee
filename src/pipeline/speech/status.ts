import type { FeedCondition } from '../feed-health.ts';
import type { Spoken } from '../speech.ts';

/** What `/status` and the list of `/feeds` answer. */
export interface StatusSpeech {
  feeds(counts: Readonly<Record<'ok' | 'failing' | 'paused' | 'unpolled', number>>): string;
  readonly blind: string;
  lastPoll(ago: string | null): string;
  failing(feed: string, problem: string | null, times: number): string;
  andMore(count: number): string;
  alerts(counts: {
    readonly unresolved: number;
    readonly isMore: boolean;
    readonly open: number;
    readonly snoozed: number;
  }): string;
  readonly idle: string;
  readonly atWork: string;
  feedsWell(all: number, well: number): string;
  condition(condition: FeedCondition, count: number): string;
  feedLine(feed: string, problem: string, lastAnswer: string, lastNew: string): string;
  readonly badOutlet: string;
  readonly operatorsOnly: string;
  readonly nameAFeed: string;
}

const arabicConditions: Readonly<Record<FeedCondition, string>> = {
  failing: 'متعثرة',
  'not-asked': 'لم تُقرأ في موعدها',
  silent: 'صامتة',
  paused: 'موقوفة',
  unpolled: 'لم تُقرأ بعد',
  well: 'سليمة',
};

export const statusSpeech: Spoken<StatusSpeech> = {
  en: {
    feeds: ({ ok, failing, paused, unpolled }) =>
      `Feeds: ${ok} ok, ${failing} failing, ${paused} paused, ${unpolled} not polled yet.`,
    blind: ' Every feed fails: Watchfloor is blind.',
    lastPoll: (ago) => `Last poll: ${ago ?? 'none yet'}.`,
    failing: (feed, problem, times) => `• ${feed}: ${problem ?? 'failing'} (${times} in a row)`,
    andMore: (count) => `and ${count} more`,
    alerts: ({ unresolved, isMore, open, snoozed }) =>
      `Alerts here: ${unresolved}${isMore ? ' or more' : ''} unresolved, ${open} of them not acknowledged${snoozed === 0 ? '' : `, ${snoozed} snoozed`}.`,
    idle: 'Queues: idle.',
    atWork: 'Queues: at work.',
    feedsWell: (all, well) => `${all} feeds, ${well} of them well.`,
    condition: (condition, count) => `${condition}: ${count}`,
    feedLine: (feed, problem, lastAnswer, lastNew) =>
      `${feed}${problem === '' ? '' : `: ${problem}`} (last answer ${lastAnswer}, last new item ${lastNew})`,
    badOutlet: 'An outlet is named by an id of lower-case letters, digits and single hyphens.',
    operatorsOnly: 'All servers share the feeds: they are changed on the operators’ server alone.',
    nameAFeed: 'Name a feed.',
  },
  ar: {
    feeds: ({ ok, failing, paused, unpolled }) =>
      `المصادر: ${ok} سليمة، ${failing} متعثرة، ${paused} موقوفة، ${unpolled} لم تُقرأ بعد.`,
    blind: ' كل المصادر متعثرة: Watchfloor لا يرى شيئًا.',
    lastPoll: (ago) => `آخر قراءة: ${ago ?? 'لا شيء بعد'}.`,
    failing: (feed, problem, times) => `• ${feed}: ${problem ?? 'متعثر'} (مرات متتالية: ${times})`,
    andMore: (count) => `و${count} غيرها`,
    alerts: ({ unresolved, isMore, open, snoozed }) =>
      `التنبيهات هنا: ${unresolved}${isMore ? ' أو أكثر' : ''} غير مغلقة، منها ${open} لم يستلمها أحد${snoozed === 0 ? '' : `، و${snoozed} مؤجَّلة`}.`,
    idle: 'الطوابير: فارغة.',
    atWork: 'الطوابير: قيد العمل.',
    feedsWell: (all, well) => `المصادر: ${all}، السليمة منها: ${well}.`,
    condition: (condition, count) => `${arabicConditions[condition]}: ${count}`,
    feedLine: (feed, problem, lastAnswer, lastNew) =>
      `${feed}${problem === '' ? '' : `: ${problem}`} (آخر رد ${lastAnswer}، آخر جديد ${lastNew})`,
    badOutlet: 'تُسمّى الوسيلة بمعرّف من حروف لاتينية صغيرة وأرقام وواصلات مفردة.',
    operatorsOnly: 'المصادر مشتركة بين كل الخوادم: لا تُغيَّر إلا في خادم المشغّلين.',
    nameAFeed: 'سمِّ مصدرًا.',
  },
};
