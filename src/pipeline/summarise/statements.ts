import type { Report, SaidFact, SummaryFact } from '../../model.ts';
import { formatDays, parseDays, writeDays } from '../render/dates.ts';
import type { PackNames } from './names.ts';
import type { SourceNames } from './sources.ts';

/** Of each kind (claims, blame, agents …), the ones with the most independent families behind them. */
const statementsPerKindMax = 4;

/** Who says what of whom, where and when: the same statement once, with every outlet that makes it. */
export function statements(reports: readonly Report[], names: PackNames, sources: SourceNames): readonly SummaryFact[] {
  const said = reports.flatMap((report) => saidBy(report, names).map((fact) => ({ fact, outlet: report.outlet })));
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

function saidBy(report: Report, names: PackNames): readonly SaidFact[] {
  const having = (role: string) => [
    ...new Set(report.actors.filter((actor) => actor.role === role).map(({ actor }) => names.actor(actor))),
  ];
  const accuser = having('accuser')[0] ?? null;
  const place = report.place === null ? null : names.place(report.place);
  return [
    ...having('agent').map((value) => ({ what: 'agent' as const, value, by: null })),
    ...having('speaker').map((value) => ({ what: 'agent' as const, value, by: null })),
    ...having('target').map((value) => ({ what: 'target' as const, value, by: null })),
    ...(place === null ? [] : [{ what: 'place' as const, value: place.label, by: null }]),
    ...(report.days === null ? [] : [{ what: 'day' as const, value: writeDays(report.days), by: null }]),
    ...having('claimant').map((value) => ({ what: 'claim' as const, value, by: null })),
    ...having('accused').map((value) => ({ what: 'blame' as const, value, by: accuser })),
    ...having('denier').map((value) => ({ what: 'denial' as const, value, by: null })),
  ];
}

function inEnglish(fact: SaidFact): string {
  switch (fact.what) {
    case 'claim':
      return `${fact.value} claims responsibility`;
    case 'blame':
      return fact.by === null ? `${fact.value} is blamed` : `${fact.by} blames ${fact.value}`;
    case 'denial':
      return `${fact.value} denies involvement`;
    case 'day':
      return formatDays(parseDays(fact.value), 'en');
    case 'agent':
    case 'target':
    case 'place':
      return fact.value;
  }
}
