/** When two addresses lead to one feed, and whose address it is. */

/** What addresses have in common that differ in scheme, `www.` or a last slash alone: they lead to the same feed. */
export function sameAddress(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/$/, '');
}

/** The host of an address without what only says that it is a web site or its feeds; null where there is no host. */
export function siteOf(url: string): string | null {
  const host = URL.parse(url)?.hostname.toLowerCase() ?? '';
  return host.replace(/^(?:www\d?|m|feeds?|rss)\.(?=[^.]+\.)/u, '') || null;
}

/** What the name of a parameter ends with whose value is for nobody else, and names that say so as a whole. */
const keyNameEnd = /(?:key|token|secret|passw(?:or)?d|signature|credentials?)$/;
const keyNames: ReadonlySet<string> = new Set(['auth', 'code', 'hash', 'hmac', 'jwt', 'pass', 'pwd', 'sid', 'sig']);
/** Letters and digits without a word among them. */
const keyLike = /^(?=[^\d]*\d)(?=[^a-z]*[a-z])[\w=.~-]{20,}$/i;

const parameter = /([?&;])([^=&;]*)(=?)([^&;]*)/g;
/** Shorter ones, and those without a digit, may be words of a text; a few digits may be a year. */
const tellingLengthMin = 12;

/** An address as it may be shown: without user, fragment and the values of parameters that are or look like keys. */
export function withoutKeys(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return '(no address)';
  const search = parsed.search.replace(parameter, (_, mark, name, equals, value) =>
    isKey(equals === '' ? '' : name, equals === '' ? name : value)
      ? `${mark}${equals === '' ? '' : `${name}=`}…`
      : `${mark}${name}${equals}${value}`,
  );
  return `${parsed.origin}${parsed.pathname}${search}`;
}

/** Whether an address holds what is left out of it where it is shown. */
export function holdsKey(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.username !== '' || parsed.password !== '' || withoutKeys(url).includes('…'));
}

/** The keys and passwords that an address holds, as they are written and as they are meant: to be known in other texts. */
export function keysIn(url: string): readonly string[] {
  if (!/[?@]/.test(url)) return [];
  const parsed = URL.parse(url);
  if (parsed === null) return [];
  const values = [...parsed.search.matchAll(parameter)].flatMap(([, , name = '', equals, value = '']) =>
    equals === '' ? (isKey('', name) ? [name] : []) : isKey(name, value) ? [value] : [],
  );
  const written = [...values, parsed.username, parsed.password];
  const all = new Set(written.flatMap((value) => [value, decoded(value)]));
  return [...all].filter((value) => value.length >= tellingLengthMin && /\d/.test(value));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // no percent-encoding
  }
}

function isKey(name: string, value: string): boolean {
  const word = name.toLowerCase().replace(/[^a-z]+/g, '');
  return value !== '' && (keyNameEnd.test(word) || keyNames.has(word) || keyLike.test(value));
}
