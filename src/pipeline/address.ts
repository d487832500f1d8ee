/** When two addresses lead to one feed, and whose address it is. */

/** What addresses have in common that differ in scheme, `www.` or a last slash alone: they lead to the same feed. */
export function sameAddress(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/$/, '');
}
