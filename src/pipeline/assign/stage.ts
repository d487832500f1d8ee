import type { Report } from '../../model.ts';

const stages = ['accomplished', 'attempted', 'threatened'] as const;

/** The stage that most reports give; the more accomplished one where they are even. */
export function stageHeld(reports: readonly Report[]): Report['stage'] {
  const count = (stage: Report['stage']): number => reports.filter((report) => report.stage === stage).length;
  return stages.reduce((most, stage) => (count(stage) > count(most) ? stage : most));
}
