import type { Server, Socket } from 'node:net';
import { isLoopback } from '../../pipeline/loopback.ts';

export interface CrowdLimits {
  readonly perAddressMax: number;
  /** Of all who come from other machines. */
  readonly strangersMax: number;
}

/**
 * Bounds how many connections one address may hold, and all other machines together, so that whoever holds all that he may
 * still leaves room for the check that asks whether we are well. Connections beyond are closed without a word.
 */
export function limitCrowd(server: Server, { perAddressMax, strangersMax }: CrowdLimits): void {
  const held = new Map<string, number>();
  let strangers = 0;
  server.on('connection', (socket) => {
    const address = addressOf(socket);
    const isStranger = !isLoopback(address);
    const count = (held.get(address) ?? 0) + 1;
    if (count > perAddressMax || (isStranger && strangers >= strangersMax)) return void socket.destroy();
    held.set(address, count);
    if (isStranger) strangers += 1;
    socket.once('close', () => {
      if (isStranger) strangers -= 1;
      const left = (held.get(address) ?? 1) - 1;
      if (left > 0) held.set(address, left);
      else held.delete(address);
    });
  });
}

/** A port that listens for both families knows addresses of the fourth version as such of the sixth. */
function addressOf({ remoteAddress = '' }: Socket): string {
  return remoteAddress.replace(/^::ffff:/, '');
}
