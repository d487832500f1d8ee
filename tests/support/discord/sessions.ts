/** Sessions of a bot at the gateway: begun, resumed, answered as planned. */
import type { WebSocket } from 'ws';
import { z } from 'zod';

const replayMax = 1000;
const guildsIntent = 1;

/** Whose gateway it is. */
export interface GatewayOptions {
  readonly token: string;
  readonly botId: string;
  readonly applicationId: string;
  readonly guilds: readonly string[];
  readonly url: () => string;
  readonly heartbeatMs: number;
}
/** What a bot resumes, whether its connection stands or not. */
export interface Session {
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

/** As Discord does on a good day. */
export const goodConduct: GatewayConduct = {
  greets: true,
  acknowledges: true,
  onIdentify: 'well',
  onResume: 'well',
  showsServers: true,
};

/** What was counted since it was opened. */
export interface GatewayCounts {
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

/** Who is connected, and the sessions that were begun. */
export class Sessions {
  readonly counts: GatewayCounts = {
    connections: 0,
    identifies: 0,
    resumes: 0,
    resumeTries: 0,
    heartbeats: 0,
    refusedIdentifies: 0,
  };
  /** Those that were told READY or RESUMED. */
  readonly ready = new WeakSet<WebSocket>();
  conduct = goodConduct;
  readonly #options: GatewayOptions;
  readonly #sessions = new Map<string, Session>();
  #begun = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  forget(): void {
    this.#sessions.clear();
  }

  repeat(type: string): void {
    for (const session of this.all()) {
      const last = session.sent.findLast(({ t }) => t === type);
      if (last !== undefined) sendTo(session, type, last.d);
    }
  }

  /** Somebody connects: says HELLO, and hears him from then on. */
  meet(socket: WebSocket): void {
    this.counts.connections += 1;
    const { heartbeatMs } = this.#options;
    if (this.conduct.greets) socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: heartbeatMs } }));
    socket.on('message', (raw) => {
      const { op, d } = incoming.parse(JSON.parse(String(raw)));
      if (op === 1) this.#beat(socket);
      if (op === 2) this.#identify(socket, d);
      if (op === 6) this.#resume(socket, d);
    });
    socket.on('close', () => {
      for (const session of this.all()) if (session.socket === socket) session.socket = null;
    });
  }

  #beat(socket: WebSocket): void {
    this.counts.heartbeats += 1;
    if (this.conduct.acknowledges) socket.send(JSON.stringify({ op: 11, d: null }));
  }

  #identify(socket: WebSocket, payload: unknown): void {
    const read = identify.safeParse(payload);
    const options = this.#options;
    if (!read.success || read.data.token !== options.token || read.data.intents !== guildsIntent) {
      this.counts.refusedIdentifies += 1;
      return void socket.close(read.data?.token === options.token ? 4014 : 4004);
    }
    this.counts.identifies += 1;
    const { onIdentify, showsServers } = this.conduct;
    if (!isAnsweredWell(socket, onIdentify)) return;
    this.#begun += 1;
    const session: Session = { id: `session-${this.#begun}`, sent: [], sequence: 0, socket };
    this.#sessions.set(session.id, session);
    const guilds = showsServers ? options.guilds : [];
    this.ready.add(socket);
    sendTo(session, 'READY', readyPayload({ ...options, guilds }, session.id));
    for (const guild of guilds) sendTo(session, 'GUILD_CREATE', guildPayload(guild));
    closeBehind(socket, onIdentify);
  }

  #resume(socket: WebSocket, payload: unknown): void {
    this.counts.resumeTries += 1;
    const { onResume } = this.conduct;
    if (!isAnsweredWell(socket, onResume)) return;
    const read = resume.safeParse(payload);
    const session = read.success ? this.#sessions.get(read.data.session_id) : undefined;
    if (!read.success || session === undefined) return void socket.send(JSON.stringify({ op: 9, d: false }));
    this.counts.resumes += 1;
    session.socket = socket;
    const seen = read.data.seq ?? 0;
    for (const event of session.sent.filter(({ s }) => s > seen)) socket.send(JSON.stringify({ op: 0, ...event }));
    this.ready.add(socket);
    sendTo(session, 'RESUMED', {});
    closeBehind(socket, onResume);
  }
}

/** Sends an event; one whose connection is gone gets it when it resumes. */
export function sendTo(session: Session, t: string, d: unknown): void {
  session.sequence += 1;
  session.sent.push({ t, s: session.sequence, d });
  session.sent.splice(0, session.sent.length - replayMax);
  session.socket?.send(JSON.stringify({ op: 0, t, s: session.sequence, d }));
}

/** READY or RESUMED is said, and then the connection closed. */
function closeBehind(socket: WebSocket, answer: GatewayAnswer): void {
  if (typeof answer === 'object' && 'readyThenClose' in answer) socket.close(answer.readyThenClose);
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
