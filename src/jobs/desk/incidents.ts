import { createHash } from 'node:crypto';
import type { Alert, Incident, SaidLine } from '../../model.ts';
import { type Filter, filterOptions, isMistake } from '../../pipeline/incidents/filter.ts';
import { type Page, pageOf } from '../../pipeline/incidents/page.ts';
import { directoryOf } from '../../pipeline/incidents/seek.ts';
import { titleOf } from '../../pipeline/incidents/title.ts';
import { severitySigns } from '../../pipeline/render/card.ts';
import { glance } from '../../pipeline/render/source.ts';
import { words } from '../../pipeline/render/words.ts';
import { type IncidentsSpeech, incidentsSpeech } from '../../pipeline/speech/incidents.ts';
import { said } from '../../pipeline/speech/said.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { summarise } from '../../pipeline/summarise.ts';
import type { Control, Desk, DeskReply, DeskRequest, IncidentsAsked } from '../../ports.ts';
import { done, refused } from './deps.ts';
import { type CatalogueDeps, filterOf, type Selected, select } from './selection.ts';
import { incidentHere, messageHere } from './visible.ts';

/** Lines of a page: with their links they fill half of a message. */
const pageSize = 6;
const draftKeepMs = 24 * 3_600_000;

/** Makes the answer to `/incident list` and `/incident search`: a page, and what leads to the others. */
export function lists(deps: CatalogueDeps): Desk['listIncidents'] {
  return (request) => listPage(deps, request, request, 1);
}

/** A page of what is asked for. */
export async function listPage(
  deps: CatalogueDeps,
  request: DeskRequest,
  asked: IncidentsAsked,
  wanted: number,
): Promise<DeskReply> {
  const speech = inLanguage(incidentsSpeech, request.language);
  const filter = filterOf(deps, asked);
  if (isMistake(filter)) return refused(speech.mistake(filter));
  const page = pageOf(await select(deps, request, filter), wanted, pageSize);
  const described = describeFilter(deps, request, filter);
  if (page.total === 0) return done(isUsual(asked) ? speech.noneUnresolved : speech.noneFitting(described));
  const shown = await Promise.all(page.items.map((each) => itemOf(deps, request, each)));
  const kept = shown.filter((item) => item !== null);
  const first = page.before + 1;
  const { total } = page;
  const text = speech.found({
    total,
    first,
    last: page.before + page.items.length,
    order: filter.order,
    filter: described,
  });
  const controls = await controlsOf(deps, request, asked, { page, shown: kept, speech });
  return { ...done(text), lines: kept.map(({ line }) => line), controls };
}

/** What was asked for, as it was put away with a list; null where it is too old, or somebody else's. */
export async function askedBefore(
  { store }: Pick<CatalogueDeps, 'store'>,
  request: DeskRequest,
  id: string,
): Promise<IncidentsAsked | null> {
  const draft = await store.draft(id);
  if (draft === null || draft.server !== request.server || draft.by !== request.who.id) return null;
  return readAsked(draft.value);
}

/** Whether nothing was asked for in particular. */
function isUsual({ asked, given }: IncidentsAsked): boolean {
  return asked === 'list' && filterOptions.every((option) => given[option] === null);
}

/** Options are read again where they are used; what is none of them is left out. */
function readAsked(value: unknown): IncidentsAsked | null {
  if (typeof value !== 'object' || value === null || !('asked' in value) || !('given' in value)) return null;
  const entries = new Map<string, unknown>(Object.entries(value.given ?? {}));
  const option = (name: string): string | null => {
    const given = entries.get(name);
    return typeof given === 'string' ? given : null;
  };
  const [state, severity, place] = [option('state'), option('severity'), option('place')];
  const [actor, type, from] = [option('actor'), option('type'), option('from')];
  const [to, text, order] = [option('to'), option('text'), option('order')];
  return {
    asked: value.asked === 'list' ? 'list' : 'search',
    given: { state, severity, place, actor, type, from, to, text, order },
  };
}

/** A filter in words, in the asker's language as far as the pack has it. */
export function describeFilter({ pack }: CatalogueDeps, request: DeskRequest, filter: Filter): string {
  const speech = inLanguage(incidentsSpeech, request.language);
  const { actors, places, types } = directoryOf(pack);
  const nameOf = (entries: typeof actors, id: string | null): string | null =>
    id === null ? null : (entries.find((each) => each.id === id)?.name ?? id);
  const { state, severityFloor, place, actor, eventType, from, to, text } = filter;
  const parts = [
    speech.states[state],
    severityFloor === null ? null : speech.fromSeverity(words[request.language].severity[severityFloor].toLowerCase()),
    nameOf(places, place),
    nameOf(actors, actor),
    nameOf(types, eventType),
    from === null && to === null ? null : speech.between(from, to),
    text === '' ? null : speech.quoted(text),
  ];
  return parts.filter((part) => part !== null).join(speech.comma);
}

interface Item {
  readonly id: string;
  readonly title: string;
  readonly line: SaidLine;
}

/** The line of an incident; null where it was deleted since. */
async function itemOf(deps: CatalogueDeps, request: DeskRequest, { entry, alert }: Selected): Promise<Item | null> {
  const [incident, message] = await Promise.all([
    incidentHere(deps, request, entry.id),
    messageHere(deps, request, entry.id),
  ]);
  if (incident === null) return null;
  const summary = summarise(incident, deps.pack, request.language);
  const title = titleOf(summary, request.language);
  const named = message === null ? title : said`${{ kind: 'message', text: title, ...message }}`;
  const speech = inLanguage(incidentsSpeech, request.language);
  const { severity } = summary;
  const label = `${severitySigns[severity]} ${words[request.language].severity[severity]} ·`;
  const state = standingHere(speech, alert, incident);
  return { id: entry.id, title, line: said`${label} ${named} · ${state} · ${glance(summary, request.language)}` };
}

/** The state of an alert, who brought it there, and since when. */
export function standingHere(
  speech: IncidentsSpeech,
  alert: Alert | null,
  { openedAt }: Pick<Incident, 'openedAt'>,
): SaidLine {
  if (alert === null) return said`${speech.standing(null, null, null)} · ${{ kind: 'elapsed', at: openedAt }}`;
  return speech.standing(alert.state, alert.changedBy?.name ?? null, { kind: 'elapsed', at: alert.changedAt });
}

async function controlsOf(
  { store }: CatalogueDeps,
  request: DeskRequest,
  { asked, given }: IncidentsAsked,
  { page, shown, speech }: { page: Page<Selected>; shown: readonly Item[]; speech: IncidentsSpeech },
): Promise<readonly (readonly Control[])[]> {
  const value = { asked, given };
  const key = JSON.stringify([request.server, request.who.id, value]);
  const id = createHash('sha256').update(key).digest('hex').slice(0, 32);
  await store.saveDraft({ id, server: request.server, by: request.who.id, value }, draftKeepMs);
  const turn = (label: string, to: number): Control => ({
    kind: 'button',
    does: `incidents:page:${to}:${id}`,
    label,
    look: 'plain',
    isDisabled: to < 1 || to > page.count,
  });
  const choice: Control = {
    kind: 'choice',
    does: `incidents:show:${page.number}:${id}`,
    placeholder: speech.showOne,
    options: shown.map((item) => ({ label: item.title, value: item.id })),
    min: 1,
    max: 1,
  };
  const turns = [turn(speech.previous, page.number - 1), turn(speech.next, page.number + 1)];
  return page.count === 1 ? [[choice]] : [[choice], turns];
}
