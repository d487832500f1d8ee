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
  /^redis\+sentinel:\/\/(?:(?<username>[^:@/]*):(?<password>[^@/]*)@)?(?<hosts>[^@/?#]+)\/(?<name>[\w.-]+)(?:\/(?<db>\d{1,4}))?$/;
const host = /^(?:\[(?<literal>[0-9a-f:.]+)\]|(?<name>[\w.-]+))(?::(?<port>\d{1,5}))?$/i;

/**
 * Reads `redis://…`, `rediss://…`, `unix:/path`, a path, or `redis+sentinel://host,host/name`; null where it is none. One
 * that cannot be read as it was meant, because its password holds characters that part an address, is none: what is taken
 * for a host or a number is named in messages.
 */
export function parseRedisAddress(text: string): RedisAddress | null {
  if (text.startsWith('/') || /^unix:/i.test(text))
    return { kind: 'server', address: text.replace(/^unix:(?:\/\/)?/i, '') };
  return text.startsWith('redis+sentinel:') ? watchedAddress(text) : serverAddress(text);
}

function serverAddress(text: string): RedisAddress | null {
  const url = URL.parse(text);
  if (url === null || !/^rediss?:$/.test(url.protocol) || !/^(?:\/\d{0,5})?$/.test(url.pathname)) return null;
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
