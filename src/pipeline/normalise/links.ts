import { unwrapped } from './redirects.ts';

/** What an address identifies: one article has many spellings of its link. */

const trackingParameter =
  /^(?:utm_.*|at_(?:medium|campaign|link.*|format|custom.*|bbc.*|ptr.*)|ns_(?:mchannel|source|campaign|linkname|fee)|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|_hs(?:enc|mi)|hsctatracking|cmp(?:id)?|icid|ocid|ncid|smid|smtyp|xtor|ito|traffic_source|ref_?src|ref_url|rss(?:feed)?|feedname|feedtype|maca|sref|spm|wtmc|__source|__twitter_impression|partner|emc|guccounter|soc_src|soc_trk|taid|ceid|trk|s_campaign|sc_cid|ftag|tag_id|srnd|cid_?rss)$/i;
/** Parameters that identify something elsewhere, and track when their value is one of these. */
const trackingValue =
  /^(?:rss|atom|feed|feeds?burner|twitter|facebook|newsletter|home(?:page)?|syndication|rss[-_].*)$/i;
const ambiguousParameter = /^(?:ref|referrer|source|src|from|feed|feature|via|cid|output|origin)$/i;
const ampParameter = /^(?:amp|outputtype|usqp)$/i;
const parametersMax = 60;

/** The link to show and to open: without tracking, fragment, user info and default port. Null when it is no web address. */
export function canonicalLink(link: string | null, base?: string): string | null {
  if (link === null || !URL.canParse(link, base)) return null;
  const url = unwrapped(new URL(link, base));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.hash = '';
  url.username = '';
  url.password = '';
  url.hostname = url.hostname.replace(/(?<!\.)\.+$/, '');
  const search = searchOf(url, (name, value) => !isTracking(name, value));
  url.search = search === '' ? '' : `?${search}`;
  return url.href;
}

function isTracking(name: string, value: string): boolean {
  return trackingParameter.test(name) || (ambiguousParameter.test(name) && trackingValue.test(value));
}

function searchOf(url: URL, keeps: (name: string, value: string) => boolean): string {
  const kept = url.search
    .slice(1)
    .split('&')
    .slice(0, parametersMax)
    .filter((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      return pair !== '' && keeps(name, value);
    });
  return kept.join('&');
}

/**
 * What a canonical link identifies, whatever its spelling: scheme, `www.` and the mobile and AMP variants do not count.
 * Null for a site's front page, which many items may carry and which identifies none.
 */
export function linkKey(canonical: string | null): string | null {
  const path = pathKey(canonical);
  if (canonical === null || path === null) return null;
  return `${new URL(canonical).host.replace(/^(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.)/, '')}${path}`;
}

/** The same without the host: within a feed, an outlet that moves keeps its paths. */
export function pathKey(canonical: string | null): string | null {
  if (canonical === null || !URL.canParse(canonical)) return null;
  const url = new URL(canonical);
  const path = upperEscapes(url.pathname)
    .replace(/\/(?:index|default)\.(?:html?|php|aspx?)$/i, '/')
    .replace(/\/{2,}/g, '/')
    .replace(/(?:\/amp)?\/?$/, '')
    .replace(/^\/amp(?=\/)/, '')
    .replace(/\.amp(?=$|\.html$)/, '');
  const search = searchOf(url, (name) => !ampParameter.test(name))
    .split('&')
    .sort()
    .join('&');
  if (path === '' && search === '') return null;
  return `${path}${search === '' ? '' : `?${search}`}`;
}

function upperEscapes(path: string): string {
  return path.includes('%') ? path.replace(/%[0-9a-f]{2}/gi, (written) => written.toUpperCase()) : path;
}
