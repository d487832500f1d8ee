import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

const replayMax = 1000;
const guildsIntent = 1;

export interface GatewayOptions {
  readonly token: string;
  readonly botId: string;
  readonly applicationId: string;
  readonly guilds: readonly string[];
  readonly url: () => string;
  readonly heartbeatMs: number;
}
interface Session {
  readonly id: string;
  readonly sent: { readonly t: string; readonly s: number; readonly d: unknown }[];
  sequence: number;
  socket: WebSocket | null;
}
/** How the gateway treats who connects; what is left out it does as Discord does on a good day. */
export interface GatewayConduct {
  /** Says HELLO to who connects. */
  readonly greets: boolean;
  /** Acknowledges heartbeats. */
  readonly acknowledges: boolean;
  readonly onIdentify: GatewayAnswer;
  readonly onResume: GatewayAnswer;
  /** Names the bot's servers in READY, and shows them after it. */
  readonly showsServers: boolean;
}
/** `well`: as it must. `silent`: nothing comes. Else a close, at once or behind READY, or op 9. */
export type GatewayAnswer =
  | 'well'
  | 'silent'
  | { readonly close: number }
  | { readonly readyThenClose: number }
  | { readonly invalid: 'resumable' | 'lost' };

const goodConduct: GatewayConduct = {
  greets: true,
  acknowledges: true,
  onIdentify: 'well',
  onResume: 'well',
  showsServers: true,
};

export interface StandInGateway {
  /** From now on it behaves so; what is left out, well. */
  behave(conduct: Partial<GatewayConduct>): void;
  /** Sends the last event of this type once more to every session. */
  repeat(type: string): void;
  /** Sends an event to every session; one that is away gets it when it resumes. */
  dispatch(type: string, payload: unknown): void;
  /** Sends what no Discord should send, as it is. */
  sendRaw(payload: unknown): void;
  /** Op 7: asks for a reconnect. */
  askToReconnect(): void;
  /** Op 9. */
  invalidateSessions(resumable: boolean): void;
  /** Cuts every connection, without a word or with a close code. */
  drop(code?: number): void;
  readonly counts: GatewayCounts;
  connected(): number;
  /** Connections that were told READY or RESUMED, and stand. */
  ready(): number;
  close(): void;
}

interface GatewayCounts {
  connections: number;
  /** Each of these counts against a bot's sessions of the day. */
  identifies: number;
  resumes: number;
  /** Those that were tried, whatever the answer. */
  resumeTries: number;
  heartbeats: number;
  refusedIdentifies: number;
}

const incoming = z.object({ op: z.number(), d: z.unknown() });
const identify = z.object({ token: z.string(), intents: z.number() });
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number().nullable() });

/** Discord's gateway as far as a bot meets it: HELLO, IDENTIFY or RESUME, heartbeats, events. */
export function createGateway(server: Server, options: GatewayOptions): StandInGateway {
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  const counts: GatewayCounts = {
    connections: 0,
    identifies: 0,
    resumes: 0,
    resumeTries: 0,
    heartbeats: 0,
    refusedIdentifies: 0,
  };
  let sessionNumber = 0;
  let conduct = goodConduct;
  const ready = new WeakSet<WebSocket>();

  const send = (session: Session, t: string, d: unknown): void => {
    session.sequence += 1;
    session.sent.push({ t, s: session.sequence, d });
    session.sent.splice(0, session.sent.length - replayMax);
    session.socket?.send(JSON.stringify({ op: 0, t, s: session.sequence, d }));
  };
  const onIdentify = (socket: WebSocket, payload: unknown): void => {
    const read = identify.safeParse(payload);
    if (!read.success || read.data.token !== options.token || read.data.intents !== guildsIntent) {
      counts.refusedIdentifies += 1;
      socket.close(read.data?.token === options.token ? 4014 : 4004);
      return;
    }
    counts.identifies += 1;
    const answer = conduct.onIdentify;
    if (!isAnsweredWell(socket, answer)) return;
    sessionNumber += 1;
    const session: Session = { id: `session-${sessionNumber}`, sent: [], sequence: 0, socket };
    sessions.set(session.id, session);
    const guilds = conduct.showsServers ? options.guilds : [];
    ready.add(socket);
    send(session, 'READY', readyPayload({ ...options, guilds }, session.id));
    for (const guild of guilds) send(session, 'GUILD_CREATE', guildPayload(guild));
    if (typeof answer === 'object' && 'readyThenClose' in answer) socket.close(answer.readyThenClose);
  };
  const onResume = (socket: WebSocket, payload: unknown): void => {
    counts.resumeTries += 1;
    if (!isAnsweredWell(socket, conduct.onResume)) return;
    const read = resume.safeParse(payload);
    const session = read.success ? sessions.get(read.data.session_id) : undefined;
    if (!read.success || session === undefined) return void socket.send(JSON.stringify({ op: 9, d: false }));
    counts.resumes += 1;
    session.socket = socket;
    const seen = read.data.seq ?? 0;
    for (const event of session.sent.filter(({ s }) => s > seen)) socket.send(JSON.stringify({ op: 0, ...event }));
    ready.add(socket);
    send(session, 'RESUMED', {});
    const answer = conduct.onResume;
    if (typeof answer === 'object' && 'readyThenClose' in answer) socket.close(answer.readyThenClose);
  };

  sockets.on('connection', (socket) => {
    counts.connections += 1;
    if (conduct.greets) socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: options.heartbeatMs } }));
    socket.on('message', (raw) => {
      const { op, d } = incoming.parse(JSON.parse(String(raw)));
      if (op === 1) {
        counts.heartbeats += 1;
        if (conduct.acknowledges) socket.send(JSON.stringify({ op: 11, d: null }));
      }
      if (op === 2) onIdentify(socket, d);
      if (op === 6) onResume(socket, d);
    });
    socket.on('close', () => {
      for (const session of sessions.values()) if (session.socket === socket) session.socket = null;
    });
  });

  return {
    counts,
    behave: (changed) => {
      conduct = { ...goodConduct, ...changed };
    },
    repeat: (type) => {
      for (const session of sessions.values()) {
        const last = session.sent.findLast(({ t }) => t === type);
        if (last !== undefined) send(session, type, last.d);
      }
    },
    ready: () => [...sockets.clients].filter((socket) => socket.readyState === socket.OPEN && ready.has(socket)).length,
    connected: () => [...sessions.values()].filter(({ socket }) => socket !== null).length,
    dispatch: (type, payload) => {
      for (const session of sessions.values()) send(session, type, payload);
    },
    sendRaw: (payload) => {
      for (const socket of sockets.clients) socket.send(JSON.stringify(payload));
    },
    askToReconnect: () => {
      for (const socket of sockets.clients) socket.send(JSON.stringify({ op: 7, d: null }));
    },
    invalidateSessions: (resumable) => {
      if (!resumable) sessions.clear();
      for (const socket of sockets.clients) socket.send(JSON.stringify({ op: 9, d: resumable }));
    },
    drop: (code) => {
      for (const socket of sockets.clients) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

/** True where it goes on as on a good day; else the other answer is given here. */
function isAnsweredWell(socket: WebSocket, answer: GatewayAnswer): boolean {
  if (answer === 'well') return true;
  if (answer === 'silent') return false;
  if ('readyThenClose' in answer) return true;
  if ('close' in answer) socket.close(answer.close);
  else socket.send(JSON.stringify({ op: 9, d: answer.invalid === 'resumable' }));
  return false;
}

function readyPayload(options: GatewayOptions, session: string): object {
  return {
    v: 10,
    user: { id: options.botId, username: 'watchfloor', discriminator: '0', avatar: null, bot: true },
    guilds: options.guilds.map((id) => ({ id, unavailable: true })),
    session_id: session,
    resume_gateway_url: options.url(),
    shard: [0, 1],
    application: { id: options.applicationId, flags: 0 },
  };
}

function guildPayload(id: string): object {
  return {
    id,
    name: `server ${id}`,
    owner_id: '1',
    unavailable: false,
    member_count: 3,
    channels: [],
    threads: [],
    roles: [
      {
        id,
        name: '@everyone',
        permissions: '0',
        position: 0,
        color: 0,
        hoist: false,
        managed: false,
        mentionable: false,
      },
    ],
    members: [],
    emojis: [],
    stickers: [],
    features: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    joined_at: new Date(0).toISOString(),
    preferred_locale: 'en-US',
  };
}
