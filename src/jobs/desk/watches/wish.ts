import { createHash } from 'node:crypto';
import type { DeskRequest, Draft, DraftStore } from '../../../ports.ts';

const daysUsual = 7;
const daysMax = 30;
const keepMs = 3_600_000; // an hour to think about it

/** What somebody asks of a watch, as he typed it: kept until he saves or discards it, mistakes included. */
export interface Wish {
  /** `watch`: the whole of it; `keyword`: one more of its keywords; `removal`: that it goes. */
  readonly kind: 'watch' | 'keyword' | 'removal';
  /** The id of the watch that is meant; null: a new one. */
  readonly watch: string | null;
  /** That watch as it was when he began, to see whether somebody else changed it meanwhile. */
  readonly before: string | null;
  readonly name: string;
  /** A query a line. */
  readonly queries: string;
  readonly severityFloor: string;
  readonly days: number;
}

/** So many days back, within what is allowed. */
export function daysOf(asked: number | null): number {
  return Math.min(daysMax, Math.max(1, Math.floor(asked ?? daysUsual)));
}

/** The id of what is begun by a request: the same however often the request comes. */
export function draftIdOf({ key, server }: Pick<DeskRequest, 'key' | 'server'>): string {
  return createHash('sha256').update(`${server}\n${key}`).digest('hex').slice(0, 24);
}

/** Keeps a wish for who has it. */
export function keepWish(store: DraftStore, request: DeskRequest, id: string, wish: Wish): Promise<void> {
  return store.saveDraft({ id, server: request.server, by: request.who.id, value: wish }, keepMs);
}

/** The wish that was kept; null where there is none any more, or it is somebody else's. */
export async function wishKept(store: DraftStore, request: DeskRequest, id: string): Promise<Wish | null> {
  const draft = await store.draft(id);
  if (draft === null || draft.server !== request.server || draft.by !== request.who.id) return null;
  return readWish(draft);
}

const kinds = ['watch', 'keyword', 'removal'] as const;

function readWish({ value }: Draft): Wish | null {
  if (typeof value !== 'object' || value === null) return null;
  const given = new Map<string, unknown>(Object.entries(value));
  const kind = kinds.find((each) => each === given.get('kind'));
  const text = (name: string): string => {
    const typed = given.get(name);
    return typeof typed === 'string' ? typed : '';
  };
  const textOrNone = (name: string): string | null => (typeof given.get(name) === 'string' ? text(name) : null);
  if (kind === undefined) return null;
  return {
    kind,
    watch: textOrNone('watch'),
    before: textOrNone('before'),
    name: text('name'),
    queries: text('queries'),
    severityFloor: text('severityFloor'),
    days: daysOf(Number(given.get('days')) || null),
  };
}
