import { hash } from 'node:crypto';

/** What stands for an entry's text in its hash. */
export function digestOf(text: string): string {
  return hash('sha256', text);
}
