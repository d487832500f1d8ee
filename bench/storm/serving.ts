/** The feed server of a storm, as a benchmark sees it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { reap } from '../../tests/support/reaper.ts';
import type { StormItem } from './news.ts';

const answerMsMax = 60_000;

export interface ToServe {
  readonly outlets: number;
  readonly startsAt: number;
  readonly items: readonly Pick<StormItem, 'atMs' | 'outlet' | 'number' | 'title' | 'summary'>[];
}

export interface Served {
  /** By the number of the item: when it was first given to somebody. */
  readonly served: readonly (number | null)[];
  readonly requests: number;
}

export interface Newsstand {
  /** The feed of each outlet, at a host of its own. */
  addresses(outlets: number): readonly string[];
  /** From now on this is published. */
  publish(news: ToServe): Promise<void>;
  count(): Promise<Served>;
}

/** Gives `work` a feed server in a process of its own, which is ended whatever becomes of it. */
export async function withNewsstand<T>(work: (stand: Newsstand) => Promise<T>): Promise<T> {
  const path = join(import.meta.dirname, 'feeds.ts');
  const child = reap(fork(path, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
  const exited = once(child, 'exit');
  try {
    const [port]: unknown[] = await once(child, 'message', { signal: AbortSignal.timeout(answerMsMax) });
    return await work({
      addresses: (outlets) => Array.from({ length: outlets }, (_, outlet) => addressOf(outlet, Number(port))),
      publish: async (news) => void (await tell(child, news)),
      count: async () => (await tell(child, 'count')) as Served,
    });
  } finally {
    child.kill();
    await exited;
  }
}

/** All of 127.0.0.0/8 is this machine: each outlet has an address of its own there. */
const addressOf = (outlet: number, port: number): string =>
  `http://127.2.${(outlet + 1) >> 8}.${(outlet + 1) & 255}:${port}/${outlet}.xml`;

async function tell(child: ChildProcess, what: ToServe | 'count'): Promise<unknown> {
  const answer = once(child, 'message', { signal: AbortSignal.timeout(answerMsMax) });
  child.send(what);
  const [told]: unknown[] = await answer;
  return told;
}
