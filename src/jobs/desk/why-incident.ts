import type { Alert, Card, Incident, Pack, Report } from '../../model.ts';
import { lookupOf } from '../../pipeline/assign/lookup.ts';
import { shortTitle } from '../../pipeline/incidents/title.ts';
import { standing } from '../../pipeline/press.ts';
import { explainFacts } from '../../pipeline/why/facts.ts';
import { tell } from '../../pipeline/why/reasons.ts';
import { explainSeverity } from '../../pipeline/why/severity.ts';
import { explainWatches, reasonsFor } from '../../pipeline/why/told.ts';
import { momentOf, reasonLine, watchLine, writeFact } from '../../pipeline/why/write.ts';
import type { ArticleRecord, DeskReply, DeskRequest, ReplyPart } from '../../ports.ts';
import type { Audience } from '../audience.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { audienceHere, incidentHere, reasonsForAll } from './visible.ts';

const reportsShown = 8;
const reasonsShown = 4;
const idLengthMax = 90;

/** An incident, and what is stored of the articles that it rests on. */
interface Matter {
  readonly incident: Incident;
  readonly alert: Alert | null;
  readonly cards: readonly Card[];
  readonly audience: Audience;
  /** Null where a record is no longer kept. */
  readonly records: readonly (ArticleRecord | null)[];
}

/** Why an incident was told: what it rests on, what joined it, how grave it is, and who here heard of it. */
export async function whyIncident(deps: DeskDeps, request: DeskRequest, id: string): Promise<DeskReply> {
  const incident = await incidentHere(deps, request, id);
  if (incident === null) return refused(`There is no incident “${id.slice(0, idLengthMax)}”.`);
  const [alert, cards, audience, records] = await Promise.all([
    deps.store.alert(id, request.server),
    deps.store.cardsOf(id),
    audienceHere(deps, request),
    Promise.all(shownOf(incident).map(({ article }) => deps.store.articleRecord(article))),
  ]);
  const own = cards.filter(({ server }) => server === request.server);
  return explained(deps, request, { incident, alert, cards: own, audience, records });
}

function explained(deps: DeskDeps, request: DeskRequest, matter: Matter): DeskReply {
  const { incident, alert } = matter;
  const lookup = lookupOf(deps.pack);
  const severity = explainSeverity(lookup, incident);
  const state =
    alert === null
      ? 'not told here'
      : standing(alert, request.who, { now: deps.clock.now(), language: request.language });
  const [founding] = incident.reports;
  const parts: readonly ReplyPart[] = [
    { heading: 'Why it was told', lines: foundingLines(deps, matter) },
    { heading: 'Here', lines: hereLines(deps, matter) },
    { heading: 'Severity', lines: [`${severity.is}: ${severity.reason.text}`] },
    { heading: 'What it rests on', lines: founding === undefined ? [] : explainFacts(lookup, founding).map(writeFact) },
    { heading: 'What joined it', lines: joinedLines(deps, matter) },
    { heading: 'What was edited', lines: matter.cards.map((card) => cardLine(card, incident)) },
  ];
  const text = `${shortTitle(incident.facts.title)}\n${incident.id}, version ${incident.version}: ${state}`;
  return { ...done(text), parts: parts.filter(({ lines }) => lines.length > 0) };
}

/** The founding report and the newest ones: the rest says the same again. */
function shownOf({ reports }: Incident): readonly Report[] {
  return reports.length <= reportsShown ? reports : [...reports.slice(0, 1), ...reports.slice(1 - reportsShown)];
}

function foundingLines({ pack }: DeskDeps, { incident, records }: Matter): readonly string[] {
  const [founding] = incident.reports;
  if (founding === undefined) return ['It is one of the incidents on record, known before any article told it.'];
  const stored = records[0]?.verdict.reasons;
  const reasons = reasonsForAll(stored ?? founding.reasons, incident.id);
  const told = reasons.slice(0, reasonsShown).map((reason) => reasonLine(tell(reason)));
  return [`${outletOf(pack, founding.outlet)}, ${momentOf(founding.publishedAt)}: ${founding.title}`, ...told];
}

function joinedLines({ pack }: DeskDeps, { incident, records }: Matter): readonly string[] {
  const lines = shownOf(incident).flatMap((report, at) => {
    if (at === 0) return [];
    const verdict = records[at]?.verdict;
    const reasons = reasonsForAll(verdict?.reasons ?? [], incident.id).filter(isOfJoining);
    const why = reasons.map((reason) => tell(reason).text).join('; ');
    return [
      `${momentOf(report.publishedAt)} ${outletOf(pack, report.outlet)}, ${verdict?.decision ?? 'its record is no longer kept'}: ` +
        `${report.title}${why === '' ? '' : ` (${why})`}`,
    ];
  });
  const unseen = incident.reports.length + incident.reportsDropped - shownOf(incident).length;
  return unseen > 0 ? [...lines, `and ${unseen} more before`] : lines;
}

const outletOf = (pack: Pack, id: string): string => pack.outlets.find((each) => each.id === id)?.name ?? id;

/** What the text is by itself was said of the founding report. */
const ofTheText: readonly string[] = [
  'sides',
  'event',
  'development',
  'no-recent-event',
  'other-incident',
  'ruled-out',
];
const isOfJoining = ({ code }: { readonly code: string }): boolean => !ofTheText.includes(code);

/** Which watches of this server it satisfies, by which word, and what its channels were sent when. */
function hereLines({ pack }: DeskDeps, { incident, audience, cards, records }: Matter): readonly string[] {
  const channels = new Set([...audience.subscriptions, ...cards].map(({ channel }) => channel));
  const sent = records.flatMap((record) => {
    const reasons = reasonsFor(record?.verdict.reasons ?? [], channels);
    const said = reasons.map((reason) => tell(reason).text).join('; ');
    return said === '' ? [] : [`${momentOf(record?.article.seenAt ?? 0)}: ${said}`];
  });
  const watches = explainWatches(audience, incident, null, pack);
  const now = watches.filter(({ channels: told, tooLowFor }) => told.length + tooLowFor.length > 0).map(watchLine);
  return [...(now.length === 0 ? ['No watch is subscribed to here.'] : now), ...sent];
}

function cardLine(card: Card, incident: Incident): string {
  const { channel, versionPosted, versionTold, gone, messageId } = card;
  if (gone) return `channel ${channel}: somebody deleted the message`;
  if (messageId === null) return `channel ${channel}: not sent so far`;
  const shows =
    versionTold < incident.version ? `shows version ${versionTold} of ${incident.version}` : 'is up to date';
  const edited =
    versionPosted !== null && versionTold > versionPosted ? `, edited since to version ${versionTold}` : '';
  return `channel ${channel}: posted at version ${versionPosted ?? versionTold}${edited}, ${shows}`;
}
