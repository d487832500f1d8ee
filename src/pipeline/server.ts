import type { Rota, Server } from '../model.ts';

/** A server of which nobody said anything. */
export function unsaidServer(id: string): Server {
  return {
    id,
    name: id,
    responderRoles: [],
    operators: false,
    operatorsChannel: null,
    language: 'en',
    timeZone: 'UTC',
    origin: 'command',
  };
}

/** The time zone of times of day that are meant on a server: its own, else that of its first rota, else UTC. */
export function zoneMeant(server: Server | null, rotas: readonly Pick<Rota, 'timeZone'>[]): string {
  const { timeZone: unsaid } = unsaidServer('');
  const own = server?.timeZone ?? unsaid;
  return own === unsaid ? (rotas[0]?.timeZone ?? unsaid) : own;
}

/** The fields of a server that a command may set. */
export type ServerField = 'name' | 'responderRoles' | 'operatorsChannel' | 'language' | 'timeZone';

/** Whether the file says something of a field; a value that stands where nothing is said counts as not said. */
export function isFiled(filed: Server | null, field: ServerField): boolean {
  if (filed === null) return false;
  const unsaid = unsaidServer(filed.id);
  return field === 'responderRoles' ? filed.responderRoles.length > 0 : filed[field] !== unsaid[field];
}

/**
 * A server of the file and of the store as one: what the file says holds, what it leaves out may be set by command, and
 * that a server is the operators' stands in the file alone. Null where neither has it.
 */
export function mergeServer(filed: Server | null, commanded: Server | null): Server | null {
  if (filed === null) return commanded === null ? null : { ...commanded, operators: false };
  if (commanded === null) return filed;
  return {
    ...filed,
    name: isFiled(filed, 'name') ? filed.name : commanded.name,
    responderRoles: isFiled(filed, 'responderRoles') ? filed.responderRoles : commanded.responderRoles,
    operatorsChannel: isFiled(filed, 'operatorsChannel') ? filed.operatorsChannel : commanded.operatorsChannel,
    language: isFiled(filed, 'language') ? filed.language : commanded.language,
    timeZone: isFiled(filed, 'timeZone') ? filed.timeZone : commanded.timeZone,
  };
}
