import {
  type Alert,
  type AuditEntry,
  type Card,
  type Incident,
  type Label,
  type Letter,
  type Regrouping,
  severities,
} from '../../../model.ts';
import { labelOf } from '../../../pipeline/label.ts';
import { letterOf, pageId, withWebhooks } from '../../../pipeline/page.ts';
import {
  type Hand,
  type Moved,
  mergedAlerts,
  movedEntry,
  type PairAlerts,
  unmergedAlerts,
} from '../../../pipeline/regroup/alerts.ts';
import type { DeskRequest, IncidentsRecord } from '../../../ports.ts';
import type { DeskDeps } from '../deps.ts';
import type { Decision } from './decide.ts';
import { type Matter, tell } from './tell.ts';
import type { Wish } from './wish.ts';

/** Everything that follows from a decision, but for the revision and the key under which it is written. */
export interface Plan {
  readonly decision: Decision;
  readonly record: Omit<IncidentsRecord, 'key' | 'revision'>;
}

/** What a decision means for alerts, cards, labels and the log. Writes nothing. */
export async function planOf(deps: DeskDeps, request: DeskRequest, wish: Wish, decision: Decision): Promise<Plan> {
  const { source, target } = decision;
  const { store } = deps;
  const hand: Hand = { by: request.who, home: request.server, now: deps.clock.now() };
  const [sourceAlerts, targetAlerts, sourceCards] = await Promise.all([
    store.alertsOf(source.after.id),
    store.alertsOf(target.after.id),
    store.cardsOf(source.after.id),
  ]);
  const alerts = { source: sourceAlerts, target: targetAlerts };
  const moved = movedBy(decision, alerts, hand);
  const matters = mattersOf(decision, { alerts, moved, sourceCards });
  const told = await Promise.all(matters.map((matter) => tell(deps, hand, matter)));
  const all = [...moved, ...told.flatMap(({ opened }) => opened)];
  const label = labelFor(decision, hand);
  const kept = label === null ? null : regroupingOf(decision, { hand, moved, label });
  const { undone } = decision;
  return {
    decision,
    record: {
      incidents: [target.after, source.after],
      alerts: all,
      alertsTouched: told.flatMap(({ alertsTouched }) => alertsTouched),
      rows: told.flatMap(({ rows }) => rows),
      letters: [...told.flatMap(({ letters }) => letters), ...all.flatMap((each) => toSystems(deps, each))],
      labels: [...(label === null ? [] : [label]), ...(undone === null ? [] : [takenBack(undone, hand)])],
      hiddenBy: told[0]?.hiddenBy ?? [],
      regrouping: { kept, undone: undone?.incident ?? null },
      audit: [...entriesOf(decision, { wish, request, hand, moved: all }), ...told.flatMap(({ audit }) => audit)],
    },
  };
}

/** What is to be told of either incident. */
function mattersOf(
  { what, source, target }: Decision,
  {
    alerts,
    moved,
    sourceCards,
  }: {
    readonly alerts: PairAlerts;
    readonly moved: readonly Moved[];
    readonly sourceCards: readonly Card[];
  },
): readonly Matter[] {
  const isMerge = what === 'merge' || what === 'rejoin';
  const isNews = what !== 'link' && what !== 'unlink';
  const serversIn = (all: readonly Alert[]): ReadonlySet<string> => new Set(all.map(({ server }) => server));
  return [
    {
      ...target,
      alerts: afterMoves(alerts.target, moved, target.after),
      other: source.after,
      old: [],
      quiet: serversIn(alerts.source),
      beside: isMerge ? sourceCards : [],
      isNews,
    },
    {
      ...source,
      alerts: afterMoves(alerts.source, moved, source.after),
      other: target.after,
      old: what === 'split' ? alerts.target : [],
      quiet: serversIn(alerts.target),
      beside: [],
      isNews,
    },
  ];
}

/** The servers on which an alert opens, closes or stands otherwise. */
export function serversOf({ record }: Plan): number {
  return new Set(record.alerts.map(({ after }) => after.server)).size;
}

/** Whether it makes what goes on graver than it was. */
export function isGraver({ before, after }: Decision['target']): boolean {
  return severities.indexOf(after.facts.severity) > severities.indexOf(before.facts.severity);
}

/** Other systems that were called for an alert hear how it stands from then on. */
function toSystems({ realClock }: DeskDeps, { before, after }: Moved): readonly Letter[] {
  if (before === null) return [];
  return withWebhooks(before, after, []).pages.map((page, number) =>
    letterOf(page, {
      id: pageId(after, lettersMax + number),
      server: after.server,
      language: 'en',
      createdAt: realClock.now(),
      severity: after.known.severity,
    }),
  );
}
/** Cards of an alert, whose threads' letters are numbered first. */
const lettersMax = 1_000;

function movedBy({ what, source, target, undone }: Decision, alerts: PairAlerts, hand: Hand): readonly Moved[] {
  const pair = { source: source.after, target: target.after };
  if (what === 'merge' || what === 'rejoin') return mergedAlerts(pair, alerts, hand);
  return what === 'unmerge' && undone !== null ? unmergedAlerts(pair, alerts, undone, hand) : [];
}

function afterMoves(alerts: readonly Alert[], moved: readonly Moved[], { id }: Incident): readonly Alert[] {
  const after = moved.filter((each) => each.after.incident === id).map((each) => each.after);
  const servers = new Set(after.map(({ server }) => server));
  return [...alerts.filter(({ server }) => !servers.has(server)), ...after];
}

/** What it says of the matching; null where it says nothing that was not said before. */
function labelFor({ what, source, target }: Decision, { by, home: server, now: at }: Hand): Label | null {
  const said = { server, by, at, isTeaching: true };
  if (what === 'merge')
    return labelOf({
      ...said,
      says: { what: 'same', incident: target.before.id },
      incident: source.before ?? source.after,
      other: target.before,
    });
  if (what !== 'split') return null;
  const says = { what: 'other', incident: target.after.id } as const;
  return labelOf({ ...said, says, incident: source.after, other: target.after });
}

const takenBack = ({ label }: Regrouping, { now }: Hand): Label => ({ ...label, revokedAt: now });

function regroupingOf(
  { what, source, target }: Decision,
  { hand, moved, label }: { readonly hand: Hand; readonly moved: readonly Moved[]; readonly label: Label },
): Regrouping {
  const isMerge = what === 'merge';
  const ofTarget = moved.filter(({ after }) => after.incident === target.after.id);
  return {
    incident: source.after.id,
    what: isMerge ? 'merge' : 'split',
    at: hand.now,
    by: hand.by,
    from: isMerge ? source.after.id : target.after.id,
    into: isMerge ? target.after.id : source.after.id,
    before: [target.before, ...(source.before === null ? [] : [source.before])],
    alerts: ofTarget.map(({ before, after }) => ({ server: after.server, before, revision: after.revision })),
    label,
  };
}

/** An entry for each incident on the server of who does it, with its alert there where that changed, and one for each other alert. */
function entriesOf(
  { what, source, target }: Decision,
  {
    wish,
    request,
    hand,
    moved,
  }: {
    readonly wish: Wish;
    readonly request: DeskRequest;
    readonly hand: Hand;
    readonly moved: readonly Moved[];
  },
): readonly AuditEntry[] {
  const from = `channel ${request.channel}`;
  const whyGiven = wish.why === '' ? '' : `: ${wish.why}`;
  const actionOf = (incident: string): string => actions[what][incident === source.after.id ? 'source' : 'target'];
  const ownEntry = (incident: Incident, other: Incident): AuditEntry => {
    const own = moved.find(({ after }) => after.server === hand.home && after.incident === incident.id);
    const about = `${other.id} “${other.facts.title}”${whyGiven}`;
    const action = actionOf(incident.id);
    const bare = { at: hand.now, server: hand.home, incident: incident.id, who: hand.by, action, from };
    if (own === undefined) return { ...bare, detail: about };
    const entry = movedEntry(own, action, hand);
    return { ...entry, detail: entry.detail === '' ? about : `${entry.detail}: ${about}`, from };
  };
  const elsewhere = moved.filter(({ after }) => after.server !== hand.home);
  return [
    ownEntry(source.after, target.before),
    ownEntry(target.after, source.before ?? source.after),
    ...elsewhere.map((each) => movedEntry(each, actionOf(each.after.incident), hand)),
  ];
}

/** What the log calls it on either side. */
const actions: Readonly<Record<Decision['what'], Readonly<Record<'source' | 'target', string>>>> = {
  merge: { source: 'merge', target: 'take-in' },
  unmerge: { source: 'unmerge', target: 'let-go' },
  split: { source: 'split-off', target: 'split' },
  rejoin: { source: 'unsplit', target: 'take-in' },
  link: { source: 'link', target: 'link' },
  unlink: { source: 'unlink', target: 'unlink' },
};
