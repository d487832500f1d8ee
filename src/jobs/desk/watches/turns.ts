/** Each trial reads some megabytes and works on the thread that answers everybody: few at a time, few in line. */
const serversMax = 8;
const inLineMax = 4;

/** Lets one task of a server run after the other; null where too many wait, of this server or in all. */
export function oneEach(): <T>(server: string, task: () => Promise<T>) => Promise<T> | null {
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

/** Lets one task run after the other. */
export function inTurn(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  };
}
