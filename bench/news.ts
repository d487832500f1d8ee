/** English news of 3 kB: what the figures for speed are promised for. */
import { loadConfig } from '../src/config/load.ts';
import type { Article } from '../src/model.ts';
import { articleOf } from '../src/replay/article.ts';
import { benchItems, fullText, type Mix } from './articles.ts';

const newsLength = 2_950; // with the mark-up of the last paragraph 3 kB
const neighbours = 25;

/** `count` English articles in order of publication; of `mixed` ones four of five are off topic. */
export function newsArticles(count: number, mix: Mix): readonly Article[] {
  const { pack } = loadConfig();
  const english = benchItems(count * 2, mix).filter(({ lang }) => lang === 'en');
  return english.slice(0, count).map((item, at) => {
    const around = english.slice(Math.max(0, at - neighbours), at).toReversed();
    const alike = around.filter(({ id }) => id.slice(0, 3) === item.id.slice(0, 3)).map(({ summary }) => summary);
    const content = fullText(item.summary, alike.length > 0 ? alike : [item.summary], newsLength);
    return articleOf(pack, { ...item, content });
  });
}
