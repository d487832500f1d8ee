/** The files by which a Redis is reached over TLS, read at the start. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Variables } from './environment.ts';
import type { Mistake } from './mistakes.ts';

/** In PEM form; what is left out is the system's own, or not shown. */
export interface RedisTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const names = ['REDIS_TLS_CA', 'REDIS_TLS_CERT', 'REDIS_TLS_KEY'] as const;
type Name = (typeof names)[number];

/** Reads what the variables name. Null where the address is none of TLS; then naming a file is a mistake. */
export function readRedisTls(
  redisUrl: string | null,
  variables: Variables,
): { readonly value: RedisTls | null; readonly mistakes: readonly Mistake[] } {
  const given = names.filter((name) => variables[name] !== undefined);
  if (!redisUrl?.toLowerCase().startsWith('rediss:')) {
    const [name] = given;
    if (name === undefined) return { value: null, mistakes: [] };
    return { value: null, mistakes: [mistake(name, 'expected REDIS_URL as rediss://host:port beside it')] };
  }
  const files = given.map((name) => ({ name, ...readPem(name, variables[name] ?? '') }));
  const mistakes = files.flatMap(({ problem, name }) => (problem === null ? [] : [mistake(name, problem)]));
  const pem = (name: Name) => files.find((file) => file.name === name)?.text;
  const [ca, cert, key] = names.map(pem);
  return {
    value: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    },
    mistakes: [...mistakes, ...pairMistakes(given, { cert, key })],
  };
}

function readPem(name: Name, path: string): { readonly text?: string; readonly problem: string | null } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { problem: `expected a file that can be read, got ${code} for ${path}` };
  }
  try {
    if (name === 'REDIS_TLS_KEY') createPrivateKey(text);
    else new X509Certificate(text);
    return { text, problem: null };
  } catch {
    const what = name === 'REDIS_TLS_KEY' ? 'a private key without a passphrase' : 'a certificate';
    return { problem: `expected ${what} in PEM form in ${path}` };
  }
}

/** A certificate is shown with its key, and they must belong together. */
function pairMistakes(
  given: readonly Name[],
  { cert, key }: { readonly cert: string | undefined; readonly key: string | undefined },
): readonly Mistake[] {
  const hasCert = given.includes('REDIS_TLS_CERT');
  if (hasCert !== given.includes('REDIS_TLS_KEY')) {
    const missing = hasCert ? 'REDIS_TLS_KEY' : 'REDIS_TLS_CERT';
    return [mistake(missing, `expected it beside ${hasCert ? 'REDIS_TLS_CERT' : 'REDIS_TLS_KEY'}, but it is not set`)];
  }
  if (cert === undefined || key === undefined) return [];
  const isPair = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  return isPair ? [] : [mistake('REDIS_TLS_KEY', 'expected the key of the certificate of REDIS_TLS_CERT')];
}

function mistake(path: Name, problem: string): Mistake {
  return { file: 'environment', line: 0, column: 0, path, problem };
}
