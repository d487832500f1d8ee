/** Secrets that can be found again, in whatever form and however cut. */
import { randomBytes } from 'node:crypto';

export interface Canary {
  /** What it is planted as. */
  readonly name: string;
  readonly value: string;
}

/** Where somebody could read. */
export interface Place {
  readonly where: string;
  readonly text: string;
  /** Canaries that must lie there, with the reason in the documentation; any other is a find. */
  readonly knows?: readonly string[];
  /** What went otherwise than it should, so that too little may be here. */
  readonly failed?: string;
}

/** A piece of a secret of this length is one too many; and none is found by chance in megabytes of text. */
const pieceLength = 10;
const pieceEvery = 5;

/** A secret of 40 letters and digits, which are the same in no two runs. */
export function aCanary(name: string, shape: (letters: string) => string = (letters) => letters): Canary {
  return { name, value: shape(letters(40)) };
}

/** Letters and digits without order. */
export function letters(length: number): string {
  return randomBytes(length * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, length);
}

/** What of which canary was found where: plain, percent-encoded, in base64 or hexadecimal, in any case, whole or a piece. */
export function findCanaries(canaries: readonly Canary[], places: readonly Place[]): readonly string[] {
  const pieces = canaries.map(({ name, value }) => ({ name, pieces: [...new Set(formsOf(value).flatMap(piecesOf))] }));
  return places.flatMap(({ where, text, knows = [] }) => {
    const lower = text.toLowerCase();
    return pieces
      .filter(({ name }) => !knows.includes(name))
      .flatMap(({ name, pieces: looked }) => {
        const piece = looked.find((one) => lower.includes(one));
        return piece === undefined ? [] : [`${name} in ${where}: ${around(text, lower.indexOf(piece))}`];
      });
  });
}

function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  // In base64 a text looks another way for each of the three places at which it may begin; its ends depend on others.
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return whole.slice(before === 0 ? 0 : 4, -2);
  });
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [value, encodeURIComponent(value), [...value].reverse().join(''), bytes.toString('hex'), ...base64, ...url];
}

function piecesOf(form: string): readonly string[] {
  const starts = Array.from({ length: Math.ceil((form.length - pieceLength) / pieceEvery) + 1 }, (_, at) =>
    Math.min(at * pieceEvery, form.length - pieceLength),
  );
  return starts.map((at) => form.slice(at, at + pieceLength).toLowerCase());
}

function around(text: string, at: number): string {
  return JSON.stringify(text.slice(Math.max(0, at - 120), at + 60));
}
