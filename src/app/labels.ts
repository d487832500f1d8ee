/** What `npm run labels` does, beside a Watchfloor that runs or where none does. */
import { systemClock } from '../adapters/clock.ts';
import { openStore } from '../adapters/redis/store.ts';
import type { Config } from '../config/load.ts';
import type { AuditEntry, Label } from '../model.ts';
import { cleanLine } from '../pipeline/render/clean.ts';
import type { Log, Store } from '../ports.ts';
import type { Asked } from './labels/arguments.ts';
import { exportLabels } from './labels/export.ts';
import { nothingOpened } from './opened.ts';
import { openRedisBeside, prefixOf } from './redis.ts';

export { LabelsError, readArguments } from './labels/arguments.ts';

/** How it ended: `mend` what the person asked for cannot be done so. */
export type Ended = 'done' | 'mend';

interface Asking {
  readonly config: Config;
  readonly log: Log;
  /** Is given what to print, in order. */
  readonly say: (text: string) => void;
}

const labelsMax = 10_000;

/** Does what was asked; throws LabelsError where a folder cannot be written as asked. */
export async function runLabels(asked: Asked, { config, log, say }: Asking): Promise<Ended> {
  const opened = nothingOpened(log);
  try {
    const redis = await openRedisBeside(config, opened, log);
    const store = openStore(redis, { prefix: prefixOf(config.settings), log });
    switch (asked.what) {
      case 'export':
        return await exportLabels({ store, pack: config.pack, say }, await labelsIn(store, asked.isAll), asked.folder);
      case 'list':
        return await list(store, await labelsIn(store, asked.isAll), say);
      case 'revoke':
        return await revoke(store, asked.ids, say);
    }
  } finally {
    await opened.closeAll();
  }
}

/** Those that hold: of the operators' servers, or of all. */
async function labelsIn(store: Store, isAll: boolean): Promise<readonly Label[]> {
  const labels = await store.labels(labelsMax);
  return labels.filter(({ isTeaching, revokedAt }) => revokedAt === null && (isAll || isTeaching));
}

async function list(store: Store, labels: readonly Label[], say: Asking['say']): Promise<'done'> {
  const held = await store.heldBackBy(labels.map(({ id }) => id));
  for (const label of labels) {
    const { id, at, by, incident, examples, isTeaching } = label;
    const teaches = isTeaching ? `held back ${held.get(id)?.count ?? 0}` : 'teaches nothing';
    const told = examples.map(({ outlet }) => outlet).join(', ');
    const columns = [id, new Date(at).toISOString(), saidBy(label), incident, told, teaches, `by ${by.name}`];
    say(`${cleanLine(columns.join('  '))}\n`);
  }
  say(`${labels.length} labels hold.\n`);
  return 'done';
}

function saidBy({ says }: Label): string {
  return says.what === 'false-alarm' ? `false alarm: ${says.reason}` : `${says.what}: ${says.incident}`;
}

async function revoke(store: Store, ids: readonly string[], say: Asking['say']): Promise<Ended> {
  let ended: Ended = 'done';
  for (const id of ids) {
    const at = systemClock.now();
    const who = { id: 'terminal', name: 'terminal' };
    const entry: AuditEntry = {
      at,
      server: null,
      incident: null,
      who,
      action: 'lesson-revoke',
      detail: id,
      from: 'terminal',
    };
    const isRevoked = await store.revokeLabel(id, at, entry);
    say(isRevoked ? `${id} is taken back\n` : `${cleanLine(id)}: there is no such label that holds; list shows them\n`);
    if (!isRevoked) ended = 'mend';
  }
  return ended;
}
