import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Exported, exported } from '../../pipeline/incidents/export.ts';
import { type ExportFormat, exportFiles } from '../../pipeline/incidents/files.ts';
import { isMistake } from '../../pipeline/incidents/filter.ts';
import { shortTitle, titleIn } from '../../pipeline/incidents/title.ts';
import { exportSpeech } from '../../pipeline/speech/export.ts';
import { incidentsSpeech } from '../../pipeline/speech/incidents.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { showControls } from './incident-controls.ts';
import { describeFilter } from './incidents.ts';
import { type CatalogueDeps, filterOf, select } from './selection.ts';
import type { Turns } from './turns.ts';
import { cardsHere, incidentHere } from './visible.ts';

const bytesMax = 8 * 1_048_576; // Discord takes 10 MiB
const incidentsMax = 10_000;
const auditMax = 200;
/** Read together; others are let in between. */
const perTurn = 20;

/** Makes the answer to `/export`: what the same filter would list, as files. One of a server at a time, since it reads much. */
export function exportsIncidents(deps: CatalogueDeps & { readonly turns: Turns }): Desk['exportIncidents'] {
  return async (request) => {
    const speech = inLanguage(exportSpeech, request.language);
    const filter = filterOf(deps, request);
    if (isMistake(filter)) return refused(inLanguage(incidentsSpeech, request.language).mistake(filter));
    const write = async () => {
      const selected = await select(deps, request, filter);
      const ids = selected.slice(0, incidentsMax).map(({ entry }) => entry.id);
      const described = describeFilter(deps, request, filter);
      return written(deps, request, { ids, format: request.format, described });
    };
    return deps.turns(request.server, write) ?? refused(speech.busy);
  };
}

/** One incident as JSON, below the answer that shows it. */
export async function exportOne(deps: DeskDeps, request: DeskRequest, id: string): Promise<DeskReply> {
  const incident = await incidentHere(deps, request, id);
  if (incident === null) return refused(inLanguage(incidentsSpeech, request.language).noSuch(shortTitle(id)));
  const described = titleIn(incident, deps.pack, request.language);
  const reply = await written(deps, request, { ids: [id], format: 'json', described });
  return { ...reply, controls: [showControls(request, id, ['show', 'timeline', 'why'])] };
}

async function written(
  deps: DeskDeps,
  request: DeskRequest,
  { ids, format, described }: { ids: readonly string[]; format: ExportFormat; described: string },
): Promise<DeskReply> {
  const speech = inLanguage(exportSpeech, request.language);
  const incidents: Exported[] = [];
  for (let from = 0; from < ids.length; from += perTurn) {
    const some = await Promise.all(ids.slice(from, from + perTurn).map((id) => exportedHere(deps, request, id)));
    incidents.push(...some.filter((each) => each !== null));
    await nextTurn();
  }
  if (incidents.length === 0) return done(speech.nothing(described));
  const { files, leftOut } = exportFiles(incidents, format, bytesMax);
  const text = speech.done(incidents.length - leftOut, described);
  return { ...done(leftOut === 0 ? text : `${text}\n${speech.leftOut(leftOut)}`), files };
}

/** Null where it was deleted since it was found. */
async function exportedHere(deps: DeskDeps, request: DeskRequest, id: string): Promise<Exported | null> {
  const [incident, alert, cards, audit] = await Promise.all([
    incidentHere(deps, request, id),
    deps.store.alert(id, request.server),
    cardsHere(deps, request, id),
    deps.store.auditOf(id, auditMax),
  ]);
  const own = { alert, cards, audit: audit.filter(({ server }) => server === request.server).toReversed() };
  return incident === null ? null : exported(incident, own, deps.pack);
}
