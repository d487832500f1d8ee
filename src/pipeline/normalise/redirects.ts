/** The addresses that aggregators and counters of clicks wrap an article's address in, as far as it stands in theirs. */

const nestedMax = 3;
const hostsAsked = /^(?:www\.)?google\.[a-z.]{2,6}$|^(?:www\.)?bing\.com$|^(?:www\.)?baidu\.com$/;
const parametersAsked = ['url', 'q'];
/** Elsewhere a parameter is the target only where the path says that it leads on. */
const pathLeadingOn =
  /^\/(?:[\w.~-]{1,40}\/){0,4}(?:redir(?:ect)?(?:or)?|url|out(?:bound)?|go(?:to)?|click(?:s|through|track(?:er)?)?|away|link|leave|exit|track(?:ing)?|r|c|ct|l|apiclick\.aspx|(?:l|r|go|out|redir(?:ect)?|link|click)\.(?:php|aspx?|jsp|html?|cgi))\/?$/i;
const parametersLeadingOn = [
  'url',
  'u',
  'link',
  'target',
  'to',
  'dest',
  'destination',
  'redirect',
  'redirect_url',
  'r',
];
const opaquePathMax = 4_000;

/** The address that a redirector's leads to, taken from it without asking anybody; else the address as it is. */
export function unwrapped(url: URL): URL {
  let at = url;
  for (let step = 0; step < nestedMax; step += 1) {
    const target = fromParameter(at) ?? fromYahoo(at) ?? fromGoogleNews(at);
    if (target === null) break;
    at = target;
  }
  return at;
}

function fromParameter(url: URL): URL | null {
  if (url.search === '') return null;
  const names = hostsAsked.test(url.hostname) ? parametersAsked : [];
  const asked = pathLeadingOn.test(url.pathname) ? [...names, ...parametersLeadingOn] : names;
  for (const name of asked) {
    const target = webAddress(url.searchParams.get(name));
    if (target !== null) return target;
  }
  return null;
}

/** `…/RU=https%3a%2f%2fnews.example%2fa/RK=2/…` and `…/*http://news.example/a`. */
function fromYahoo({ hostname, pathname, search }: URL): URL | null {
  if (!hostname.endsWith('.yahoo.com')) return null;
  const [, named] = /\/RU=([^/]{1,4000})/.exec(pathname) ?? [];
  if (named !== undefined) return webAddress(decoded(named));
  const star = pathname.indexOf('/*http');
  return star < 0 ? null : webAddress(decoded(`${pathname.slice(star + 2)}${search}`));
}

/**
 * Until 2024 the id of an article at Google News was a protocol buffer in base64 that held its address, length first.
 * What stands there since then is opaque.
 */
function fromGoogleNews({ hostname, pathname }: URL): URL | null {
  if (hostname !== 'news.google.com' || pathname.length > opaquePathMax) return null;
  const [, id] = /\/articles\/(C[AB][\w-]{20,})$/.exec(pathname) ?? [];
  if (id === undefined) return null;
  const bytes = Buffer.from(id, 'base64url');
  const at = bytes.indexOf('http');
  if (at < 1) return null;
  const short = bytes[at - 1] ?? 0;
  // A length of 128 and more takes two bytes, seven bits each, the lower ones first.
  const before = bytes[at - 2] ?? 0;
  const length = before >= 0x80 ? (short << 7) | (before & 0x7f) : short;
  return webAddress(bytes.subarray(at, at + length).toString('latin1'));
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // A stray `%`: not what they write.
  }
}

function webAddress(text: string | null): URL | null {
  return text !== null && /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text) ? new URL(text) : null;
}
