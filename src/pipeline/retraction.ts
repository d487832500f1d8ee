import type { Report } from '../model.ts';

const sentencesRead = 4;
/** Said of the article and not of troops: its word stands near. */
const taken = [
  /\b(?:article|story|report|headline|dispatch|item)\b[^.!?]{0,40}\b(?:withdrawn|retracted|taken down|removed|deleted)\b/iu,
  /\b(?:retracts?|retracting|withdraws?|withdrew)\b[^.!?]{0,20}\b(?:article|story|report|headline|dispatch|item)\b/iu,
  /^(?:retraction|retracted|withdrawn)\b/iu,
  /(?:سحب|حذف|إزالة)[^.!؟]{0,20}(?:الخبر|التقرير|المقال)/u,
  /(?:خبر|گزارش|مقاله)[^.!؟]{0,30}(?:حذف شد|پس گرفته شد)/u,
];

/** Whether an outlet takes back what it told. */
export function isRetraction({ title, sentences }: Pick<Report, 'title' | 'sentences'>): boolean {
  return [title, ...sentences.slice(0, sentencesRead)].some((said) => taken.some((pattern) => pattern.test(said)));
}
