import type { FetchRequest } from '../../ports.ts';

/**
 * The headers by which an address is asked conditionally (RFC 9110, 13.1): none where another address gave the validators.
 * A server may use the same ones for something else, and would say 304 of what we never read.
 */
export function conditionsFor(request: FetchRequest, asked: URL): Readonly<Record<string, string>> {
  const { url, validatorsFrom = url, etag, lastModified } = request;
  if (URL.parse(validatorsFrom)?.href !== asked.href) return {};
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

/** Whether an address is asked conditionally, so that 304 is an answer. */
export function isConditional(request: FetchRequest, asked: URL): boolean {
  return Object.keys(conditionsFor(request, asked)).length > 0;
}
