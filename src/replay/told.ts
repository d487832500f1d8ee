import type { ArticleRecord } from '../ports.ts';

/** What was really told of a stream's item: its verdict, and whether any message of its incident was accepted. */
export interface Told {
  readonly record: ArticleRecord | null;
  readonly told: boolean;
}

/**
 * An incident that was never shown to anyone was not told, whatever was decided about it: its items count as background,
 * for that is what a reader of the channel saw.
 */
export function toldDecisions(records: readonly (ArticleRecord | null)[], shown: ReadonlySet<string>): readonly Told[] {
  return records.map((record) => {
    const incident = record?.verdict.incident ?? null;
    return { record, told: incident !== null && shown.has(incident) };
  });
}
