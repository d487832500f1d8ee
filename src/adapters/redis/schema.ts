import type { Redis } from 'ioredis';
import { keysUnder } from './keys.ts';

/** Counts changes of the stored form that an older program could not read. */
export const schemaVersion = 1;

/** What was stored is newer than this program. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/**
 * Writes the schema's version at the first open, and throws `SchemaError` where a newer program has written there. To be
 * called before anything else is done with the store.
 */
export async function agreeOnSchema(redis: Redis, prefix = 'wf:'): Promise<void> {
  const key = keysUnder(prefix).schema;
  await redis.set(key, schemaVersion, 'NX');
  const stored = await redis.get(key);
  const version = Number(stored);
  if (!Number.isInteger(version) || version < 1)
    throw new SchemaError(
      `${key} in Redis holds "${stored}", expected a schema version: is the prefix someone else's?`,
    );
  if (version > schemaVersion)
    throw new SchemaError(
      `the data in Redis under "${prefix}" has schema version ${version}, this program reads up to ${schemaVersion}: ` +
        'start the newer program, or give this one another prefix',
    );
}
