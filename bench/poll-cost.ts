/** What a round of polls costs. */
export interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}
