import type { BackupRecord, StoredPart } from '../../pipeline/backup.ts';

export type RestoringCommand = readonly [name: string, ...args: (string | number | Buffer)[]];

/** The commands that put a record under a prefix, in the place of what its key held where it begins the key anew. */
export function commandsFor(record: BackupRecord, prefix: string): readonly RestoringCommand[] {
  const key = `${prefix}${record.key}`;
  if (record.kind === 'gone') return [['DEL', key]];
  const { part, expiresAt } = record;
  return [
    ...(part === 0 ? [['DEL', key] as const] : []),
    ...writing(key, record),
    ...(expiresAt === null ? [] : [['PEXPIREAT', key, expiresAt] as const]),
  ];
}

function writing(key: string, { type, part, values, lastId }: StoredPart): readonly RestoringCommand[] {
  switch (type) {
    case 'string':
      return [['SET', key, values[0] ?? '']];
    case 'hash':
      return [['HSET', key, ...values]];
    case 'set':
      return [['SADD', key, ...values]];
    case 'zset':
      return [['ZADD', key, ...values]];
    case 'stream':
      return [...adding(key, values), ...(lastId === undefined ? [] : ending(key, { lastId, isEmpty: part === 0 }))];
  }
}

/** Each entry is its id, the number of its texts, and these. */
function adding(key: string, values: readonly Buffer[]): readonly RestoringCommand[] {
  const commands: RestoringCommand[] = [];
  let at = 0;
  while (at < values.length) {
    const count = Number(values[at + 1]);
    commands.push(['XADD', key, values[at] ?? '*', ...values.slice(at + 2, at + 2 + count)]);
    at += 2 + count;
  }
  return commands;
}

/** A stream goes on behind the last id it ever had, also where that entry, or every one, was dropped. */
function ending(
  key: string,
  { lastId, isEmpty }: { readonly lastId: string; readonly isEmpty: boolean },
): readonly RestoringCommand[] {
  if (!isEmpty) return [['XSETID', key, lastId]];
  return [
    ['XADD', key, lastId, 'last', ''],
    ['XDEL', key, lastId],
  ];
}
