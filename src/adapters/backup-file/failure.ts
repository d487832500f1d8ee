/** What goes wrong with the file of a backup, as its owner understands it. */

/** The file cannot be written, or is no whole backup; the message says which file, and what is wrong with it. */
export class BackupFileError extends Error {
  override readonly name = 'BackupFileError';
}

const troubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'what should be its folder is a file',
  EACCES: 'this user may not do that',
  EPERM: 'this user may not do that',
  EROFS: 'nothing can be written there',
  ENOSPC: 'there is no room for it',
  EDQUOT: 'there is no room for it',
  EFBIG: 'there is no room for it',
};

/** What a code of the system says, with the code. */
export function whyNot(code: string): string {
  const trouble = troubles[code];
  return trouble === undefined ? code : `${trouble} (${code})`;
}

/** Whether the system says by a code what went wrong. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
