/** Discord's gateway, on the port of the stand-in. */
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type GatewayConduct,
  type GatewayCounts,
  type GatewayOptions,
  goodConduct,
  Sessions,
  sendTo,
} from './sessions.ts';

/** What a test does with it, and sees of it. */
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

/** Discord's gateway as far as a bot meets it: HELLO, IDENTIFY or RESUME, heartbeats, events. */
export function createGateway(server: Server, options: GatewayOptions): StandInGateway {
  const sockets = new WebSocketServer({ server });
  const bot = new Sessions(options);
  sockets.on('connection', (socket) => bot.meet(socket));
  const toEach = (payload: unknown) => {
    for (const socket of sockets.clients) socket.send(JSON.stringify(payload));
  };
  const isReady = (socket: WebSocket) => socket.readyState === socket.OPEN && bot.ready.has(socket);
  return {
    counts: bot.counts,
    behave: (changed) => {
      bot.conduct = { ...goodConduct, ...changed };
    },
    repeat: (type) => bot.repeat(type),
    ready: () => [...sockets.clients].filter(isReady).length,
    connected: () => bot.all().filter(({ socket }) => socket !== null).length,
    dispatch: (type, payload) => {
      for (const session of bot.all()) sendTo(session, type, payload);
    },
    sendRaw: toEach,
    askToReconnect: () => toEach({ op: 7, d: null }),
    invalidateSessions: (resumable) => {
      if (!resumable) bot.forget();
      toEach({ op: 9, d: resumable });
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
