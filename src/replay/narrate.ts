import type { StreamItem } from '../adapters/stream/items.ts';
import type { Pack, Verdict } from '../model.ts';
import { cleanText } from '../pipeline/render/clean.ts';
import type { Meter } from '../ports.ts';

const titleLengthMax = 90;
const heldBack: Readonly<Partial<Record<Verdict['decision'], string>>> = {
  duplicate: '= repeat, folded into its incident',
  background: '– background, not told',
  irrelevant: '– off topic, not told',
};

/** Where a person watches. */
interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Tells whoever watches a replay which day it is and what was held back. Alerts and their updates tell themselves. */
export interface Narrator {
  beforeItem(item: StreamItem): Promise<void>;
  readonly onDecided: Meter['decided'];
}

/** `rest` is awaited between items after an alert, so that an eye can follow. */
export function narrator(
  screen: Screen,
  news: { readonly pack: Pack; readonly items: readonly StreamItem[] },
  rest: () => Promise<unknown>,
): Narrator {
  const titles = news.items.map(({ feed, feedTitle }) => [feed, feedTitle] as const);
  const names = new Map([...titles, ...news.pack.outlets.map(({ id, name }) => [id, name] as const)]);
  const dim = (text: string) => (screen.isTTY ? `\u001b[2m${text}\u001b[0m` : text);
  let day = '';
  let isAlertNew = false;
  return {
    async beforeItem({ published }) {
      if (isAlertNew) await rest();
      isAlertNew = false;
      const next = new Date(published).toUTCString().slice(0, 16);
      if (next !== day) screen.write(`\n══ ${next} ══\n`);
      day = next;
    },
    onDecided({ decision }, report) {
      isAlertNew ||= decision === 'new';
      const word = heldBack[decision];
      if (word === undefined || report === null) return;
      const title = shortened(cleanText(report.title));
      screen.write(`${dim(`${word}: ${title} (${names.get(report.outlet) ?? report.outlet})`)}\n`);
    },
  };
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= titleLengthMax ? text : `${letters.slice(0, titleLengthMax - 1).join('')}…`;
}
