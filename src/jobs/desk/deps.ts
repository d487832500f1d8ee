import type { Pack, Server, Severity } from '../../model.ts';
import type { CompiledPack } from '../../pipeline/extract.ts';
import type { Filed } from '../../pipeline/roster.ts';
import type { ScheduleLimits } from '../../pipeline/schedule/limits.ts';
import type { Clock, DeskReply, DeskRequest, Log, Premises, Queue, Roster, Store } from '../../ports.ts';
import type { Audience } from '../audience.ts';
import type { ScoutDeps } from '../roster/scout.ts';

export interface DeskDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, 'add' | 'isIdle'>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  readonly pack: Pack;
  readonly compiled: CompiledPack;
  readonly roster: Roster;
  /** What feeds are looked for and added with; `filed` are those of the configuration. */
  readonly feeds: Pick<ScoutDeps, 'reader' | 'parse'> & { readonly filed: Filed };
  readonly schedule: ScheduleLimits;
  /** Those of the configuration: read-only here. */
  readonly filedServers: readonly Server[];
  /** What the bot finds out of servers; null where there is no messenger that has any. */
  readonly premises: Premises | null;
  /** Watches and subscriptions of the configuration: read-only here. */
  readonly filed: Audience;
  /** The watch that `/subscribe` takes when none is named; null: the first of the configuration that is for all. */
  readonly defaultWatch: string | null;
  /** From which severity on a channel that subscribes by command is told and pinged, unless it says otherwise. */
  readonly severityFloor: Severity;
  readonly pingFloor: Severity;
}

/** A reply that did what was asked. */
export const done = (text: string): DeskReply => ({ ok: true, text: bounded(text) });
/** A reply that did not, and says why. */
export const refused = (text: string): DeskReply => ({ ok: false, text: bounded(text) });

const replyLengthMax = 1_800; // Discord: 2000, and escaping makes it longer
const bounded = (text: string): string =>
  text.length <= replyLengthMax ? text : `${text.slice(0, replyLengthMax).replace(/[\ud800-\udbff]$/, '')}…`;

/** The server of the asker, as the configuration or a command set it up; null where nobody did. */
export async function serverHere(
  { filedServers, store }: Pick<DeskDeps, 'filedServers' | 'store'>,
  { server }: Pick<DeskRequest, 'server'>,
): Promise<Server | null> {
  const isIt = ({ id }: Server) => id === server;
  return filedServers.find(isIt) ?? (await store.servers()).find(isIt) ?? null;
}

/**
 * Why somebody may not act here; null when they may. Responder roles decide; a server without any lets in whoever may
 * manage messages.
 */
export async function whyNotAllowed(
  deps: Pick<DeskDeps, 'filedServers' | 'store'>,
  request: DeskRequest,
): Promise<string | null> {
  const roles = (await serverHere(deps, request))?.responderRoles ?? [];
  if (roles.length === 0)
    return request.mayManage ? null : 'Only those who may manage messages here can do this: no responder role is set.';
  return roles.some((role) => request.roles.includes(role)) ? null : 'Only responders can do this.';
}
