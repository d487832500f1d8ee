import { type Action, actions } from '../../../model.ts';

/** What a control below an answer on an alert does: `alert:<action>:<argument>:<incident>`. */
export function doesOf(action: Action, argument: string, incident: string): string {
  return `alert:${action}:${argument}:${incident}`;
}

/** The opposite; null for what is none of ours. An incident's id may hold colons, an argument none. */
export function readDoes(
  does: string,
): { readonly action: Action; readonly argument: string; readonly incident: string } | null {
  const [area, verb, argument = '', ...rest] = does.split(':');
  const action = actions.find((known) => known === verb);
  const incident = rest.join(':');
  return area !== 'alert' || action === undefined || incident === '' ? null : { action, argument, incident };
}
