import { lookup } from 'node:dns';
import { buildConnector } from 'undici';
import { checkedLookup } from './addresses.ts';

export interface ConnectorOptions {
  /** For a name, a connection and its TLS. */
  readonly connectTimeoutMs: number;
  readonly allowPrivateNetworks: boolean;
}

const tlsSessionsMax = 1_000; // Of all hosts together; to take one up again costs less than to agree on a new one.

/**
 * Opens the connections of the reader: to addresses that were looked at, and to those alone. An address that is written
 * in the URL is looked at before (`refusalOf`), one that a name leads to is looked at here.
 */
export function connectorOf(options: ConnectorOptions, resolve: typeof lookup = lookup): buildConnector.connector {
  return buildConnector({
    timeout: options.connectTimeoutMs,
    maxCachedSessions: tlsSessionsMax,
    ...(options.allowPrivateNetworks ? {} : { lookup: checkedLookup(resolve) }),
  });
}
