/** The entry of the thread that reads feed documents: a task in, a feed out, in order. */
import { parentPort } from 'node:worker_threads';
import { parseFeed } from '../../pipeline/parse.ts';
import type { Task } from './worker.ts';

const port = parentPort;
if (port === null) throw new Error('thread.ts was run as a process, expected a worker thread');
port.on('message', async ({ body, hints }: Task) => port.postMessage(await parseFeed(body, hints)));
port.postMessage('ready');
