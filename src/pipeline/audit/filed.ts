import { hash } from 'node:crypto';
import type { AuditEntry, Instant } from '../../model.ts';

/** What a configuration lists, by kind: each with its server where it has one. */
export type Listed = Readonly<Record<string, readonly { readonly id: string; readonly server?: string | null }[]>>;

/** By kind, server and id: a digest of all that the file says of it. */
type FiledDigests = Readonly<Record<string, string>>;

const digestLength = 16;
const namedMax = 20;
const separator = '\t';

/** What the files say of each entry, as short as it can be compared. */
export function filedDigests(listed: Listed): FiledDigests {
  return Object.fromEntries(
    Object.entries(listed).flatMap(([kind, entries]) =>
      entries.map((entry) => [
        [kind, entry.server ?? '', entry.id].join(separator),
        hash('sha256', JSON.stringify(entry)).slice(0, digestLength),
      ]),
    ),
  );
}

/** What somebody changed in the files since they were read last: an entry for each kind and server. */
export function fileChanges(before: FiledDigests, after: FiledDigests, at: Instant): readonly AuditEntry[] {
  const changes = [
    ...Object.entries(after).flatMap(([key, digest]) =>
      before[key] === digest ? [] : [{ key, how: before[key] === undefined ? 'added' : 'changed' }],
    ),
    ...Object.keys(before).flatMap((key) => (after[key] === undefined ? [{ key, how: 'removed' }] : [])),
  ];
  const byOwner = Map.groupBy(changes, ({ key }) => key.split(separator).slice(0, 2).join(separator));
  return [...byOwner].map(([owner, own]) => {
    const [kind = '', server = ''] = owner.split(separator);
    const told = [...Map.groupBy(own, ({ how }) => how)].map(
      ([how, those]) => `${how} ${named(those.map(({ key }) => key.split(separator)[2] ?? ''))}`,
    );
    const detail = told.join('; ');
    return {
      at,
      server: server === '' ? null : server,
      incident: null,
      who: null,
      action: `file-${kind}`,
      detail,
      from: 'file',
    };
  });
}

function named(ids: readonly string[]): string {
  const shown = ids.slice(0, namedMax).join(', ');
  return ids.length <= namedMax ? shown : `${shown} and ${ids.length - namedMax} more`;
}
