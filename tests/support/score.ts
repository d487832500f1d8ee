/**
 * How well decisions agree with the labels of a stream, by the definitions of `../shared/bench/README.md`. An alert is an
 * item decided `new`: right if nobody was alerted to its incident before, false otherwise.
 */
import type { DecisionLine } from '../../src/pipeline/decision.ts';
import { f1, percent } from './score-figures.ts';
import { type SlotFigures, slotFigures, type Told } from './score-slots.ts';
import type { LabelledStream, Labels, Role } from './score-stream.ts';

export interface Score extends SlotFigures {
  readonly alerts: number;
  readonly missed: number;
  /** Second alerts of an incident; alerts on background; alerts on what is off topic. */
  readonly falseAlerts: { readonly duplicate: number; readonly background: number; readonly offTopic: number };
  readonly alertPrecision: number;
  readonly alertRecall: number;
  readonly alertF1: number;
  readonly alertsPerIncidentFound: number | null;
  /** The share of incidents that are alerted by the first item about them. */
  readonly atFirst: number | null;
  readonly bcubedF1: number;
  readonly roleMacroF1: number;
}

interface Row extends Told {
  readonly id: string;
  readonly role: Role;
}

const roleOf: Readonly<Record<DecisionLine['decision'], Role>> = {
  new: 'first',
  update: 'followup',
  duplicate: 'repeat',
  background: 'background',
  irrelevant: 'none',
};

/** Scores one decision an item; an item without one counts as irrelevant. Throws on an incident opened twice or never. */
export function score(stream: LabelledStream, decisions: readonly DecisionLine[]): Score {
  const rows = rowsOf(stream, decisions);
  checkOpened(rows);
  return {
    ...alertFigures(rows),
    bcubedF1: percent(bcubedF1(rows)),
    roleMacroF1: percent(roleMacroF1(rows)),
    ...scoreFacts(stream, decisions),
  };
}

/** Scores what was told of the stream's items that have an incident; the decisions may be on more items than these. */
export function scoreFacts(stream: LabelledStream, decisions: readonly DecisionLine[]): SlotFigures {
  const told = rowsOf(stream, decisions).filter(({ labels }) => labels.incident !== null);
  return slotFigures(told, stream);
}

function rowsOf(stream: LabelledStream, decisions: readonly DecisionLine[]): readonly Row[] {
  const lines = new Map(decisions.map((line) => [line.id, line]));
  return stream.items.map(({ item: { id }, labels }) => {
    const line = lines.get(id) ?? null;
    return { id, labels, line: line?.incident == null ? null : line, role: roleOf[line?.decision ?? 'irrelevant'] };
  });
}

/** What is new opens an incident that was not there; what follows belongs to one that is. */
function checkOpened(rows: readonly Row[]): void {
  const opened = new Set<string>();
  for (const { id, line, role } of rows) {
    if (line?.incident == null || line.incident.startsWith('known:')) continue;
    const isOpen = opened.has(line.incident);
    if (isOpen === (role === 'first'))
      throw new Error(`${id}: ${line.decision} on ${line.incident}, which is ${isOpen ? 'open already' : 'not open'}`);
    opened.add(line.incident);
  }
}

function alertFigures(rows: readonly Row[]) {
  const incidents = new Set(rows.flatMap(({ labels }) => labels.incident ?? []));
  const met = new Set<string>();
  const found = new Set<string>();
  const falseAlerts = { duplicate: 0, background: 0, offTopic: 0 };
  let atFirst = 0;
  for (const { labels, role } of rows) {
    const isFirst = labels.incident !== null && !met.has(labels.incident);
    if (labels.incident !== null) met.add(labels.incident);
    if (role !== 'first') continue;
    if (labels.incident === null || found.has(labels.incident)) falseAlerts[kindOfFalse(labels)] += 1;
    else {
      found.add(labels.incident);
      atFirst += isFirst ? 1 : 0;
    }
  }
  const alerts = rows.filter(({ role }) => role === 'first').length;
  const precision = alerts === 0 ? 0 : found.size / alerts;
  const recall = incidents.size === 0 ? 0 : found.size / incidents.size;
  return {
    alerts,
    missed: incidents.size - found.size,
    falseAlerts,
    alertPrecision: percent(precision),
    alertRecall: percent(recall),
    alertF1: percent(f1(precision, recall)),
    alertsPerIncidentFound: found.size === 0 ? null : Math.round((alerts / found.size) * 100) / 100,
    atFirst: incidents.size === 0 ? null : percent(atFirst / incidents.size),
  };
}

function kindOfFalse({ incident, role }: Labels): 'duplicate' | 'background' | 'offTopic' {
  if (incident !== null) return 'duplicate';
  return role === 'background' ? 'background' : 'offTopic';
}

/** Over the items that have an incident, and those without one that were put together with another item. */
function bcubedF1(rows: readonly Row[]): number {
  const sizes = Map.groupBy(rows, ({ line }) => line?.incident ?? null);
  const pool = rows.filter(
    ({ labels, line }) => labels.incident !== null || (line !== null && (sizes.get(line.incident)?.length ?? 0) > 1),
  );
  const wanted = ({ id, labels }: Row) => labels.incident ?? `no incident of ${id}`;
  const given = ({ id, line }: Row) => line?.incident ?? `nowhere ${id}`;
  const wantedGroups = Map.groupBy(pool, wanted);
  const givenGroups = Map.groupBy(pool, given);
  let precision = 0;
  let recall = 0;
  for (const row of pool) {
    const together = wantedGroups.get(wanted(row)) ?? [];
    const put = givenGroups.get(given(row)) ?? [];
    const both = put.filter((other) => wanted(other) === wanted(row)).length;
    precision += both / put.length / pool.length;
    recall += both / together.length / pool.length;
  }
  return f1(precision, recall);
}

function roleMacroF1(rows: readonly Row[]): number {
  const asked = [...new Set(rows.map(({ labels }) => labels.role))];
  const each = asked.map((role) => {
    const given = rows.filter((row) => row.role === role);
    const right = given.filter(({ labels }) => labels.role === role).length;
    const wanted = rows.filter(({ labels }) => labels.role === role).length;
    return f1(given.length === 0 ? 0 : right / given.length, right / wanted);
  });
  return each.reduce((sum, value) => sum + value, 0) / Math.max(1, each.length);
}
