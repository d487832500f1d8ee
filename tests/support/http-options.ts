import type { HttpOptions } from '../../src/adapters/http/reader.ts';

/** Options of the HTTP reader that suit a server on loopback. */
export function httpOptions(said: Partial<HttpOptions> = {}): HttpOptions {
  return {
    userAgent: 'Watchfloor/test',
    contact: 'https://operator.example',
    connectTimeoutMs: 2_000,
    firstByteTimeoutMs: 2_000,
    timeoutMs: 3_000,
    bytesPerSecondMin: 1_000,
    rateWindowMs: 1_000,
    bodyBytesMax: 1_000_000,
    compressionRatioMax: 100,
    headerBytesMax: 32_768,
    redirectsMax: 3,
    perHostMax: 2,
    portsAllowed: [80, 443, 8080, 8443],
    allowPrivateNetworks: true,
    ...said,
  };
}
