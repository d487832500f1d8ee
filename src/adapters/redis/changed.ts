import { isDeepStrictEqual } from 'node:util';
import type { Changed } from '../../ports.ts';
import { auditing, onlyOnce } from './audit.ts';
import type { Context } from './context.ts';
import { read, type Shape } from './records.ts';
import { apply, type Command, type Condition } from './transaction.ts';

/** Where entries of a kind are kept: a hash, and how each is read. */
interface Kept<T> {
  readonly key: string;
  readonly shape: Shape<T>;
}

/**
 * Puts an entry in the place of what was read. What is stored is compared as it is read, and the write with its bytes: an
 * older record lacks fields of today. `also` is written with it.
 */
export async function replaceEntry<T extends { readonly id: string }>(
  context: Context,
  { key, shape }: Kept<T>,
  { before, after, audit }: Changed<T>,
  also: readonly Command[] = [],
): Promise<'committed' | 'stale'> {
  const id = (after ?? before)?.id;
  if (id === undefined) throw new TypeError('a change of nothing into nothing');
  const raw = await context.redis.hget(key, id);
  if (!isDeepStrictEqual(read(context, shape, raw, `${key} ${id}`), before)) return 'stale';
  const unchanged: Condition = raw === null ? ['field-absent', key, id] : ['field-equals', key, id, raw];
  const command: Command = after === null ? ['HDEL', key, id] : ['HSET', key, id, JSON.stringify(after)];
  const once = onlyOnce(context.keys);
  const written = await apply(context.redis, {
    require: [once.condition, unchanged],
    steps: [{ commands: [once.command, command, ...also, ...auditing(context.keys, [audit])] }],
  });
  // The first condition fails only when this very write was done before and is sent again.
  return written.applied || written.failed === 0 ? 'committed' : 'stale';
}

/** All entries of a hash that can be read. */
export async function entriesOf<T extends object>(context: Context, { key, shape }: Kept<T>): Promise<readonly T[]> {
  const all = Object.entries(await context.redis.hgetall(key));
  return all.flatMap(([id, raw]) => read(context, shape, raw, `${key} ${id}`) ?? []);
}
