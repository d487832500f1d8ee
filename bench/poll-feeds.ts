/** The feed server of the polling benchmarks, as the benchmarks see it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const startMsMax = 300_000; // ten thousand documents are written and packed
const answerMsMax = 120_000;
const feedsAHost = 1.25; // in the shipped configuration 120 feeds are on 98 hosts

/** One of so many feeds changes from round to round. */
export const fifth = 5;

/** What the server answered: documents, 304; and requests to a host at which too many were open, or too soon after another. */
export interface Answered {
  readonly read: number;
  readonly unchanged: number;
  readonly crowded: number;
  readonly hurried: number;
}

export interface PollFeeds {
  /** One a feed; feeds of one host are not neighbours. */
  readonly addresses: readonly string[];
  /** A fifth of the feeds gets new items. */
  advance(): Promise<void>;
  /** What was answered since the last call. */
  count(): Promise<Answered>;
  /** How late each answer comes from now on. */
  setLatency(ms: number): Promise<void>;
}

/** Gives `work` a server of so many feeds, which is ended whatever becomes of it. */
export async function withPollFeeds<T>(count: number, work: (feeds: PollFeeds) => Promise<T>): Promise<T> {
  const child = fork(join(import.meta.dirname, 'poll-server.ts'), [String(count)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  try {
    const [port]: unknown[] = await once(child, 'message', { signal: AbortSignal.timeout(startMsMax) });
    return await work({
      addresses: addressesOf(Number(port), count),
      advance: async () => void (await tell(child, 'advance')),
      count: async () => (await tell(child, 'count')) as Answered,
      setLatency: async (ms) => void (await tell(child, ms)),
    });
  } finally {
    child.kill();
    await exited;
  }
}

async function tell(child: ChildProcess, what: string | number): Promise<unknown> {
  const answer = once(child, 'message', { signal: AbortSignal.timeout(answerMsMax) });
  child.send(what);
  const [told]: unknown[] = await answer;
  return told;
}

/** All of 127.0.0.0/8 is this machine: each host has an address of its own there. */
function addressesOf(port: number, count: number): readonly string[] {
  const hosts = Math.ceil(count / feedsAHost);
  return Array.from({ length: count }, (_, feed) => {
    const host = 1 + (feed % hosts);
    return `http://127.1.${host >> 8}.${host & 255}:${port}/${feed}.xml`;
  });
}
