/** What a check of `npm run security` came to. */
export interface Checked {
  readonly runs: number;
  /** Sentences, each with what repeats it. */
  readonly found: readonly string[];
  readonly figures?: Readonly<Record<string, number>>;
}
