import { AsyncLocalStorage } from 'node:async_hooks';
import { DefaultRestOptions, type RESTOptions } from 'discord.js';

/** A request that nobody wanted any more when its turn came; it was not sent. */
export class UnwantedError extends Error {}

const questions = new AsyncLocalStorage<() => Promise<boolean>>();

/** Has a request asked for right before it goes out: discord.js lets it wait behind others, and for limits, before. */
export function askingFirst<T>(isWanted: (() => Promise<boolean>) | undefined, send: () => Promise<T>): Promise<T> {
  return isWanted === undefined ? send() : questions.run(isWanted, send);
}

/** What a client sends by: the last step before the wire, once a try. */
export const askThenSend: RESTOptions['makeRequest'] = async (url, init) => {
  const isWanted = questions.getStore();
  if (isWanted !== undefined && !(await isWanted())) throw new UnwantedError('nobody wants this request any more');
  return DefaultRestOptions.makeRequest(url, init);
};
