import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Which addresses may be fetched from. A feed's host, and every host that it redirects to, is written by others: it must
 * not lead into the network this program runs in.
 */

/** Thrown inside a connection attempt; told apart from network errors by its class. */
export class RefusedAddress extends Error {}

export interface AddressRules {
  /** The ports that are fetched from. */
  readonly portsAllowed: readonly number[];
  /** Opens loopback, private addresses and every port; for tests alone. */
  readonly allowPrivateNetworks: boolean;
}

const schemePorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Why an address must not be fetched, in a sentence; null when nothing is wrong with it so far. */
export function refusalOf(url: URL, rules: AddressRules): string | null {
  const schemePort = schemePorts[url.protocol];
  if (schemePort === undefined) return `the scheme ${url.protocol.slice(0, 20)} is not allowed, expected http or https`;
  if (url.username !== '' || url.password !== '') return 'it carries a user name or password';
  if (rules.allowPrivateNetworks) return null;
  const port = url.port === '' ? schemePort : Number(url.port);
  if (!rules.portsAllowed.includes(port))
    return `port ${port} is not allowed, expected ${rules.portsAllowed.join(', ')}`;
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIP(host) !== 0) return isPublic(host) ? null : `${host} is not a public address`;
  return /(?:^|\.)localhost$/.test(host) ? 'its name is that of this computer' : null; // RFC 6761
}

/** Whether an IP address is one of the public internet, also where IPv6 wraps an IPv4 address. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address); // Unwraps IPv4-mapped IPv6.
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast' && !isReserved(parsed.toString());
  const range = parsed.range();
  const embedded = embeddedIpv4(parsed.toByteArray(), range);
  return embedded === null ? range === 'unicast' && isGlobal(parsed.toByteArray()) : isPublic(embedded);
}

/** Metadata services and test ranges that the library counts as unicast. */
const reservedIpv4 = ['192.0.0.0/24', '192.88.99.0/24', '198.18.0.0/15', '168.63.129.16/32', '100.100.100.200/32'].map(
  (range) => ipaddr.parseCIDR(range),
);

function isReserved(address: string): boolean {
  return reservedIpv4.some((range) => ipaddr.parse(address).match(range));
}

/** The global unicast space in use is 2000::/3. */
function isGlobal(bytes: readonly number[]): boolean {
  return ((bytes[0] ?? 0) & 0xe0) === 0x20;
}

/** NAT64 (64:ff9b::/96) and 6to4 (2002::/16) carry an IPv4 address; it decides. Local NAT64 (64:ff9b:1::/48) is private. */
function embeddedIpv4(bytes: readonly number[], range: string): string | null {
  if (range === 'rfc6052' && bytes[5] !== 0) return '0.0.0.0';
  if (range === 'rfc6052' || range === 'rfc6145') return bytes.slice(12, 16).join('.');
  return range === '6to4' ? bytes.slice(2, 6).join('.') : null;
}

type LookupAnswer = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Name resolution for the connector: only addresses that were looked at are connected to, so that a name cannot answer
 * with another one between the check and the connection.
 */
export function checkedLookup(resolve: typeof lookup = lookup) {
  return (hostname: string, options: LookupOptions, answer: LookupAnswer): void => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return answer(error, []);
      const allowed = addresses.filter(({ address }) => isPublic(address));
      const [first] = allowed;
      if (first === undefined) return answer(new RefusedAddress('its name leads to no public address'), []);
      if (options.all === true) return answer(null, allowed);
      return answer(null, first.address, first.family);
    });
  };
}
