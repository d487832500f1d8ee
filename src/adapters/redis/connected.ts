import type { Redis } from 'ioredis';

/** By what a connection is known to others, which see no more of it. */
export function connectionName(prefix: string): string {
  return `${prefix}running`;
}

/** How many connections of running programs there are to what stands under a prefix. Throws where Redis does not tell. */
export async function connectedPrograms(redis: Redis, prefix: string): Promise<number> {
  const own = fieldsOf(String(await redis.call('CLIENT', 'INFO')));
  const all = String(await redis.call('CLIENT', 'LIST'))
    .split('\n')
    .map(fieldsOf);
  const name = connectionName(prefix);
  return all.filter((each) => each.get('name') === name && each.get('db') === own.get('db')).length;
}

function fieldsOf(line: string): ReadonlyMap<string, string> {
  return new Map(
    line
      .trim()
      .split(' ')
      .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  );
}
