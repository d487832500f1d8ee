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

/** Cuts secrets out of a text (plain, or a line of JSON, which stays one) by their shape, wherever they came from. */
export function redact(text: string): string {
  return text
    .replace(secretField, '"$1":"[redacted]"')
    .replace(pathToken, '$1[redacted]')
    .replace(userInfo, '$1[redacted]@')
    .replace(query, '$1?[redacted]')
    .replace(discordToken, '[redacted]')
    .replace(credentials, '$1[redacted]');
}
