import { createHash } from 'node:crypto';
import type { Incident } from '../../../model.ts';
import type { Desk, DeskRequest, DraftStore } from '../../../ports.ts';

const keepMs = 3_600_000; // an hour to think about it
const whyLengthMax = 300;
const articlesMax = 100;

export type Regroup = Parameters<Desk['regroup']>[0];
const changes = ['merge', 'split', 'link', 'unlink', 'unmerge'] as const;

/** What somebody asks of incidents: kept until he confirms it. */
export interface Wish {
  readonly change: (typeof changes)[number];
  readonly incident: string;
  readonly other: string | null;
  /** Those to be split off. */
  readonly articles: readonly string[];
  readonly why: string;
  /** The incidents and their versions as he was shown them; null before he was. */
  readonly seen: string | null;
}

/** The wish of a command. */
export function wishOf({ change, incident, other, why }: Regroup): Wish {
  return { change, incident, other, articles: [], why: (why ?? '').trim().slice(0, whyLengthMax), seen: null };
}

/** What a wish was shown against: another version of one of them, and it is to be looked at again. */
export function seenOf(incidents: readonly Incident[]): string {
  return incidents.map(({ id, version }) => `${id}@${version}`).join(' ');
}

/** The id of what is begun by a request: the same however often the request comes. */
export function draftIdOf({ key, server }: Pick<DeskRequest, 'key' | 'server'>): string {
  return createHash('sha256').update(`merge\n${server}\n${key}`).digest('hex').slice(0, 24);
}

/** Keeps a wish for who has it. */
export function keepWish(store: DraftStore, request: DeskRequest, id: string, wish: Wish): Promise<void> {
  return store.saveDraft({ id, server: request.server, by: request.who.id, value: wish }, keepMs);
}

/** The wish that was kept; null where there is none any more, or it is somebody else's. */
export async function wishKept(store: DraftStore, request: DeskRequest, id: string): Promise<Wish | null> {
  const draft = await store.draft(id);
  if (draft === null || draft.server !== request.server || draft.by !== request.who.id) return null;
  const { value } = draft;
  if (typeof value !== 'object' || value === null) return null;
  const given = new Map<string, unknown>(Object.entries(value));
  const text = (name: string): string | null => {
    const typed = given.get(name);
    return typeof typed === 'string' ? typed : null;
  };
  const change = changes.find((each) => each === given.get('change'));
  const [incident, articles] = [text('incident'), given.get('articles')];
  if (change === undefined || incident === null || !Array.isArray(articles)) return null;
  const chosen = articles.filter((each) => typeof each === 'string').slice(0, articlesMax);
  return { change, incident, other: text('other'), articles: chosen, why: text('why') ?? '', seen: text('seen') };
}
