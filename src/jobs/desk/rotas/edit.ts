import { createHash } from 'node:crypto';
import type { EscalationPolicy, Rota } from '../../../model.ts';
import { rotasSpeech } from '../../../pipeline/speech/rotas.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskReply, DeskRequest, Form } from '../../../ports.ts';
import { type DeskDeps, done, entryOf, refused } from '../deps.ts';
import { memberMeant, rotaNamed } from '../on-call/find.ts';
import { folded } from '../watches/target.ts';
import type { Shelf } from './shelf.ts';

/** Discord: a text field of a form. */
const textLengthMax = 4_000;
const keepMs = 3_600_000; // an hour to think about it

type Entry = Rota | EscalationPolicy;
/** What somebody is writing: kept until it is saved, mistakes included. */
export interface Writing {
  readonly kind: 'rota' | 'policy';
  readonly id: string;
  /** As it stood when he began, as JSON, to see whether somebody else changed it meanwhile; null: a new one. */
  readonly before: string | null;
  readonly text: string;
}

/** The id of what is begun by a request: the same however often the request comes. */
function writingIdOf({ key, server }: Pick<DeskRequest, 'key' | 'server'>): string {
  return createHash('sha256').update(`writing\n${server}\n${key}`).digest('hex').slice(0, 24);
}

/** Opens the form on an entry of the server. */
export async function formOf<T extends Entry>(
  deps: DeskDeps,
  request: DeskRequest,
  shelf: Shelf<T>,
  named: string,
): Promise<Form | DeskReply> {
  const say = inLanguage(rotasSpeech, request.language);
  const entry = rotaNamed(await shelf.all(request.server), named);
  if (entry === null) return refused(say.gone);
  if (entry.origin === 'file') return refused(say.filed(entry.name));
  const text = shelf.write(entry);
  if (text.length > textLengthMax) return refused(say.tooLong(entry.name));
  return openWriting(deps, request, { kind: shelf.kind, id: entry.id, before: JSON.stringify(entry), text });
}

/** Opens the form on what is being written. */
export async function openWriting(deps: DeskDeps, request: DeskRequest, writing: Writing): Promise<Form> {
  const id = writingIdOf(request);
  await keep(deps, request, id, writing);
  return shownForm(request, id, writing);
}

/** The form as it was sent, with what was typed into it. */
export function shownForm(request: DeskRequest, id: string, { before, text }: Writing): Form {
  const say = inLanguage(rotasSpeech, request.language);
  const title = before === null ? say.newPolicy : say.formTitle(nameIn(before));
  const field = { id: 'text', label: say.field, value: text.slice(0, textLengthMax), placeholder: '' };
  return {
    does: `rotas:save:${id}`,
    title,
    fields: [{ ...field, isLong: true, isRequired: true, lengthMax: textLengthMax }],
  };
}

/** Saves what was typed where nothing is wrong with it; else says what is, and keeps it. */
export async function saveWriting<T extends Entry>(
  deps: DeskDeps,
  request: DeskRequest,
  shelf: Shelf<T>,
  at: { readonly id: string; readonly writing: Writing },
): Promise<DeskReply> {
  const say = inLanguage(rotasSpeech, request.language);
  const { id, writing } = at;
  await keep(deps, request, id, writing);
  const read = await shelf.read(writing.text, { id: writing.id, server: request.server });
  if (!read.ok) return mistaken(request, id, read.problem);
  const all = await shelf.all(request.server);
  const stored = all.find((each) => each.id === writing.id) ?? null;
  const asBefore = stored === null ? null : JSON.stringify(stored);
  if (asBefore !== writing.before) return refused(say.changedMeanwhile(read.read.name));
  const problem = await whyNotPut(deps, request, shelf, { after: read.read, stored, all });
  if (problem !== null) return mistaken(request, id, problem);
  return put(deps, request, shelf, { after: read.read, stored, draft: id });
}

/** Writes an entry in the place of what stood. */
export async function put<T extends Entry>(
  deps: DeskDeps,
  request: DeskRequest,
  shelf: Shelf<T>,
  change: { readonly after: T; readonly stored: T | null; readonly draft: string | null },
): Promise<DeskReply> {
  const say = inLanguage(rotasSpeech, request.language);
  const { after, stored, draft } = change;
  const detail = `${after.id}: ${shelf.write(after).replace(/\s+/gu, ' ').trim()}`;
  const audit = entryOf(deps, request, `${shelf.kind}-${stored === null ? 'add' : 'edit'}`, detail);
  if ((await shelf.change({ before: stored, after, audit })) === 'stale')
    return refused(say.changedMeanwhile(after.name));
  if (draft !== null) await deps.store.removeDraft(draft);
  return done(shelf.kind === 'rota' ? say.saved(after.name) : say.savedPolicy(after.name));
}

/** Why an entry cannot stand on the server: too many, a name that is taken, people who are not there. */
export async function whyNotPut<T extends Entry>(
  deps: DeskDeps,
  request: DeskRequest,
  shelf: Shelf<T>,
  { after, stored, all }: { readonly after: T; readonly stored: T | null; readonly all: readonly T[] },
): Promise<string | null> {
  const say = inLanguage(rotasSpeech, request.language);
  if (stored === null && all.length >= shelf.max) return say.tooMany(shelf.max);
  if (all.some(({ id, name }) => id !== after.id && folded(name) === folded(after.name)))
    return say.nameTaken(after.name);
  // Who stood in it before is not asked for again: somebody who left must be no obstacle to taking others out.
  const known = new Set(stored === null ? [] : shelf.people(stored).map(({ id }) => id));
  const added = [...new Set(shelf.people(after).map(({ id }) => id))].filter((id) => !known.has(id));
  for (const person of added) {
    const member = await memberMeant(deps, request, person);
    if (typeof member === 'string') return member;
  }
  return null;
}

/** What is being written; null where it is no longer kept, or is somebody else's. */
export async function writingKept(deps: DeskDeps, request: DeskRequest, id: string): Promise<Writing | null> {
  const draft = await deps.store.draft(id);
  if (draft === null || draft.server !== request.server || draft.by !== request.who.id) return null;
  const { value } = draft;
  if (typeof value !== 'object' || value === null) return null;
  const given = new Map<string, unknown>(Object.entries(value));
  const [kind, entry, before, text] = ['kind', 'id', 'before', 'text'].map((field) => given.get(field));
  if ((kind !== 'rota' && kind !== 'policy') || typeof entry !== 'string' || typeof text !== 'string') return null;
  return { kind, id: entry, before: typeof before === 'string' ? before : null, text };
}

function mistaken(request: DeskRequest, id: string, problem: string): DeskReply {
  const say = inLanguage(rotasSpeech, request.language);
  return {
    ...refused(`${say.mistaken}\n${problem}`),
    controls: [[{ kind: 'button', does: `rotas:retry:${id}`, label: say.edit, look: 'main', opensForm: true }]],
  };
}

function keep({ store }: DeskDeps, { server, who }: DeskRequest, id: string, value: Writing): Promise<void> {
  return store.saveDraft({ id, server, by: who.id, value }, keepMs);
}

function nameIn(before: string): string {
  const entry: unknown = JSON.parse(before);
  return typeof entry === 'object' && entry !== null && 'name' in entry ? String(entry.name) : '';
}
