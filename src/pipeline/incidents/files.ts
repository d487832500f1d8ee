import { incidentsCsv, reportsCsv } from './csv.ts';
import type { Exported } from './export.ts';

export type ExportFormat = 'json' | 'csv';

/** An export as files, and how many of the incidents did not fit. */
interface ExportFiles {
  readonly files: readonly { readonly name: string; readonly content: Uint8Array }[];
  readonly leftOut: number;
}

const encoder = new TextEncoder();
/** For what stands around the incidents. */
const frameBytes = 2_000;

/**
 * Writes incidents into files of at most `bytesMax` in sum, the first ones first. An incident is in all files or in none.
 */
export function exportFiles(incidents: readonly Exported[], format: ExportFormat, bytesMax: number): ExportFiles {
  const fitting = incidents.slice(0, countFitting(incidents, format, bytesMax - frameBytes));
  const leftOut = incidents.length - fitting.length;
  if (format === 'json') {
    const lines = fitting.map((incident) => JSON.stringify(incident)).join(',\n');
    const content = encoder.encode(`{"leftOut":${leftOut},"incidents":[\n${lines}\n]}\n`);
    return { files: [{ name: 'incidents.json', content }], leftOut };
  }
  return {
    files: [
      { name: 'incidents.csv', content: encoder.encode(incidentsCsv(fitting)) },
      { name: 'reports.csv', content: encoder.encode(reportsCsv(fitting)) },
    ],
    leftOut,
  };
}

function countFitting(incidents: readonly Exported[], format: ExportFormat, bytesMax: number): number {
  const header = format === 'json' ? 0 : bytesOf(incidentsCsv([])) + bytesOf(reportsCsv([]));
  let bytes = 0;
  for (const [at, incident] of incidents.entries()) {
    bytes +=
      format === 'json'
        ? bytesOf(JSON.stringify(incident)) + ',\n'.length
        : bytesOf(incidentsCsv([incident])) + bytesOf(reportsCsv([incident])) - header;
    if (bytes > bytesMax) return at;
  }
  return incidents.length;
}

const bytesOf = (text: string): number => encoder.encode(text).length;
