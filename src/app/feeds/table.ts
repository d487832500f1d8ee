import { withoutKeys } from '../../pipeline/address.ts';
import { cleanLine } from '../../pipeline/render/clean.ts';
import type { Merged } from '../../pipeline/roster.ts';

/** The feeds as lines of columns, and what is wrong between file and command. */
export function listText({ feeds, refused }: Merged): string {
  const rows = [...feeds.values()].map(({ id, outlet, language, status, origin, url }) => [
    id,
    outlet,
    language,
    status,
    origin,
    cleanLine(withoutKeys(url)),
  ]);
  const head = ['feed', 'outlet', 'language', 'status', 'from', 'address'];
  const widths = head.map((_, at) => [head, ...rows].reduce((width, row) => Math.max(width, row[at]?.length ?? 0), 0));
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${[...lines, ...refused].join('\n')}\n`;
}
