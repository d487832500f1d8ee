import { incidentsCsv, reportsCsv } from './csv.ts';
import type { Exported } from './export.ts';

export type ExportFormat = 'json' | 'csv';

/** An export as files, and how many of the incidents did not fit. */
export interface ExportFiles {
  readonly files: readonly { readonly name: string; readonly content: Uint8Array }[];
  readonly leftOut: number;
}

const encoder = new TextEncoder();
/** Of the bytes of JSON the two tables of an incident need less than this share. */
const safetyShare = 0.9;

/**
 * Writes incidents into files of at most `bytesMax` in sum, the first ones first. An incident is in all files or in none.
 */
export function exportFiles(incidents: readonly Exported[], format: ExportFormat, bytesMax: number): ExportFiles {
  const fitting = incidents.slice(0, countFitting(incidents, bytesMax * safetyShare));
  const leftOut = incidents.length - fitting.length;
  if (format === 'json') {
    const body = JSON.stringify({ incidents: fitting, leftOut }, null, 1);
    return { files: [{ name: 'incidents.json', content: encoder.encode(body) }], leftOut };
  }
  return {
    files: [
      { name: 'incidents.csv', content: encoder.encode(incidentsCsv(fitting)) },
      { name: 'reports.csv', content: encoder.encode(reportsCsv(fitting)) },
    ],
    leftOut,
  };
}

function countFitting(incidents: readonly Exported[], bytesMax: number): number {
  let bytes = 0;
  for (const [at, incident] of incidents.entries()) {
    bytes += encoder.encode(JSON.stringify(incident, null, 1)).length;
    if (bytes > bytesMax) return at;
  }
  return incidents.length;
}
