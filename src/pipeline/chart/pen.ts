import { cleanLine, cut } from '../render/clean.ts';

/** Writes SVG on a sheet so wide, from the right where that is how its language is read. */
export interface Pen {
  text(at: Point, text: string, style: TextStyle): string;
  rect(box: Box, colour: string): string;
  /** A level line. */
  line(from: Point, width: number, colour: string): string;
}
/** From the side where reading begins, and from the top. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
export interface TextStyle {
  readonly size: number;
  readonly isBold?: boolean;
  /** Where the text stands of its point: it begins there when left out. */
  readonly stands?: 'before' | 'around';
  readonly colour?: string;
  /** What does not fit in is cut. */
  readonly widthMax?: number;
}

export const ink = '#1f2329';
export const paleInk = '#5f6670';
const fontFamily = 'Vazirmatn';
/** Of the size; the mean of the font's letters, a little more than less. */
const letterWidth = 0.5;
/** Which way the whole text is read, whatever its first letter; the painter takes it for left to right otherwise. */
const rightToLeft = '\u202b';
const leftToRight = '\u202a';
const endOfDirection = '\u202c';

/** A pen for a sheet. */
export function penFor(sheetWidth: number, isRightToLeft: boolean): Pen {
  const across = (x: number, width = 0): number => (isRightToLeft ? sheetWidth - x - width : x);
  const direction = isRightToLeft ? rightToLeft : leftToRight;
  return {
    text({ x, y }, text, { size, isBold = false, stands, colour = ink, widthMax = Number.POSITIVE_INFINITY }) {
      const lettersMax = Math.max(1, Math.floor(widthMax / (size * letterWidth)));
      const written = cut(cleanLine(text), Number.isFinite(lettersMax) ? lettersMax : text.length);
      const place = `x="${round(across(x))}" y="${round(y)}" text-anchor="${anchorOf(stands, isRightToLeft)}"`;
      const look = `font-family="${fontFamily}" font-size="${size}" font-weight="${isBold ? 700 : 400}" fill="${colour}"`;
      return `<text ${place} ${look}>${direction}${escapeXml(written)}${endOfDirection}</text>`;
    },
    rect({ x, y, width, height }, colour) {
      const place = `x="${round(across(x, width))}" y="${round(y)}"`;
      return `<rect ${place} width="${round(width)}" height="${round(height)}" fill="${colour}"/>`;
    },
    line({ x, y }, width, colour) {
      const [from, to] = [across(x), across(x + width)].map(round);
      return `<line x1="${from}" y1="${round(y)}" x2="${to}" y2="${round(y)}" stroke="${colour}" stroke-width="1"/>`;
    },
  };
}

/** What is drawn on a sheet, as a picture of its own. */
export function sheetOf(width: number, height: number, drawn: readonly string[]): string {
  const frame = `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${frame}${drawn.join('')}</svg>`;
}

/** The painter sets all text from the left, so that the side is turned here. */
function anchorOf(stands: TextStyle['stands'], isRightToLeft: boolean): 'start' | 'middle' | 'end' {
  if (stands === 'around') return 'middle';
  return (stands === 'before') === isRightToLeft ? 'start' : 'end';
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
