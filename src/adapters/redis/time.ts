import type { Instant } from '../../model.ts';

/** What Redis answers to TIME, in milliseconds and their fraction. Throws a TypeError for another answer. */
export function exactTimeOf(answer: unknown): number {
  const [seconds, microseconds] = Array.isArray(answer) ? answer.map((part) => Number(String(part))) : [];
  const ms = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
  if (!Number.isFinite(ms)) throw new TypeError(`Redis answered the time as ${answer}, expected seconds and a rest`);
  return ms;
}

/** The same as instants are kept. */
export function timeOf(answer: unknown): Instant {
  return Math.floor(exactTimeOf(answer));
}
