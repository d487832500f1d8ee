/** How every process speaks to Redis; the queues duplicate the client for connections of their own. */
import { Redis, SentinelConnector } from 'ioredis';
import { giveUpHalfOpen } from '../adapters/redis-half-open.ts';
import { parseRedisAddress } from '../config/redis-address.ts';
import type { RedisTls } from '../config/redis-tls.ts';

const reconnectDelayMsStep = 50;
const reconnectDelayMsMax = 1_000;
/** How often a Redis that loads its data is asked whether it has: the library would believe its guess of up to 10 s. */
const loadingCheckMs = 500;
/**
 * A connection that owes an answer for so long is given up and opened anew, whether Redis answers elsewhere or not. What is
 * sent again is idempotent. No command may wait longer: see `blockMsMax` of the queues.
 */
const silenceMsMax = 5_000;
/** A machine that vanished takes no connection. The sentinels name another meanwhile, and are asked again only then. */
const connectMsMax = 2_000;
/** Who went without a word says no good-bye either. */
const goodbyeMsMax = 100;

const options = {
  // Commands wait for Redis as long as it is away; jobs that wait are taken up by nobody else meanwhile.
  maxRetriesPerRequest: null,
  disableClientInfo: true, // a user with few rights may not say what library he uses
  retryStrategy: (times: number) => Math.min(times * reconnectDelayMsStep, reconnectDelayMsMax),
  maxLoadingRetryTime: loadingCheckMs,
  connectTimeout: connectMsMax,
  socketTimeout: silenceMsMax,
  disconnectTimeout: goodbyeMsMax,
  // After a fail-over the same name may lead elsewhere. The command is not sent again: whoever gave it pauses.
  reconnectOnError: ({ message }: Error) => /^(?:ERR Error .* -)?READONLY\b/.test(message),
};

/**
 * A client that never gives a command up, of the server at the address or of the one that its sentinels name. Others see its
 * name, where it has one.
 */
export function redisClient(address: string, tls: RedisTls | null, connectionName?: string): Redis {
  const client = clientAt(address, tls, connectionName);
  giveUpHalfOpen(client);
  return client;
}

function clientAt(address: string, tls: RedisTls | null, connectionName: string | undefined): Redis {
  const named = connectionName === undefined ? options : { ...options, connectionName };
  // A socket of our own server is none of TLS, whatever the configuration says of another.
  const secured = tls === null || !/^rediss/i.test(address) ? named : { ...named, tls };
  const found = parseRedisAddress(address);
  if (found?.kind !== 'sentinels') return new Redis(found?.address ?? address, secured);
  const { sentinels, name, username, password, db } = found;
  const login = { ...(username === null ? {} : { username }), ...(password === null ? {} : { password }) };
  const asked = { sentinels: [...sentinels], name, db, failoverDetector: true, Connector: RenewedSentinelConnector };
  return new Redis({ ...secured, ...login, ...asked });
}

/** Listens no more, while it asks where to go, for a fail-over of what it left: the library would end the client for it. */
class RenewedSentinelConnector extends SentinelConnector {
  /** The options of the client, with the defaults of the library, which names no type for them. */
  constructor(options: unknown) {
    super(Object.assign({}, options));
  }

  override connect(tell: Parameters<SentinelConnector['connect']>[0]) {
    this.disconnect();
    return super.connect(tell);
  }
}
