/** How many servers may stand in line, and how many tasks of each. */
interface Line {
  readonly serversMax: number;
  readonly inLineMax: number;
}

/** Takes a task of a server; null where too many wait, of this server or in all. */
export type Turns = <T>(server: string, task: () => Promise<T>) => Promise<T> | null;

/** Lets one task of a server run after the other. */
export function oneEach({ serversMax, inLineMax }: Line): Turns {
  const lines = new Map<string, { count: number; readonly take: ReturnType<typeof inTurn> }>();
  return (server, task) => {
    const line = lines.get(server) ?? { count: 0, take: inTurn() };
    if (line.count >= inLineMax || (line.count === 0 && lines.size >= serversMax)) return null;
    line.count += 1;
    lines.set(server, line);
    return line.take(task).finally(() => {
      line.count -= 1;
      if (line.count === 0) lines.delete(server);
    });
  };
}

/** Lets one task of all run after the other, of each server one and then of the next: who asks much waits longest. */
export function oneOfAll(limits: Line): Turns {
  const [ofServer, ofAll] = [oneEach(limits), inTurn()];
  return (server, task) => ofServer(server, () => ofAll(task));
}

/** Lets one task run after the other. */
export function inTurn(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  };
}
