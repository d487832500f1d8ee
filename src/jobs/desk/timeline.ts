import type { Incident, Language, SaidLine } from '../../model.ts';
import { changesInWords } from '../../pipeline/incidents/changes.ts';
import { pageOf } from '../../pipeline/incidents/page.ts';
import { type Happening, rowsAsked, timelineOf } from '../../pipeline/incidents/timeline.ts';
import { shortTitle, titleIn } from '../../pipeline/incidents/title.ts';
import { safeLink } from '../../pipeline/render/clean.ts';
import { incidentsSpeech } from '../../pipeline/speech/incidents.ts';
import { said } from '../../pipeline/speech/said.ts';
import { timelineSpeech } from '../../pipeline/speech/timeline.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Control, Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { isShortEnough, showControls } from './incident-controls.ts';
import { incidentHere, toldHere } from './visible.ts';

const pageSize = 8;
const auditReadMax = 1_000;

/** Makes the answer to `/incident timeline`. */
export function tellsTimeline(deps: DeskDeps): Desk['timeline'] {
  return (request) => timelinePage(deps, request, request.incident, 1);
}

/** A page of what happened to an incident, as far as this server may see it. */
export async function timelinePage(
  deps: DeskDeps,
  request: DeskRequest,
  id: string,
  wanted: number,
): Promise<DeskReply> {
  const speech = inLanguage(timelineSpeech, request.language);
  const incident = await incidentHere(deps, request, id);
  if (incident === null) return refused(inLanguage(incidentsSpeech, request.language).noSuch(shortTitle(id)));
  const page = pageOf(await happeningsOf(deps, request, incident), wanted, pageSize);
  const lines = linesOf(deps, request, incident, page.items);
  const dropped = page.number === 1 && incident.reportsDropped > 0 ? [speech.dropped(incident.reportsDropped)] : [];
  const title = titleIn(incident, deps.pack, request.language);
  const text = `${title}\n${page.total === 0 ? speech.none : speech.headline(page.number, page.count)}`;
  const { previous, next } = inLanguage(incidentsSpeech, request.language);
  const turn = (label: string, to: number): Control => ({
    kind: 'button',
    does: `incidents:timeline:${to}:${id}`,
    label,
    look: 'plain',
    isDisabled: to < 1 || to > page.count,
  });
  const turns = page.count === 1 ? [] : [turn(previous, page.number - 1), turn(next, page.number + 1)];
  const rows = [turns.filter(isShortEnough), showControls(request, id, ['show', 'why', 'export'])];
  return { ...done(text), lines: [...lines, ...dropped], controls: rows.filter((row) => row.length > 0) };
}

/** What happened to an incident, as lines. */
export function linesOf(
  deps: DeskDeps,
  request: DeskRequest,
  incident: Incident,
  happenings: readonly Happening[],
): readonly SaidLine[] {
  return happenings.flatMap((happening) => {
    const line = lineOf(deps, request, incident, happening);
    return line === null ? [] : [said`${{ kind: 'moment', at: happening.at }} · ${line}`];
  });
}

/** Everything that is stored of an incident's way, of this server and of the news. */
export async function happeningsOf(
  deps: DeskDeps,
  request: DeskRequest,
  incident: Incident,
): Promise<readonly Happening[]> {
  const { store } = deps;
  const [stored, { cards, channels }, audit] = await Promise.all([
    Promise.all(incident.reports.map(({ article }) => store.articleRecord(article))),
    toldHere(deps, request, incident.id),
    store.auditOf(incident.id, auditReadMax),
  ]);
  const records = new Map(
    stored
      .filter((record) => record !== null)
      .map(({ article, verdict: { decision, reasons }, version, changes }) => {
        return [article.id, { seenAt: article.seenAt, decision, reasons, version, changes }] as const;
      }),
  );
  const own = audit.filter(({ server }) => server === request.server || server === null);
  const settled = await Promise.all(rowsAsked(incident.id, records, channels).map((row) => store.outcome(row)));
  const outcomes = new Map(settled.flatMap((row) => (row === null ? [] : [[row.row, row.outcome] as const])));
  return timelineOf({ incident, records, cards, audit: own, channels, outcomes });
}

function lineOf(
  deps: DeskDeps,
  { language, server }: DeskRequest,
  incident: Incident,
  happening: Happening,
): SaidLine | null {
  const speech = inLanguage(timelineSpeech, language);
  switch (happening.is) {
    case 'report':
      return reportLine(deps, language, incident, happening);
    case 'routed':
      return speech.routed(
        { kind: 'channel', channel: happening.routing.channel },
        happening.routing.codes,
        happening.came,
      );
    case 'posted': {
      const { channel, messageId: message, gone } = happening.card;
      const link =
        message === null || gone ? null : { kind: 'message' as const, text: speech.card, server, channel, message };
      return speech.posted({ kind: 'channel', channel }, gone ? speech.deleted : link);
    }
    case 'pressed':
      return speech.pressed(happening.who?.name ?? null, happening.action, happening.detail);
  }
}

function reportLine(
  { pack }: DeskDeps,
  language: Language,
  incident: Incident,
  { report, decision, version, changes }: Extract<Happening, { is: 'report' }>,
): SaidLine {
  const speech = inLanguage(timelineSpeech, language);
  const url = report.link === null ? null : safeLink(report.link);
  const title = shortTitle(report.title);
  const headline: SaidLine = url === null ? title : [{ kind: 'link', text: title, url }];
  const outlet = pack.outlets.find(({ id }) => id === report.outlet)?.name ?? report.outlet;
  const made = changesInWords(changes, incident, pack, language);
  const what = decision === null ? speech.recordGone : made || speech.changedNothing;
  const numbered = version === null ? '' : `${speech.version(version)} · `;
  const kind = decision === null ? '' : ` (${speech.reportKinds[decision]})`;
  return said`${numbered}${outlet}${kind}: ${headline}: ${what}`;
}
