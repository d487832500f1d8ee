/** Seconds from the start of the program to its first poll, and from Ctrl-C to its end; the second time on what is there. */
import { createServer } from 'node:http';
import { until } from '../tests/support/until.ts';
import { startProgram, writeConfig } from './program.ts';
import { feedsAt, inFolder, type Measured, rounded } from './support.ts';

const feedsCount = 40;
const pollMsMax = 60_000;
const emptyFeed = '<?xml version="1.0"?><rss version="2.0"><channel><title>Empty</title></channel></rss>';

export function start(): Promise<Measured> {
  return inFolder((folder) =>
    withCountingServer(async (origin, requests) => {
      const addresses = Array.from({ length: feedsCount }, (_, feed) => `${origin}/${feed}.xml`);
      await writeConfig(folder, feedsAt(addresses, 1));
      const first = await startAndStop(folder, requests);
      const again = await startAndStop(folder, requests);
      const each = { toFirstPollSecondsMax: 5, toExitSecondsMax: 5, exitCode: 0 };
      const secondly = Object.entries(each).map(([name, aim]) => [`again.${name}`, aim] as const);
      const target = { ...each, ...Object.fromEntries(secondly) };
      return { figures: { ...first, again }, target };
    }),
  );
}

async function startAndStop(folder: string, requests: () => number) {
  const before = requests();
  const program = startProgram(folder);
  try {
    await until('the first poll', () => requests() > before, pollMsMax);
    const toFirstPollSeconds = rounded((performance.now() - program.startedAt) / 1000);
    const { seconds, exitCode } = await program.interrupt();
    return { toFirstPollSeconds, toExitSeconds: rounded(seconds), exitCode };
  } finally {
    await program.interrupt();
  }
}

async function withCountingServer<T>(work: (origin: string, requests: () => number) => Promise<T>): Promise<T> {
  let count = 0;
  const server = createServer((_request, response) => {
    count += 1;
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(emptyFeed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await work(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, () => count);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
