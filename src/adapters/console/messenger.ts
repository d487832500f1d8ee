import { createHash } from 'node:crypto';
import { renderCard } from '../../pipeline/render/card.ts';
import { cleanText } from '../../pipeline/render/clean.ts';
import { renderFold } from '../../pipeline/render/fold.ts';
import { words } from '../../pipeline/render/words.ts';
import { plainLine } from '../../pipeline/speech/said.ts';
import type { FoldView, LetterView, Messenger, PageView, ReplyPart } from '../../ports.ts';
import { cardText, type Look, letterText, noticeText, updatedText } from './card.ts';

/** Told once by the program that runs without a token. */
export const howToConnectDiscord =
  'Alerts are shown here. To have them in Discord, set DISCORD_TOKEN and DISCORD_CHANNEL_ID (see "Connect Discord" in README.md).';

/** References printed by this process that are remembered, so that a repeated row prints nothing. */
const referencesMax = 10_000;

/** Where cards are written: standard output, or a stream of a test. */
export interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
const columnsWithoutTerminal = 96;

/**
 * Writes each alert as it would be posted. An id derives from the reference alone, so that after a restart a card is
 * edited and not told again.
 */
export function openConsole(terminal: Terminal = process.stdout): Messenger {
  const write = (text: string) => terminal.write(text);
  const look = () => lookOf(terminal);
  const printed = new Set<string>();
  const edits = new Map<string, string>();
  const titles = new Map<string, string>();
  let lastShown = '';
  const show = (messageId: string, title: string, text: string) => {
    write(text);
    lastShown = messageId;
    if (titles.size >= referencesMax) titles.clear();
    titles.set(messageId, title);
  };
  const once = (reference: string, print: (messageId: string) => void) => {
    const messageId = messageIdOf(reference);
    if (!printed.has(messageId)) print(messageId);
    remember(printed, messageId);
    return Promise.resolve({ status: 'accepted', messageId } as const);
  };
  // The same edit again, by a row that came back, is not printed twice.
  const edit = (messageId: string, text: string, print: () => void) => {
    if (edits.get(messageId) !== text) print();
    if (edits.size >= referencesMax) edits.clear();
    edits.set(messageId, text);
    return Promise.resolve({ status: 'accepted', messageId } as const);
  };
  const note = (text: string) => write(noticeText(text, look()));
  const editNote = (messageId: string, text: string) => edit(messageId, text, () => note(text));
  return {
    postCard(_channel, view) {
      const card = renderCard(view);
      return once(view.reference, (messageId) => show(messageId, card.title, cardText(card, look())));
    },
    editCard(_channel, messageId, view) {
      const card = renderCard(view);
      const text = updatedText(card, words[view.language].updated, look());
      return edit(messageId, text, () => show(messageId, card.title, text));
    },
    openThread: (_channel, messageId) => Promise.resolve({ status: 'accepted', messageId }),
    postNotice(thread, view) {
      // Rows of several incidents are told side by side: below another one's card a notice says whose it is.
      const title = lastShown === thread ? undefined : titles.get(thread);
      const text = [...(title === undefined ? [] : [title]), cleanText(view.text)].join('\n');
      return once(view.reference, () => write(noticeText(text, look())));
    },
    postFold: (_channel, view) => once(view.reference, () => note(foldText(view))),
    editFold: (_channel, messageId, view) => editNote(messageId, foldText(view)),
    postLetter: (_channel, view) => once(view.reference, () => write(letterPrinted(view, look()))),
    async postPage(_channel, view, isWanted) {
      if (!(await isWanted())) return { status: 'unwanted' };
      return once(view.reference, () => note(pageText(view)));
    },
    editPage: (_channel, messageId, view) => editNote(messageId, pageText(view)),
    findByReference(_channel, reference) {
      const messageId = messageIdOf(reference);
      return Promise.resolve(printed.has(messageId) ? { status: 'accepted', messageId } : { status: 'absent' });
    },
    isReady: () => true,
    close: () => Promise.resolve(),
  };
}

/** Addresses stand behind their titles, for there is nothing to press. */
function foldText(view: FoldView): string {
  const { headline, lines } = renderFold(view);
  const links = view.entries.map(({ link }) => (link === null ? '' : ` ${link}`));
  return cleanText([headline, ...lines.map((line, at) => `${plainLine(line)}${links[at]}`)].join('\n'));
}

function letterPrinted({ card, text, parts }: LetterView, look: Look): string {
  if (card !== null) return cardText(renderCard(card), look);
  return letterText(cleanText(text), parts.map(plainPart), look);
}

const plainPart = ({ heading, lines }: ReplyPart) => ({
  heading,
  lines: lines.map((line) => cleanText(plainLine(line))),
});

const pageText = ({ lines }: PageView): string => cleanText(lines.map(plainLine).join('\n'));

/** Asked at each card, since a terminal's width changes. Colours are for a terminal alone. */
function lookOf(terminal: Terminal): Look {
  return { columns: terminal.columns || columnsWithoutTerminal, colours: terminal.isTTY === true };
}

function messageIdOf(reference: string): string {
  return `console-${createHash('sha256').update(reference).digest('hex').slice(0, 16)}`;
}

function remember(printed: Set<string>, messageId: string): void {
  printed.add(messageId);
  const oldest = printed.values().next();
  if (printed.size > referencesMax && !oldest.done) printed.delete(oldest.value);
}
