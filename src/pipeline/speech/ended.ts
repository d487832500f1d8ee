import type { Bar } from '../../model.ts';
import type { Spoken } from '../speech.ts';
import { problemIn } from './problem.ts';

/** What a server's operators are told of a channel that is told nothing any more. */
interface EndedSpeech {
  readonly ended: (bar: Bar, subscriptions: readonly string[]) => string;
}

const listedMax = 10;

const named = (subscriptions: readonly string[], comma: string, more: (count: number) => string): string => {
  const rest = subscriptions.length - listedMax;
  return [...subscriptions.slice(0, listedMax), ...(rest > 0 ? [more(rest)] : [])].join(comma);
};

export const endedSpeech: Spoken<EndedSpeech> = {
  en: {
    ended: ({ channel, why, problem }, subscriptions) =>
      [
        `Alerts to channel ${channel} have ended: ${why === 'gone' ? 'it was deleted' : 'Watchfloor may not write there'}.`,
        `Subscriptions concerned: ${named(subscriptions, ', ', (count) => `${count} more`) || 'none'}.`,
        why === 'gone'
          ? 'Use /subscribe in the channel that is to be told in its place.'
          : 'Give Watchfloor its permissions there again, then use /subscribe or /setup.',
        `(${problem})`,
      ].join('\n'),
  },
  ar: {
    ended: ({ channel, why, problem }, subscriptions) =>
      [
        `توقفت التنبيهات إلى القناة ${channel}: ${why === 'gone' ? 'حُذفت القناة' : 'لا يُسمح لـ Watchfloor بالكتابة فيها'}.`,
        `الاشتراكات المعنية: ${named(subscriptions, '، ', (count) => `و${count} غيرها`) || 'لا شيء'}.`,
        why === 'gone'
          ? 'استخدم ‎/subscribe في القناة التي تحل محلها.'
          : 'أعد إلى Watchfloor صلاحياته هناك، ثم استخدم ‎/subscribe أو ‎/setup.',
        `(${problemIn(problem, 'ar')})`,
      ].join('\n'),
  },
};
