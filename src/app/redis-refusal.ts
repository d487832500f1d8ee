/** What a person can mend about a Redis that is there and does not take us, in a sentence that says how. */

const loginRefused = /^(WRONGPASS|NOAUTH)\b/;
/** Redis' own words, in a script too; the rest of them names a command or none. */
const rightMissing =
  /^NOPERM|(?:The user executing the script |can't (?:run this command|access at least one of the keys))/;
const databaseMissing = /^ERR (?:DB index is out of range|invalid DB index)/;
const commandNamed = /'([a-z|]+)' command|command or subcommand script: ?'?([a-z|]+)/i;
/** OpenSSL's names for a certificate that is signed by nobody we know. */
const unknownSigner = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
]);
const ourCertificateRefused = /ALERT_(?:CERTIFICATE_REQUIRED|UNKNOWN_CA|BAD_CERTIFICATE|HANDSHAKE_FAILURE|CERTIFICATE)/;

/** What is to speak TLS answers without it. */
export class PlainRedisError extends Error {
  override readonly name = 'PlainRedisError';
}

/** The sentence, without anything of the address; null where trying again may help. */
export function whyRefused(error: Error): string | null {
  const code = 'code' in error ? String(error.code) : '';
  const login = loginRefused.exec(error.message)?.[1];
  if (login !== undefined)
    return `Redis refuses the login (${login}): expected REDIS_URL with the user and password before the host, percent-encoded`;
  if (rightMissing.test(error.message)) return rightSentence(error.message);
  if (databaseMissing.test(error.message))
    return 'Redis has no database of the number that REDIS_URL ends with: expected one below its `databases`, 16 as a rule';
  if (unknownSigner.has(code))
    return `The certificate of Redis is signed by nobody that is trusted (${code}): set REDIS_TLS_CA to the file of who signed it`;
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return `The certificate of Redis is not valid now (${code}): renew it, or set the clock of this machine`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'The certificate of Redis is for another name than that of REDIS_URL: expected the host as the certificate has it';
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || error instanceof PlainRedisError)
    return 'Redis does not speak TLS on this port: expected REDIS_URL as redis://, or with the port of TLS';
  if (ourCertificateRefused.test(code))
    return `Redis asks for a certificate of ours and got none that it takes (${code}): set REDIS_TLS_CERT and REDIS_TLS_KEY`;
  return null;
}

/** Whether the connection was lost in the midst of something that cannot be gone on with on another. */
export function isConnectionLost({ message }: Error): boolean {
  return /^Connection is closed|connection to Redis was lost|^Socket timeout|ECONNRESET|EPIPE/u.test(message);
}

function rightSentence(problem: string): string {
  const [, one, other] = commandNamed.exec(problem) ?? [];
  const what = one ?? other;
  const lacks = what === undefined ? 'all keys that begin with keyPrefix' : `the command ${what.toLowerCase()}`;
  return `Redis does not let the user of REDIS_URL have ${lacks} (NOPERM): expected the rights of docs/redis-user.conf`;
}
