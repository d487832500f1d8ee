/** Fields whose name says that nobody else may read them. */
const secretField =
  /"((?:[\w-]*[_-])?(?:token|password|passwd|secret|authorization|cookie|api[_-]?key))":"(?:[^"\\]|\\.)*"/gi;
/** Three parts of base64: the bot's id, a time, a signature. */
const discordToken = /[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}/g;
const credentials = /\b((?:Bot|Bearer|Basic) )[\w.~+/=-]{16,}/g;
const userInfo = /(:\/\/)[^\s"\\/@]{1,500}@/g;
/** Webhooks and interactions carry their token in the path. */
const pathToken = /(\/(?:webhooks|interactions)\/\d{1,25}\/)[\w.~-]+/g;
/** Feeds by subscription carry theirs in the query. */
const query = /(https?:\/\/[^\s"\\?#]{1,2000})\?[^\s"\\]*/g;

/**
 * Makes what cuts secrets out of a text (plain, or a line of JSON, which stays one): those that are known, as they are or
 * written for an address or for JSON, and all by their shape, wherever they came from.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(
    secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]),
  );
  // The longest first: one may hold another.
  const longestFirst = [...forms].sort((one, other) => other.length - one.length);
  return (text) => byShape(longestFirst.reduce((left, form) => left.replaceAll(form, '[redacted]'), text));
}

function byShape(text: string): string {
  return text
    .replace(secretField, '"$1":"[redacted]"')
    .replace(pathToken, '$1[redacted]')
    .replace(userInfo, '$1[redacted]@')
    .replace(query, '$1?[redacted]')
    .replace(discordToken, '[redacted]')
    .replace(credentials, '$1[redacted]');
}
