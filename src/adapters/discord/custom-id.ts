import { type Action, actions } from '../../model.ts';

/** Discord: custom_id is 1–100 characters. */
const customIdLengthMax = 100;
const buttons: readonly CardButton[] = [...actions, 'why'];

/** What can be pressed below a card: everybody may ask why. */
export type CardButton = Action | 'why';

/** What a press, a choice or a form of ours asks for; all that it needs, so that it works after any restart. */
export type Named =
  | { readonly kind: 'incident'; readonly incident: string; readonly action: CardButton }
  /** Below a message in direct messages, that comes from no server. */
  | { readonly kind: 'direct'; readonly server: string; readonly incident: string; readonly action: Action }
  | { readonly kind: 'control' | 'form'; readonly does: string }
  /** A button of a test alert. */
  | { readonly kind: 'test' };

const prefixes = {
  incident: 'v1:inc:',
  direct: 'v1:dm:',
  control: 'v1:do:',
  form: 'v1:form:',
  test: 'v1:test:',
} as const;

/** `v1:inc:<incident>:<action>`; null where the incident's id is too long for one. */
export function incidentButtonId(incident: string, action: CardButton): string | null {
  return fitting(`${prefixes.incident}${incident}:${action}`);
}

/** `v1:dm:<server>:<incident>:<action>`; null where the ids are too long for one. */
export function directButtonId(server: string, incident: string, action: Action): string | null {
  return fitting(`${prefixes.direct}${server}:${incident}:${action}`);
}

/** `v1:do:<does>`, `v1:form:<does>`; null where `does` is empty or too long. */
export function controlId(kind: 'control' | 'form', does: string): string | null {
  return does === '' ? null : fitting(`${prefixes[kind]}${does}`);
}

/** A button that does nothing. */
export function testButtonId(action: string): string {
  return `${prefixes.test}${action}`;
}

/** The opposite; null for ids of others or of a later version. An incident's id may hold colons, an action none. */
export function readCustomId(id: string): Named | null {
  if (id.startsWith(prefixes.incident)) return readIncident(id.slice(prefixes.incident.length));
  if (id.startsWith(prefixes.direct)) return readDirect(id.slice(prefixes.direct.length));
  if (id.startsWith(prefixes.test)) return { kind: 'test' };
  for (const kind of ['control', 'form'] as const) {
    const does = id.slice(prefixes[kind].length);
    if (id.startsWith(prefixes[kind]) && does !== '') return { kind, does };
  }
  return null;
}

function readIncident(rest: string): Named | null {
  const split = rest.lastIndexOf(':');
  const action = buttons.find((known) => known === rest.slice(split + 1));
  const incident = rest.slice(0, Math.max(0, split));
  return action === undefined || incident === '' ? null : { kind: 'incident', incident, action };
}

function readDirect(rest: string): Named | null {
  const [, server = '', press = ''] = /^(\d{5,20}):(.+)$/u.exec(rest) ?? [];
  const read = readIncident(press);
  return read?.kind !== 'incident' || read.action === 'why'
    ? null
    : { kind: 'direct', server, incident: read.incident, action: read.action };
}

function fitting(id: string): string | null {
  return id.length <= customIdLengthMax ? id : null;
}
