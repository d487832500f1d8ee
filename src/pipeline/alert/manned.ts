/** The server that stands for the terminal. */
const terminal = 'console';

/** Whether anybody can press anything there, so that alerts have a life: at the terminal they are read and that is all. */
export function isManned(server: string): boolean {
  return server !== terminal;
}
