/** A messenger that a test plans. */
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type {
  CardView,
  FoldView,
  LetterView,
  Messenger,
  MessengerFailure,
  MessengerResult,
  NoticeView,
  PageView,
} from '../../../src/ports.ts';

/** A message as somebody in the channel sees it. */
export interface Seen {
  readonly id: string;
  readonly place: string;
  readonly reference: string;
  readonly pinged: string | null;
  readonly text: string;
  view: CardView | NoticeView | LetterView | FoldView | PageView;
  deleted: boolean;
  edits: number;
}

type Fault =
  | MessengerFailure
  /** Accepted, and the answer lost. */
  | { readonly status: 'accepted-unheard' }
  /** Accepted, and the process dies before it hears. */
  | { readonly status: 'crash' };
type Operation =
  | 'postFold'
  | 'editFold'
  | 'postCard'
  | 'editCard'
  | 'openThread'
  | 'postNotice'
  | 'postLetter'
  | 'postPage'
  | 'editPage'
  | 'findByReference';

export interface PlannedMessenger extends Messenger {
  readonly seen: Seen[];
  readonly calls: string[];
  /** What the next calls of an operation come to, in order; without a plan they are accepted. */
  plan(operation: Operation, ...faults: readonly (Fault | null)[]): void;
  /** Runs before the operation's next call takes effect. */
  before(operation: Operation, hook: () => Promise<void>): void;
  /** Runs after the next page was accepted, before its answer is heard. */
  during(operation: 'postPage', hook: () => Promise<void>): void;
  cards(): readonly Seen[];
  notices(): readonly Seen[];
  /** The summaries as they stand. */
  folds(): readonly FoldView[];
}

/** A channel service at the port: the same reference posted again within the window gives the message that stands. */
export function plannedMessenger(realNow: () => number, nonceWindowMs = 60_000): PlannedMessenger {
  const seen: Seen[] = [];
  const calls: string[] = [];
  const plans = new Map<Operation, (Fault | null)[]>();
  const hooks = new Map<Operation, () => Promise<void>>();
  const underWay = new Map<'postPage', () => Promise<void>>();
  const nonces = new Map<string, { at: number; message: Seen }>();
  const threads = new Map<string, string>();

  const start = async (operation: Operation, place: string) => {
    calls.push(`${operation} ${place}`);
    const hook = hooks.get(operation);
    hooks.delete(operation);
    await hook?.();
    return plans.get(operation)?.shift() ?? null;
  };
  const finish = (fault: Fault | null, effect: () => MessengerResult): MessengerResult => {
    if (fault === null) return effect();
    if (fault.status === 'accepted-unheard') {
      effect();
      return { status: 'unclear', problem: 'the answer was lost' };
    }
    if (fault.status === 'crash') {
      effect();
      throw new Error('the process died');
    }
    return fault;
  };
  const post = (place: string, view: CardView | NoticeView | LetterView | FoldView | PageView): MessengerResult => {
    const known = nonces.get(`${place} ${view.reference}`);
    if (known && realNow() - known.at <= nonceWindowMs) return { status: 'accepted', messageId: known.message.id };
    const text = textOf(view);
    const message: Seen = {
      id: `m${seen.length + 1}`,
      place,
      reference: view.reference,
      pinged: 'pingRole' in view ? view.pingRole : null,
      text,
      view,
      deleted: false,
      edits: 0,
    };
    seen.push(message);
    nonces.set(`${place} ${view.reference}`, { at: realNow(), message });
    return { status: 'accepted', messageId: message.id };
  };
  const edit = (messageId: string, view: Seen['view']): MessengerResult => {
    const message = seen.find(({ id }) => id === messageId);
    if (message === undefined || message.deleted) return { status: 'gone' };
    message.view = view;
    message.edits += 1;
    return { status: 'accepted', messageId };
  };
  const isFold = ({ view }: Seen) => 'entries' in view;
  const isCard = ({ view }: Seen) => 'summary' in view;
  return {
    seen,
    calls,
    plan: (operation, ...faults) => void plans.set(operation, [...(plans.get(operation) ?? []), ...faults]),
    during: (operation, hook) => void underWay.set(operation, hook),
    before: (operation, hook) => void hooks.set(operation, hook),
    cards: () => seen.filter((message) => isCard(message) && !message.deleted),
    notices: () => seen.filter((message) => !isCard(message) && !isFold(message) && !message.deleted),
    folds: () => seen.flatMap(({ view, deleted }) => ('entries' in view && !deleted ? view : [])),
    async postCard(channel, view, isWanted) {
      const fault = await start('postCard', channel);
      if (isWanted !== undefined && !(await isWanted())) return { status: 'unwanted' };
      return finish(fault, () => post(channel, view));
    },
    async editCard(channel, messageId, view) {
      const fault = await start('editCard', channel);
      return finish(fault, () => edit(messageId, view));
    },
    async postFold(channel, view) {
      const fault = await start('postFold', channel);
      return finish(fault, () => post(channel, view));
    },
    async editFold(channel, messageId, view) {
      const fault = await start('editFold', channel);
      return finish(fault, () => edit(messageId, view));
    },
    async openThread(channel, messageId) {
      const fault = await start('openThread', channel);
      return finish(fault, () => {
        threads.set(messageId, `thread-of-${messageId}`);
        return { status: 'accepted', messageId: `thread-of-${messageId}` };
      });
    },
    async postNotice(thread, view, isWanted) {
      const fault = await start('postNotice', thread);
      if (isWanted !== undefined && !(await isWanted())) return { status: 'unwanted' };
      return finish(fault, () => post(thread, view));
    },
    async postLetter(channel, view) {
      const fault = await start('postLetter', channel);
      return finish(fault, () => post(channel, view));
    },
    async postPage(channel, view, isWanted) {
      const fault = await start('postPage', channel);
      if (fault?.status === 'wait') return fault;
      if (!(await isWanted())) return { status: 'unwanted' };
      const result = finish(fault, () => post(channel, view));
      const hook = underWay.get('postPage');
      underWay.delete('postPage');
      await hook?.();
      return result;
    },
    async editPage(channel, messageId, view) {
      const fault = await start('editPage', channel);
      return finish(fault, () => edit(messageId, view));
    },
    async findByReference(channel, reference) {
      const fault = await start('findByReference', channel);
      if (fault !== null && fault.status !== 'accepted-unheard' && fault.status !== 'crash') return fault;
      const found = seen.find((message) => message.place === channel && message.reference === reference);
      return found && !found.deleted ? { status: 'accepted', messageId: found.id } : { status: 'absent' };
    },
    isReady: () => true,
    close: async () => {},
  };
}

function textOf(view: Seen['view']): string {
  if ('text' in view) return view.text;
  if ('lines' in view) return view.lines.map(plainLine).join('\n');
  return 'entries' in view ? view.entries.map(({ title }) => title).join('\n') : view.summary.title;
}
