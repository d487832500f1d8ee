const slugLengthMax = 80;

/** An id of lower-case letters, digits and single hyphens, as the configuration wants it. */
export function slugOf(text: string, fallback = 'feed'): string {
  const slug = text
    .slice(0, slugLengthMax * 4)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, slugLengthMax)
    .replace(/^-|-$/gu, '');
  return slug === '' ? fallback : slug;
}

/** The first candidate that is free, else the last one with a number behind it. */
export function freeId(candidates: readonly string[], isTaken: (id: string) => boolean): string {
  const free = candidates.find((id) => !isTaken(id));
  if (free !== undefined) return free;
  const last = candidates.at(-1) ?? 'feed';
  let number = 2;
  while (isTaken(`${last}-${number}`)) number += 1;
  return `${last}-${number}`;
}
