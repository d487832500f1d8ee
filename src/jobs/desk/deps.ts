import type { AuditEntry, Pack, Server, Severity } from '../../model.ts';
import type { CompiledPack } from '../../pipeline/extract.ts';
import { cut } from '../../pipeline/render/clean.ts';
import type { Filed } from '../../pipeline/roster.ts';
import type { ScheduleLimits } from '../../pipeline/schedule/limits.ts';
import { withoutQueries } from '../../pipeline/schedule/moves.ts';
import { zoneMeant } from '../../pipeline/server.ts';
import { rightsSpeech } from '../../pipeline/speech/rights.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Clock, DeskReply, DeskRequest, Log, Painter, Premises, Queue, Roster, Store } from '../../ports.ts';
import type { Audience } from '../audience.ts';
import { isOnRota, type OnCall, onCallOf } from '../on-call.ts';
import type { ScoutDeps } from '../roster/scout.ts';
import { serverOf } from '../servers.ts';
import type { OnCallText } from './rotas/text.ts';
import type { inTurn } from './turns.ts';

export interface DeskDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, 'add' | 'isIdle'>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  readonly painter: Pick<Painter, 'paint'>;
  readonly pack: Pack;
  readonly compiled: CompiledPack;
  readonly roster: Roster;
  /** What feeds are looked for and added with; `filed` are those of the configuration. */
  readonly feeds: Pick<ScoutDeps, 'reader' | 'parse'> & { readonly filed: Filed };
  readonly schedule: ScheduleLimits;
  /** Those of the configuration: read-only here. */
  readonly filedServers: readonly Server[];
  /** Rotas and policies of the configuration: read-only here. */
  readonly filedOnCall: Pick<OnCall, 'rotas' | 'policies'>;
  /** Reads and writes rotas and policies as the configuration's files have them. */
  readonly onCallText: OnCallText;
  /** Other systems that policies may call, each on its own server. */
  readonly webhooks: readonly { readonly id: string; readonly server: string }[];
  /** What the bot finds out of servers; null where there is no messenger that has any. */
  readonly premises: Premises | null;
  /** Watches and subscriptions of the configuration: read-only here. */
  readonly filed: Audience;
  /** The watch that `/subscribe` takes when none is named; null: the first of the configuration that is for all. */
  readonly defaultWatch: string | null;
  /** From which severity on a channel that subscribes by command is told and pinged, unless it says otherwise. */
  readonly severityFloor: Severity;
  readonly pingFloor: Severity;
  /** Subscriptions are counted and saved one after the other: two at once would both find room for one. */
  readonly subscribing: ReturnType<typeof inTurn>;
}
/** What a desk is made from. */
export type DeskGiven = Omit<DeskDeps, 'subscribing'>;

/** A reply that did what was asked. */
export const done = (text: string): DeskReply => ({ ok: true, text: bounded(text) });
/** A reply that did not, and says why. */
export const refused = (text: string): DeskReply => ({ ok: false, text: bounded(text) });

const askedLengthMax = 200;
const replyLengthMax = 1_800; // Discord: 2000, and escaping makes it longer
const bounded = (text: string): string => cut(text, replyLengthMax);

/** What the audit log keeps of a change by command. */
export function entryOf(
  { clock }: Pick<DeskDeps, 'clock'>,
  { server, who, channel }: Pick<DeskRequest, 'server' | 'who' | 'channel'>,
  action: string,
  detail: string,
): AuditEntry {
  return { at: clock.now(), server, incident: null, who, action, detail, from: `channel ${channel}` };
}

/** The server of the asker, as the configuration and commands set it up; null where nobody did. */
export function serverHere(
  deps: Pick<DeskDeps, 'filedServers' | 'store'>,
  { server }: Pick<DeskRequest, 'server'>,
): Promise<Server | null> {
  return serverOf(deps, server);
}

/** The time zone of a time of day that is typed on the asker's server. */
export async function zoneHere(deps: DeskDeps, request: Pick<DeskRequest, 'server'>): Promise<string> {
  const [server, { rotas }] = await Promise.all([serverHere(deps, request), onCallOf(deps, request.server)]);
  return zoneMeant(server, rotas);
}

type RightsDeps = Pick<DeskDeps, 'filedServers' | 'store' | 'clock'>;

/**
 * Why somebody may not act on alerts here; null when they may: responders, and whoever is on a rota of the server. A
 * refusal is put down in the audit log, with what was `asked` in a few words.
 */
export async function whyNotAllowed(
  deps: RightsDeps & Pick<DeskDeps, 'filedOnCall'>,
  request: DeskRequest,
  asked: string,
): Promise<string | null> {
  const isCalled = await isOnRota(deps, request.server, request.who.id);
  return isCalled ? null : whyNoResponder(deps, request, asked);
}

/**
 * As `whyNotAllowed`, for what is not for everybody who is on call. Responder roles decide; a server without any lets in
 * whoever may manage messages.
 */
export async function whyNoResponder(deps: RightsDeps, request: DeskRequest, asked: string): Promise<string | null> {
  const roles = (await serverHere(deps, request))?.responderRoles ?? [];
  const { respondersOnly, managersOfMessagesOnly } = inLanguage(rightsSpeech, request.language);
  if (isAmong(roles, request)) return null;
  return noteRefusal(deps, request, asked, roles.length === 0 ? managersOfMessagesOnly : respondersOnly);
}

/** Whether somebody may change what is told where, for what is shown to those alone. */
export async function mayConfigure(
  deps: Pick<DeskDeps, 'filedServers' | 'store'>,
  request: DeskRequest,
): Promise<boolean> {
  return request.mayManageServer || isAmong((await serverHere(deps, request))?.responderRoles ?? [], request);
}

function isAmong(responderRoles: readonly string[], { roles, mayManage }: DeskRequest): boolean {
  return responderRoles.length === 0 ? mayManage : responderRoles.some((role) => roles.includes(role));
}

/** The same for what is told where and by which words: whoever manages the server may configure it, responder or not. */
export async function whyNotConfiguring(deps: RightsDeps, request: DeskRequest, asked: string): Promise<string | null> {
  return request.mayManageServer ? null : whyNoResponder(deps, request, asked);
}

/** The same for what sets the server itself up. */
export async function whyNotManaging(deps: RightsDeps, request: DeskRequest, asked: string): Promise<string | null> {
  const { managersOfServerOnly } = inLanguage(rightsSpeech, request.language);
  return request.mayManageServer ? null : noteRefusal(deps, request, asked, managersOfServerOnly);
}

/** Puts a refusal down in the audit log, and gives the sentence that is said. */
export async function noteRefusal(deps: RightsDeps, request: DeskRequest, asked: string, why: string): Promise<string> {
  const detail = `channel ${request.channel}: ${withoutQueries(asked).slice(0, askedLengthMax)}`;
  await deps.store.record(entryOf(deps, request, 'refused', detail));
  return why;
}
