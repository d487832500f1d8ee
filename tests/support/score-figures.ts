/** A share in percent, to a tenth. */
export function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}

/** The harmonic mean of precision and recall. */
export function f1(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
