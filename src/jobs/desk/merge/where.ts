import type { Incident, SaidLine, SaidPiece } from '../../../model.ts';
import { originalOf } from '../../../pipeline/assign/merge.ts';
import { titleIn } from '../../../pipeline/incidents/title.ts';
import { mergeSpeech } from '../../../pipeline/speech/merge.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskRequest } from '../../../ports.ts';
import type { DeskDeps } from '../deps.ts';
import { incidentHere, messageHere } from '../visible.ts';

/** That an incident was merged, and into which, with a link to that one's card here; nothing where it stands by itself. */
export async function whereItWent(
  deps: DeskDeps,
  request: DeskRequest,
  { mergedInto }: Incident,
): Promise<readonly SaidLine[]> {
  if (mergedInto === null) return [];
  const title = await titleHere(deps, request, mergedInto);
  return [inLanguage(mergeSpeech, request.language).mergedInto(title ?? mergedInto)];
}

/** The same of an article of an incident: also that it was split off from it, and what tells it now. */
export async function whereArticleWent(
  deps: DeskDeps,
  request: DeskRequest,
  incident: Incident,
  article: string,
): Promise<readonly SaidLine[]> {
  if (!incident.apart.includes(originalOf(article))) return whereItWent(deps, request, incident);
  const linked = incident.related.filter(({ how }) => how === 'linked').map(({ incident: id }) => id);
  const others = await Promise.all(linked.map((id) => deps.store.incident(id)));
  const tells = others.find((other) => other?.reports.some((told) => originalOf(told.article) === originalOf(article)));
  const title = tells == null ? null : await titleHere(deps, request, tells.id);
  return title === null ? [] : [inLanguage(mergeSpeech, request.language).movedTo(title)];
}

async function titleHere(deps: DeskDeps, request: DeskRequest, id: string): Promise<SaidPiece | string | null> {
  const [incident, message] = await Promise.all([incidentHere(deps, request, id), messageHere(deps, request, id)]);
  if (incident === null) return null;
  const text = titleIn(incident, deps.pack, request.language);
  return message === null ? text : { kind: 'message', text, ...message };
}
