import { type Server, STATUS_CODES } from 'node:http';

/** For browsers: what is answered here is no page, is shown in no other, and is kept nowhere. */
export const alwaysSent = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const statusOf: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Refuses what cannot be read as a request; Node by itself would leave out what is always sent. */
export function refuseUnread(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return void socket.destroy();
    const status = statusOf[error.code ?? ''] ?? 400;
    const sent = Object.entries({ ...alwaysSent, connection: 'close', 'content-length': 0 });
    const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...sent.map(([name, value]) => `${name}: ${value}`)];
    // Every answer is written in one piece, so that this never comes amid another.
    socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy());
  });
}
