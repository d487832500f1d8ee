/** Certificates of X.509 for tests, made by Node alone: a signer, and what it signs for hosts and clients. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const dayMs = 86_400_000;

export interface Certificate {
  /** Both in PEM form. */
  readonly cert: string;
  readonly key: string;
}
export interface Signer extends Certificate {
  /** A certificate for a host by its address or name, or for a client; valid around now unless it is said otherwise. */
  issue(name: string, validity?: { readonly from: Date; readonly to: Date }): Certificate;
}

/** A signer of its own, trusted by who is given its certificate. */
export function aSigner(name = 'a signer'): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer: Issuer = { name, key: privateKey };
  const own = certificate({ subject: name, publicKey, issuer, validity: around(), extensions: [isSigner] });
  return {
    cert: own,
    key: pemOf(privateKey),
    issue(subject, validity = around()) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const wish = { subject, publicKey: pair.publicKey, issuer, validity, extensions: [namedFor(subject)] };
      return { cert: certificate(wish), key: pemOf(pair.privateKey) };
    },
  };
}

interface Issuer {
  readonly name: string;
  readonly key: KeyObject;
}
interface Wish {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: Issuer;
  readonly validity: { readonly from: Date; readonly to: Date };
  readonly extensions: readonly Buffer[];
}

const around = () => ({ from: new Date(Date.now() - dayMs), to: new Date(Date.now() + dayMs) });

// ── DER, as far as it is needed here (X.690; RFC 5280, 4.1) ────────────────────────────────────────────────────────

const ecdsaWithSha256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
/** basicConstraints, critical, CA: true. */
const isSigner = sequence(
  objectId(0x55, 0x1d, 0x13),
  tagged(0x01, Buffer.of(0xff)),
  tagged(0x04, sequence(tagged(0x01, Buffer.of(0xff)))),
);

function certificate({ subject, publicKey, issuer, validity, extensions }: Wish): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const serial = createHash('sha256').update(spki).digest().subarray(0, 8);
  serial[0] = 0x01; // positive
  const toBeSigned = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))), // version 3
    tagged(0x02, serial),
    ecdsaWithSha256,
    commonName(issuer.name),
    sequence(time(validity.from), time(validity.to)),
    commonName(subject),
    spki,
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', toBeSigned, issuer.key)]);
  const whole = sequence(toBeSigned, ecdsaWithSha256, tagged(0x03, signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** subjectAltName: an address of four numbers, or a name. */
function namedFor(subject: string): Buffer {
  const numbers = /^\d+\.\d+\.\d+\.\d+$/.test(subject) ? subject.split('.').map(Number) : null;
  const name = numbers === null ? tagged(0x82, Buffer.from(subject)) : tagged(0x87, Buffer.from(numbers));
  return sequence(objectId(0x55, 0x1d, 0x11), tagged(0x04, sequence(name)));
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId(0x55, 0x04, 0x03), tagged(0x0c, Buffer.from(name)))));
}

function time(at: Date): Buffer {
  return tagged(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

function objectId(...bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}

function pemOf(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}
