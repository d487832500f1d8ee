/** A machine's way to Redis: commands are read as they pass, so that a fault strikes at a named step without any hook. */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { partsOf, valuesOf } from './resp.ts';

/** A command on its way: `parts` are its name and arguments, bytes read as Latin-1. */
export interface WireCommand {
  readonly name: string;
  readonly parts: readonly string[];
}

/** A step of the program, as it is seen on the wire. */
export interface Point {
  readonly name: string;
  /** `before`: Redis has not seen it yet; `after`: it was done, and the machine has not heard of it yet. */
  readonly when: 'before' | 'after';
  readonly matches: (command: WireCommand) => boolean;
}

/** What becomes of the command, or of its reply: it goes on, the connection is cut, or cut in the middle of the reply. */
export type Fate = 'go-on' | 'cut' | 'cut-in-reply';

export interface Armed {
  /** How often it struck so far. */
  readonly struck: number;
  /** The first time it strikes. */
  readonly first: Promise<WireCommand>;
  disarm(): void;
}

export interface Wire {
  readonly url: string;
  /** Connections that stand. */
  readonly connections: number;
  /** Commands that passed so far. */
  readonly commands: number;
  /** Does the deed whenever the point is met, `times` often; the connection waits while it goes on. */
  arm(point: Point, deed: (command: WireCommand) => Fate | Promise<Fate>, times?: number): Armed;
  /** Cuts every connection; new ones are let in. */
  cut(): void;
  /** Nothing passes in either direction and nobody is told: a cable that was pulled. `flow` lets go what was kept. */
  stall(): void;
  flow(): void;
  /** Nothing passes any more on the connections that stand, for good and without a word; new ones work. */
  strand(): void;
  /** Whether new connections are refused. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

interface Trap extends Point {
  readonly deed: (command: WireCommand) => Fate | Promise<Fate>;
  readonly strike: (command: WireCommand) => void;
  left: number;
}

interface Line {
  readonly client: Socket;
  readonly server: Socket;
  isStranded: boolean;
}

const pushes = '>'.charCodeAt(0);

/** Opens a way to the Redis on a port of this machine. */
export async function openWire(redisPort: number): Promise<Wire> {
  const lines = new Set<Line>();
  const traps = new Set<Trap>();
  const counts = { commands: 0 };
  let isRefusing = false;
  let stalled: PromiseWithResolvers<void> | null = null;
  const passing = () => stalled?.promise;
  const server = createServer((client) => {
    if (isRefusing) return void client.resetAndDestroy();
    const line = { client, server: connect(redisPort, '127.0.0.1'), isStranded: false };
    lines.add(line);
    for (const end of [line.client, line.server]) {
      end.setNoDelay(true);
      end.on('error', () => undefined);
      end.on('close', () => {
        lines.delete(line);
        cut(line);
      });
    }
    carry(line, { traps, counts, passing });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a wire has no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    get connections() {
      return lines.size;
    },
    get commands() {
      return counts.commands;
    },
    arm: (point, deed, times = 1) => armed(traps, point, deed, times),
    cut: () => [...lines].forEach(cut),
    stall() {
      stalled ??= Promise.withResolvers();
    },
    flow() {
      stalled?.resolve();
      stalled = null;
    },
    strand() {
      for (const line of lines) line.isStranded = true;
    },
    refuse(refuses) {
      isRefusing = refuses;
    },
    async close() {
      stalled?.resolve();
      server.close();
      [...lines].forEach(cut);
      await once(server, 'close');
    },
  };
}

function armed(traps: Set<Trap>, point: Point, deed: Trap['deed'], times: number): Armed {
  const first = Promise.withResolvers<WireCommand>();
  let struck = 0;
  const strike = (command: WireCommand) => {
    struck += 1;
    first.resolve(command);
  };
  const trap: Trap = { ...point, deed, strike, left: times };
  traps.add(trap);
  return {
    get struck() {
      return struck;
    },
    first: first.promise,
    disarm: () => void traps.delete(trap),
  };
}

function cut({ client, server }: Line): void {
  if (!client.destroyed) client.resetAndDestroy();
  if (!server.destroyed) server.resetAndDestroy();
}

interface Passing {
  readonly traps: Set<Trap>;
  readonly counts: { commands: number };
  readonly passing: () => Promise<void> | undefined;
}

/** Carries commands one way and replies the other, each in its order. */
function carry(line: Line, { traps, counts, passing }: Passing): void {
  const asked: (WireCommand | null)[] = [];
  const commands = inOrder(line, async (bytes) => {
    await passing();
    counts.commands += 1;
    const command = traps.size === 0 ? null : commandOf(bytes);
    const fate = command === null ? 'go-on' : await meet(traps, 'before', command);
    if (fate !== 'go-on') return cut(line);
    asked.push(command);
    line.server.write(bytes);
  });
  const replies = inOrder(line, async (bytes) => {
    await passing();
    const command = bytes[0] === pushes ? null : (asked.shift() ?? null);
    const fate = command === null ? 'go-on' : await meet(traps, 'after', command);
    if (fate === 'cut') return cut(line);
    if (fate === 'go-on') return void line.client.write(bytes);
    line.isStranded = true; // whatever Redis said after it must not follow the half
    line.client.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => cut(line));
  });
  line.client.on('data', valuesOf(commands));
  line.server.on('data', valuesOf(replies));
}

function inOrder(line: Line, pass: (bytes: Buffer) => Promise<void>): (bytes: Buffer) => void {
  let last: Promise<void> = Promise.resolve();
  return (bytes) => {
    const isGone = () => line.isStranded || line.client.destroyed || line.server.destroyed;
    last = last.then(() => (isGone() ? undefined : pass(bytes)));
  };
}

function commandOf(bytes: Buffer): WireCommand {
  const parts = partsOf(bytes);
  return { name: (parts[0] ?? '').toUpperCase(), parts };
}

async function meet(traps: Set<Trap>, when: Point['when'], command: WireCommand): Promise<Fate> {
  for (const trap of traps) {
    if (trap.when !== when || !trap.matches(command)) continue;
    trap.left -= 1;
    if (trap.left <= 0) traps.delete(trap);
    trap.strike(command);
    return trap.deed(command);
  }
  return 'go-on';
}
