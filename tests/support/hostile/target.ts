/** A reader of outside text that is tried with hostile input: what is claimed of it, and what it is given. */
import fc from 'fast-check';

/** What came of trying a reader. */
export interface Tried {
  readonly runs: number;
  /** Sentences, each with what repeats it; none is what is hoped for. */
  readonly found: readonly string[];
  readonly slowestMs: number;
}

/** A reader in use; what it holds open is closed when it was tried. */
export interface Opened {
  /** Gives it so many inputs drawn from the seed. */
  attempt(runs: number, seed: number): Promise<Tried>;
  /** Gives it one text that was made by changing others; throws where a claim does not hold. Absent: it takes no text. */
  readonly read?: (bytes: Uint8Array) => unknown;
  close(): Promise<void>;
}

export interface Target {
  readonly name: string;
  /** What holds of the reader for every input, beside that nothing is polluted. */
  readonly claim: string;
  /** Real and hostile texts from which others are made, and the part of `src` whose paths they are to reach. */
  readonly guided?: { readonly corpus: () => readonly (string | Uint8Array)[]; readonly watched: readonly string[] };
  /** How many inputs are worth one of an ordinary reader. */
  readonly cost?: number;
  open(): Promise<Opened>;
}

/** A claim that can be tried: what is drawn, and what must hold of it. */
export interface Property<Input> {
  readonly inputs: fc.Arbitrary<Input>;
  /** Throws where the claim does not hold. */
  readonly check: (input: Input) => unknown;
  /** How an input of this kind is made of bytes. */
  readonly fromBytes?: (bytes: Uint8Array) => Input;
  readonly close?: () => Promise<void>;
}

/** One input may take so long; the longest text of all is read in a tenth of it. */
const inputMsMax = 2_000;
const shownLengthMax = 600;
const dearFrom = 30;

/** A reader that is tried with what `open` gives. */
export function target<Input>(
  about: Omit<Target, 'open'>,
  open: () => Property<Input> | Promise<Property<Input>>,
): Target {
  return {
    ...about,
    async open() {
      const { inputs, check, fromBytes, close = async () => {} } = await open();
      const guarded = (input: Input) => unpolluted(() => check(input));
      return {
        attempt: (runs, seed) => attempt(about, inputs, guarded, { runs, seed }),
        ...(fromBytes === undefined ? {} : { read: (bytes: Uint8Array) => guarded(fromBytes(bytes)) }),
        close,
      };
    },
  };
}

async function attempt<Input>(
  { name, cost = 1 }: Omit<Target, 'open'>,
  inputs: fc.Arbitrary<Input>,
  check: (input: Input) => unknown,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Promise<Tried> {
  const isDear = cost >= dearFrom; // what was found is then told as it was found, not made smaller
  let slowestMs = 0;
  const timed = async (input: Input) => {
    const from = process.threadCpuUsage();
    await check(input);
    const { user, system } = process.threadCpuUsage(from);
    const ms = (user + system) / 1_000;
    slowestMs = Math.max(slowestMs, ms);
    if (ms > inputMsMax) throw new Error(`took ${Math.round(ms)} ms, expected at most ${inputMsMax}`);
  };
  const told = await fc.check(fc.asyncProperty(inputs, timed), { numRuns: runs, seed, endOnFailure: isDear });
  const found = told.failed
    ? [`${name}: ${sentenceOf(told.errorInstance)} Given ${shown(told.counterexample)}, seed ${told.seed}.`]
    : [];
  return { runs: told.numRuns, found, slowestMs };
}

const plain = new Map(
  [Object.prototype, Array.prototype, Function.prototype, String.prototype].map((each) => [each, keysOf(each)]),
);

/** Whatever the input, what all objects share is as it was. */
async function unpolluted(work: () => unknown): Promise<void> {
  await work();
  for (const [prototype, keys] of plain)
    if (keysOf(prototype) !== keys) throw new Error(`a prototype was changed: ${keysOf(prototype)}`);
}

function keysOf(prototype: object): string {
  return Reflect.ownKeys(prototype).map(String).join(' ');
}

export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, shownLengthMax);
}

export function shown(value: unknown): string {
  return fc.stringify(value).slice(0, shownLengthMax);
}
