import type { Report, SaidFact, SummaryFact } from '../../model.ts';
import { claimantsOf, type SideMember, type Sides, tellingOf } from '../assign/sides.ts';
import { formatDays, parseDays, writeDays } from '../render/dates.ts';
import { words } from '../render/words.ts';
import type { PackNames } from './names.ts';
import type { SourceNames } from './sources.ts';

/** Of each kind (claims, blame, agents …), the ones with the most independent families behind them. */
const statementsPerKindMax = 4;

interface Said {
  readonly fact: SaidFact;
  readonly outlet: string;
}

/**
 * Who says what of whom, where and when: the same statement once, with every outlet that makes it. Place and day are
 * those of the reports that tell the event: an answer to it has its own.
 */
export function statements(
  reports: readonly Report[],
  sides: Sides,
  names: PackNames,
  sources: SourceNames,
): readonly SummaryFact[] {
  const said = [
    ...sidesSaid('agent', sides.agents, names),
    ...sidesSaid('target', sides.targets, names),
    ...tellingOf(reports).flatMap((report) => circumstances(report, names)),
    ...reports.flatMap((report) => positions(report, names)),
  ];
  const groups = Map.groupBy(said, ({ fact }) => `${fact.what}\n${fact.value}\n${fact.by ?? ''}`);
  const lines = [...groups.values()].flatMap((group) => {
    const first = group[0];
    if (first === undefined) return [];
    const outlets = group.map(({ outlet }) => outlet);
    return [{ fact: first.fact, outlets, families: sources.families(outlets) }];
  });
  return [...Map.groupBy(lines, ({ fact }) => fact.what).values()].flatMap((kind) =>
    kind
      .toSorted((a, b) => b.families - a.families)
      .slice(0, statementsPerKindMax)
      .map(({ fact, outlets }) => ({ text: inEnglish(fact), outlets: sources.of(outlets), said: fact })),
  );
}

function sidesSaid(what: 'agent' | 'target', members: readonly SideMember[], names: PackNames): readonly Said[] {
  return members.flatMap(({ actor, outlets }) =>
    outlets.map((outlet) => ({ fact: { what, value: names.actor(actor), by: null }, outlet })),
  );
}

function circumstances({ outlet, place, days }: Report, names: PackNames): readonly Said[] {
  const named = place === null ? null : names.place(place);
  const said = (what: SaidFact['what'], value: string): Said => ({ fact: { what, value, by: null }, outlet });
  return [
    ...(named === null ? [] : [said('place', named.label)]),
    ...(days === null ? [] : [said('day', writeDays(days))]),
  ];
}

/** Who claims it, is blamed for it, denies it or answers it. */
function positions(report: Report, names: PackNames): readonly Said[] {
  const { outlet, actors, development } = report;
  const having = (role: string) => [
    ...new Set(actors.filter((actor) => actor.role === role).map(({ actor }) => names.actor(actor))),
  ];
  const accuser = having('accuser')[0] ?? null;
  const said =
    (what: SaidFact['what'], by: string | null = null) =>
    (value: string): Said => ({
      fact: { what, value, by },
      outlet,
    });
  return [
    ...claimantsOf(report)
      .map((actor) => names.actor(actor))
      .map(said('claim')),
    ...having('accused').map(said('blame', accuser)),
    ...having('denier').map(said('denial')),
    ...(development === 'reaction' ? having('speaker').map(said('reaction')) : []),
  ];
}

function inEnglish({ what, value, by }: SaidFact): string {
  switch (what) {
    case 'claim':
      return words.en.claims(value);
    case 'blame':
      return by === null ? words.en.isBlamed(value) : words.en.blames(by, value);
    case 'denial':
      return words.en.denies(value);
    case 'reaction':
      return words.en.reacts(value);
    case 'day':
      return formatDays(parseDays(value), 'en');
    case 'agent':
    case 'target':
    case 'place':
      return value;
  }
}
