import type { Letter } from '../../model.ts';
import { letterJobId } from '../deliver/letter-job.ts';
import type { DeskDeps } from './deps.ts';

/** Has a letter sent, once for its id; the sweep brings back one whose job is lost. */
export async function sendLetter(
  { store, queue, realClock }: Pick<DeskDeps, 'store' | 'queue' | 'realClock'>,
  letter: Omit<Letter, 'createdAt'>,
): Promise<void> {
  if (!(await store.saveLetter({ ...letter, createdAt: realClock.now() }))) return;
  await queue.add('deliver', [letterJobId(letter.id)]);
}
