import type { Action } from '../../model.ts';

/** Discord: custom_id is 1–100 characters. */
const customIdLengthMax = 100;
const prefix = 'v1:inc:';
const actions: readonly Action[] = ['acknowledge', 'resolve', 'false-alarm', 'reopen'];

/** `v1:inc:<incident>:<action>`: all that a press needs, so that buttons outlive the process that posted them. */
export function buttonId(incident: string, action: Action): string | null {
  const id = `${prefix}${incident}:${action}`;
  return id.length <= customIdLengthMax ? id : null;
}

/** The opposite; null for ids of others or of a later version. An incident's id may hold colons, an action none. */
export function readButtonId(id: string): { readonly incident: string; readonly action: Action } | null {
  const split = id.lastIndexOf(':');
  const action = actions.find((known) => known === id.slice(split + 1));
  const incident = id.slice(prefix.length, split);
  if (!id.startsWith(prefix) || action === undefined || incident === '') return null;
  return { incident, action };
}
