/** Where Redis is found: at an address of its own, or by asking the sentinels that watch over it. */

export type RedisAddress =
  | { readonly kind: 'server'; readonly address: string }
  | {
      readonly kind: 'sentinels';
      readonly sentinels: readonly { readonly host: string; readonly port: number }[];
      /** What the sentinels call the servers that they watch. */
      readonly name: string;
      readonly username: string | null;
      readonly password: string | null;
      readonly db: number;
    };

const sentinelPort = 26_379;
const watched =
  /^redis\+sentinel:\/\/(?:(?<username>[^:@/]*):(?<password>[^@/]*)@)?(?<hosts>[^@/?#]+)\/(?<name>[\w.-]+)(?:\/(?<db>\d{1,4}))?$/i;
const host = /^(?:\[(?<literal>[0-9a-f:.]+)\]|(?<name>[\w.-]+))(?::(?<port>\d{1,5}))?$/i;

/**
 * Reads `redis://…`, `rediss://…`, `unix:/path`, a path, or `redis+sentinel://host,host/name`; null where it is none. One
 * that cannot be read as it was meant, because its password holds characters that part an address, is none: what is taken
 * for a host or a number is named in messages.
 */
export function parseRedisAddress(text: string): RedisAddress | null {
  if (text.startsWith('/') || /^unix:/i.test(text))
    return { kind: 'server', address: text.replace(/^unix:(?:\/\/)?/i, '') };
  return /^redis\+sentinel:/i.test(text) ? watchedAddress(text) : serverAddress(text);
}

const parted = /^(?<scheme>[^:/]*):\/\/(?<authority>[^/?#]*)(?<behind>.*)$/s;
const schemes = ['redis', 'rediss', 'redis+sentinel'];

/** Which part is wrong of an address that is none, in words that show nothing of it; null of one that is right. */
export function wrongPartOf(text: string): string | null {
  if (parseRedisAddress(text) !== null) return null;
  const { scheme, authority = '', behind = '' } = parted.exec(text)?.groups ?? {};
  if (scheme === undefined || !schemes.includes(scheme.toLowerCase())) return 'what stands before :// is none of these';
  if (behind.includes('@')) return 'the user or password holds a character that parts the address, such as / ? or #';
  const [, login = '', hosts = ''] = /^(?:(.*)@)?([^@]*)$/s.exec(authority) ?? [];
  if (decoded(login) === undefined) return 'the user or password holds a % that encodes no character';
  const isWatched = scheme.toLowerCase() === 'redis+sentinel';
  return wrongHost(isWatched ? hosts.split(',') : [hosts]) ?? (isWatched ? wrongWatched(login, behind) : notDatabase);
}
const notDatabase = 'what stands behind the host is no number of a database';

function wrongHost(hosts: readonly string[]): string | null {
  const at = hosts.findIndex((text) => parseHost(text) === null);
  const wrong = hosts[at];
  if (wrong === undefined) return null;
  const which = hosts.length === 1 ? 'the host' : `host ${at + 1} of ${hosts.length}`;
  if (/^(?::\d*)?$/.test(wrong)) return `${which} is missing`;
  return /^(?:\[[^\]]*\]|[\w.-]+):/.test(wrong)
    ? `the port of ${which} is no number up to 65535`
    : `${which} holds a character that no host has`;
}

function wrongWatched(login: string, behind: string): string {
  const [, name = ''] = /^\/?([^/]*)/s.exec(behind) ?? [];
  if (login !== '' && !login.includes(':')) return 'the login to the server is no user:password';
  if (/[@/]/.test(login)) return 'the user or password holds a character that parts the address, such as @';
  if (name === '') return 'the name is missing by which the sentinels know the server';
  if (!/^[\w.-]+$/.test(name)) return 'the name by which the sentinels know the server holds a character that none has';
  return 'what stands behind the name is no number of a database';
}

function serverAddress(text: string): RedisAddress | null {
  const url = URL.parse(text);
  if (url === null || !/^rediss?:$/.test(url.protocol) || !/^(?:\/\d{0,5})?$/.test(url.pathname)) return null;
  if (url.hostname === '') return null; // the client would take this machine for it
  if (decoded(url.username) === undefined || decoded(url.password) === undefined) return null;
  // The client knows `rediss` by its lower-case letters alone, and would speak without TLS to any other.
  return { kind: 'server', address: text.replace(/^rediss?:/i, (scheme) => scheme.toLowerCase()) };
}

function watchedAddress(text: string): RedisAddress | null {
  const parts = watched.exec(text)?.groups;
  const sentinels = parts?.hosts?.split(',').map(parseHost) ?? [];
  if (parts?.name === undefined || !sentinels.every((one) => one !== null)) return null;
  const [username, password] = [decoded(parts.username), decoded(parts.password)];
  if (username === undefined || password === undefined) return null;
  return { kind: 'sentinels', sentinels, name: parts.name, username, password, db: Number(parts.db ?? 0) };
}

function parseHost(text: string): { readonly host: string; readonly port: number } | null {
  const parts = host.exec(text)?.groups;
  const name = parts?.literal ?? parts?.name;
  const port = Number(parts?.port ?? sentinelPort);
  return name === undefined || port > 65_535 ? null : { host: name, port };
}

/** Null where nothing was given, undefined where it is not encoded as addresses are. */
function decoded(text: string | undefined): string | null | undefined {
  if (!text) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
