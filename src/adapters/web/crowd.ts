import type { Server } from 'node:net';

/**
 * Bounds how many connections one address may hold, so that whoever holds all that he may still leaves room for the check
 * that asks whether we are well. Connections beyond are closed without a word.
 */
export function limitCrowd(server: Server, perAddressMax: number): void {
  const held = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (held.get(address) ?? 0) + 1;
    if (count > perAddressMax) {
      socket.destroy();
      return;
    }
    held.set(address, count);
    socket.once('close', () => {
      const left = (held.get(address) ?? 1) - 1;
      if (left > 0) held.set(address, left);
      else held.delete(address);
    });
  });
}
