import type { Incident, Report, SaidLine } from '../../model.ts';
import { lookupOf } from '../../pipeline/assign/lookup.ts';
import { shortTitle, titleIn } from '../../pipeline/incidents/title.ts';
import { safeLink } from '../../pipeline/render/clean.ts';
import { ruleSentence } from '../../pipeline/render/rules.ts';
import { words } from '../../pipeline/render/words.ts';
import { incidentsSpeech } from '../../pipeline/speech/incidents.ts';
import { whySpeech } from '../../pipeline/speech/why.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { tellIn } from '../../pipeline/why/reasons.ts';
import { explainSeverity } from '../../pipeline/why/severity.ts';
import type { ArticleRecord, DeskReply, DeskRequest } from '../../ports.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { showControls } from './incident-controls.ts';
import { incidentHere } from './visible.ts';
import { channelLines } from './why-told.ts';

const channelsShown = 4;

/** Why an incident was told: what it rests on, how grave it is, and what became of it in each channel here. */
export async function whyIncident(deps: DeskDeps, request: DeskRequest, id: string): Promise<DeskReply> {
  const incident = await incidentHere(deps, request, id);
  if (incident === null) return refused(inLanguage(incidentsSpeech, request.language).noSuch(shortTitle(id)));
  const records = await recordsOf(deps, incident);
  const told = await channelLines(deps, request, incident, records);
  return {
    ...done(titleIn(incident, deps.pack, request.language)),
    lines: [...ofItself(deps, request, incident), ...firstOf(request, told, channelsShown)],
    controls: [showControls(request, id, ['details', 'timeline', 'show'])],
  };
}

/** The records of the articles that an incident rests on, in their order; what is no longer kept is left out. */
export async function recordsOf({ store }: DeskDeps, { reports }: Incident): Promise<readonly ArticleRecord[]> {
  const records = await Promise.all(reports.map(({ article }) => store.articleRecord(article)));
  return records.filter((record) => record !== null);
}

/** The first lines, and how many more there are. */
export function firstOf(request: DeskRequest, lines: readonly SaidLine[], countMax: number): readonly SaidLine[] {
  const more = lines.length - countMax;
  if (more <= 0) return lines;
  return [...lines.slice(0, countMax), inLanguage(whySpeech, request.language).moreChannels(more)];
}

/** How grave it is, and by what rule, in the words of its card. */
export function severityLine({ pack }: DeskDeps, { language }: DeskRequest, incident: Incident): string {
  const { is, reason } = explainSeverity(lookupOf(pack), incident);
  const rule = ruleSentence(reason.code, language) ?? tellIn(reason, language).text;
  return inLanguage(whySpeech, language).severity(words[language].severity[is], rule);
}

/** The same with the figures that the rule was put to. */
export function severityDetail({ pack }: DeskDeps, { language }: DeskRequest, incident: Incident): string {
  const { is, reason } = explainSeverity(lookupOf(pack), incident);
  return `${words[language].severity[is]}: ${tellIn(reason, language).text}`;
}

/** The headline of an article, linked where it can be. */
export function headlineOf({ title, link }: Pick<Report, 'title' | 'link'>): SaidLine {
  const url = link === null ? null : safeLink(link);
  return url === null ? shortTitle(title) : [{ kind: 'link', text: shortTitle(title), url }];
}

/** An outlet's name. */
export function outletName({ pack }: Pick<DeskDeps, 'pack'>, id: string): string {
  return pack.outlets.find((each) => each.id === id)?.name ?? id;
}

function ofItself(deps: DeskDeps, request: DeskRequest, incident: Incident): readonly SaidLine[] {
  const speech = inLanguage(whySpeech, request.language);
  const { reports, reportsDropped, facts } = incident;
  const [founding] = reports;
  if (founding === undefined) return [speech.onRecord, severityLine(deps, request, incident)];
  const at = { kind: 'moment', at: founding.publishedAt } as const;
  return [
    speech.founded({ outlet: outletName(deps, founding.outlet), title: headlineOf(founding), at }),
    speech.reports(reports.length + reportsDropped, facts.families.length),
    severityLine(deps, request, incident),
  ];
}
