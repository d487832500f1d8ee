import type { Redis } from 'ioredis';

export type AskingCommand = readonly [name: string, ...args: (string | number)[]];

type Reply = [error: Error | null, answer: unknown];

/** The answers in order; throws what Redis says of the first command that it refuses. */
export async function askAll(redis: Redis, commands: readonly AskingCommand[]): Promise<readonly unknown[]> {
  return answersIn(await repliesTo(redis, commands));
}

/** The same of keys that others may delete, or make anew, meanwhile: null for what was asked of one that is gone. */
export async function askChanging(redis: Redis, commands: readonly AskingCommand[]): Promise<readonly unknown[]> {
  const replies = await repliesTo(redis, commands);
  return answersIn(
    replies.map(([error, answer]) => (error !== null && isGone(error) ? [null, null] : [error, answer])),
  );
}

async function repliesTo(redis: Redis, commands: readonly AskingCommand[]): Promise<readonly Reply[]> {
  if (commands.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const [command, ...args] of commands) pipeline.callBuffer(command, ...args);
  return (await pipeline.exec()) ?? [];
}

function isGone({ message }: Error): boolean {
  return message.startsWith('WRONGTYPE') || message.startsWith('ERR no such key');
}

/** What a pipeline or a transaction was answered; throws the first refusal. */
export function answersIn(replies: readonly Reply[] | null): readonly unknown[] {
  return (replies ?? []).map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
}
