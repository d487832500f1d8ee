const prefix = 'letter:';

/** The id of the job that sends a letter. */
export function letterJobId(letter: string): string {
  return `${prefix}${letter}`;
}

/** Whether a job of the queue sends a letter. */
export function isLetterJob(id: string): boolean {
  return id.startsWith(prefix);
}

/** The letter that such a job sends. */
export function letterOfJob(id: string): string {
  return id.slice(prefix.length);
}
