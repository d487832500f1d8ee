/** A queue whose jobs run when a test says so. */
import type { JobHandler, Queue, QueueName } from '../../../src/ports.ts';

export interface HandQueue extends Queue {
  readonly waiting: { readonly queue: QueueName; readonly id: string; readonly place?: 'behind' }[];
  /** Runs jobs one after the other until none waits; `again` passes its delay on the clock, an exception is retried. */
  drain(handlers: Partial<Record<QueueName, JobHandler>>, passTime: (ms: number) => void): Promise<void>;
}

const roundsMax = 500;

export function handQueue(): HandQueue {
  const waiting: HandQueue['waiting'] = [];
  return {
    waiting,
    async add(queue, ids, place) {
      for (const id of ids)
        if (!waiting.some((job) => job.queue === queue && job.id === id))
          waiting.push({ queue, id, ...(place === undefined ? {} : { place }) });
    },
    isIdle: async () => waiting.length === 0,
    async drain(handlers, passTime) {
      for (let round = 0; waiting.length > 0; round += 1) {
        if (round >= roundsMax)
          throw new Error(`jobs still wait after ${roundsMax} rounds: ${JSON.stringify(waiting)}`);
        const next = waiting.findIndex(({ place }) => place === undefined);
        const [job] = waiting.splice(Math.max(0, next), 1);
        const handler = job && handlers[job.queue];
        if (!job || !handler) continue;
        const result = await handler(job.id).catch(() => ({ status: 'again' as const, delayMs: 1_000 }));
        if (result.status === 'done') continue;
        passTime(result.delayMs);
        waiting.push(job);
      }
    },
  };
}
