import { type Box, ink, type Pen, paleInk, penFor, sheetOf } from './chart/pen.ts';

/** Counts over time, each bar parted by kind, and a few lists of counts below. */
export interface Chart {
  readonly isRightToLeft: boolean;
  readonly title: string;
  readonly subtitle: string;
  readonly heading: string;
  /** From the bottom of a bar to its top. */
  readonly kinds: readonly ChartKind[];
  readonly bars: readonly ChartBar[];
  readonly lists: readonly ChartList[];
}
export interface ChartKind {
  readonly label: string;
  readonly colour: string;
  readonly count: number;
}
export interface ChartBar {
  readonly label: string;
  /** A count each kind. */
  readonly counts: readonly number[];
}
export interface ChartList {
  readonly heading: string;
  readonly rows: readonly { readonly label: string; readonly count: number }[];
}

const width = 960;
const margin = 32;
const inner = width - 2 * margin;
const plot: Box = { x: margin + 36, y: 132, width: inner - 36, height: 200 };
const listsTop = 412;
const rowHeight = 40;
const rowsMax = 5;
const listGap = 28;
const ticksMax = 4;
/** One incident alone must not look like a summit. */
const levelsMin = 3;
/** Labels below the bars are left out where they would run into one another. */
const barLabelWidth = 58;
const gridColour = '#e3e6ea';
const listColour = '#3b6ea5';

/** Draws a chart as SVG; the same chart gives the same picture. */
export function drawChart(chart: Chart): string {
  const pen = penFor(width, chart.isRightToLeft);
  const rows = Math.min(rowsMax, Math.max(0, ...chart.lists.map((list) => list.rows.length)));
  const height = rows === 0 ? listsTop - 24 : listsTop + 24 + rows * rowHeight;
  return sheetOf(width, height, [
    ...head(pen, chart),
    ...legend(pen, chart),
    ...bars(pen, chart),
    ...lists(pen, chart),
  ]);
}

function head(pen: Pen, { title, subtitle, heading }: Chart): readonly string[] {
  return [
    pen.text({ x: margin, y: 42 }, title, { size: 24, isBold: true, widthMax: inner }),
    pen.text({ x: margin, y: 68 }, subtitle, { size: 15, colour: paleInk, widthMax: inner }),
    pen.text({ x: margin, y: 106 }, heading, { size: 16, isBold: true, widthMax: inner - 5 * legendWidth }),
  ];
}

const legendWidth = 112;

/** From the end of the line backwards, so that the gravest stands outermost. */
function legend(pen: Pen, { kinds }: Chart): readonly string[] {
  return kinds.toReversed().flatMap(({ label, colour, count }, place) => {
    const x = width - margin - (place + 1) * legendWidth;
    return [
      pen.rect({ x, y: 95, width: 12, height: 12 }, colour),
      pen.text({ x: x + 18, y: 106 }, `${label} ${count}`, { size: 13, colour: paleInk, widthMax: legendWidth - 10 }),
    ];
  });
}

function bars(pen: Pen, { bars: all, kinds }: Chart): readonly string[] {
  const highest = Math.max(levelsMin, ...all.map(({ counts }) => sum(counts)));
  const step = Math.ceil(highest / ticksMax);
  const top = Math.ceil(highest / step) * step;
  const level = (count: number) => plot.y + plot.height - (count / top) * plot.height;
  const ticks = Array.from({ length: top / step + 1 }, (_, place) => place * step);
  const grid = ticks.flatMap((tick) => [
    pen.line({ x: plot.x, y: level(tick) }, plot.width, gridColour),
    pen.text({ x: plot.x - 10, y: level(tick) + 5 }, String(tick), { size: 13, stands: 'before', colour: paleInk }),
  ]);
  const room = plot.width / Math.max(1, all.length);
  const every = Math.max(1, Math.ceil(barLabelWidth / room));
  const drawn = all.flatMap((bar, place) => {
    const middle = plot.x + room * (place + 0.5);
    const label = place % every === 0 ? [pen.text({ x: middle, y: plot.y + plot.height + 22 }, bar.label, below)] : [];
    return [...oneBar(pen, bar, kinds, { middle, width: Math.min(64, room * 0.62), level }), ...label];
  });
  return [...grid, ...drawn];
}
const below = { size: 13, stands: 'around', colour: paleInk } as const;

interface Standing {
  readonly middle: number;
  readonly width: number;
  readonly level: (count: number) => number;
}

function oneBar(pen: Pen, { counts }: ChartBar, kinds: readonly ChartKind[], standing: Standing): readonly string[] {
  const { middle, width: barWidth, level } = standing;
  const x = middle - barWidth / 2;
  const parts = counts.flatMap((count, place) => {
    const from = sum(counts.slice(0, place));
    const box = { x, y: level(from + count), width: barWidth, height: level(from) - level(from + count) };
    return count === 0 ? [] : [pen.rect(box, kinds[place]?.colour ?? ink)];
  });
  const total = sum(counts);
  if (total === 0) return parts;
  return [
    ...parts,
    pen.text({ x: middle, y: level(total) - 6 }, String(total), { size: 13, isBold: true, stands: 'around' }),
  ];
}

function lists(pen: Pen, { lists: all }: Chart): readonly string[] {
  const listWidth = (inner - listGap * (all.length - 1)) / Math.max(1, all.length);
  const largest = Math.max(1, ...all.flatMap(({ rows }) => rows.map(({ count }) => count)));
  return all.flatMap((list, place) => {
    const box = { x: margin + place * (listWidth + listGap), y: listsTop, width: listWidth, height: 0 };
    return oneList(pen, list, box, largest);
  });
}

function oneList(pen: Pen, { heading, rows }: ChartList, box: Box, largest: number): readonly string[] {
  const head = pen.text(box, heading, { size: 16, isBold: true, widthMax: box.width });
  const drawn = rows.slice(0, rowsMax).flatMap(({ label, count }, place) => {
    const y = box.y + 26 + place * rowHeight;
    return [
      pen.text({ x: box.x, y }, label, { size: 14, widthMax: box.width - 30 }),
      pen.text({ x: box.x + box.width, y }, String(count), { size: 14, isBold: true, stands: 'before' }),
      pen.rect({ x: box.x, y: y + 7, width: box.width, height: 6 }, gridColour),
      pen.rect({ x: box.x, y: y + 7, width: (box.width * count) / largest, height: 6 }, listColour),
    ];
  });
  return [head, ...drawn];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
