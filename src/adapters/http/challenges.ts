import { type Headers, header } from './waiting.ts';

/**
 * Pages that stand before a feed and ask for proof of being human. They are named, so that an operator can ask the
 * publisher to let us in, and never got round. Recognised by what each maker's page holds and an ordinary page of a site
 * that the same maker guards does not.
 */

interface Challenger {
  readonly name: string;
  /** A header, and what its value contains. */
  readonly headers?: readonly (readonly [name: string, part: string])[];
  /** Parts of the page, in lower case. */
  readonly marks: readonly string[];
}

const challengers: readonly Challenger[] = [
  {
    name: 'Cloudflare',
    headers: [['cf-mitigated', 'challenge']],
    marks: ['_cf_chl_opt', '<title>just a moment...</title>', 'id="challenge-error-text"', 'cf-captcha-container'],
  },
  { name: 'DataDome', marks: ['captcha-delivery.com'] },
  { name: 'Imperva', marks: ['incapsula incident id', '_incapsula_resource?cwudnsai'] },
  { name: 'Akamai', marks: ['/_sec/cp_challenge', 'sec-if-cpt-container', 'bm-verify'] },
  { name: 'HUMAN (PerimeterX)', marks: ['px-captcha', '_pxappid', 'captcha.px-cdn.net'] },
  {
    name: 'AWS WAF',
    headers: [
      ['x-amzn-waf-action', 'challenge'],
      ['x-amzn-waf-action', 'captcha'],
    ],
    marks: ['awswafcookiedomainlist', '.token.awswaf.com/'],
  },
  { name: 'Vercel', headers: [['x-vercel-mitigated', 'challenge']], marks: ['<title>vercel security checkpoint'] },
  { name: 'Sucuri', marks: ['sucuri_cloudproxy_js'] },
  { name: 'DDoS-Guard', marks: ['/.well-known/ddos-guard/js-challenge', '<title>ddos-guard</title>'] },
  { name: 'ArvanCloud', marks: ['__arcsjs', 'arvancloud challenge'] },
  { name: 'Anubis', marks: ['id="anubis_challenge"', "making sure you're not a bot!"] },
  {
    name: 'its server',
    marks: ['enable javascript and cookies to continue', 'checking your browser before accessing'],
  },
];

const lookBytesMax = 65_536;

/** Who asks for the proof; null where the answer is no challenge. Of the page, the first part is looked at, in linear time. */
export function challengerOf(headers: Headers, page: Buffer | null): string | null {
  const byHeader = challengers.find(({ headers: expected = [] }) =>
    expected.some(([name, part]) => header(headers, name)?.toLowerCase().includes(part)),
  );
  if (byHeader !== undefined) return byHeader.name;
  if (page === null) return null;
  const text = page.toString('latin1', 0, lookBytesMax).toLowerCase();
  return challengers.find(({ marks }) => marks.some((mark) => text.includes(mark)))?.name ?? null;
}

const pageStarts = ['<!doctype html', '<html', '<head', '<meta', '<script', '<!--[if'];
const startBytes = 200;

/** Whether a body starts as an HTML page does: a feed that tells of such a page is none. */
export function isPage(body: Buffer): boolean {
  const start = body.toString('latin1', 0, startBytes).replace(/^ï»¿/, '').trimStart().toLowerCase();
  return pageStarts.some((tag) => start.startsWith(tag));
}
