import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { aSigner } from '../support/certificates.ts';
import { configFolder, load, loaded } from './folder.ts';

const url = 'rediss://redis.example:6380';

test('the files of a Redis over TLS are read at the start', (t) => {
  const folder = configFolder(t);
  const signer = aSigner();
  const ours = signer.issue('watchfloor');
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const env = {
    REDIS_URL: url,
    REDIS_TLS_CA: file('ca.pem', signer.cert),
    REDIS_TLS_CERT: file('cert.pem', ours.cert),
    REDIS_TLS_KEY: file('key.pem', ours.key),
  };
  assert.deepEqual(loaded(folder, env).redisTls, { ca: signer.cert, cert: ours.cert, key: ours.key });
  assert.deepEqual(loaded(folder, { REDIS_URL: url }).redisTls, {}, 'the signers that the system trusts');
  assert.equal(loaded(folder, { REDIS_URL: 'redis://redis.example' }).redisTls, null);
  const told = (changed: Record<string, string>) => load(folder, { ...env, ...changed });
  assert.deepEqual(told({ REDIS_TLS_KEY: file('other.pem', aSigner().key) }), [
    'environment: REDIS_TLS_KEY: expected the key of the certificate of REDIS_TLS_CERT',
  ]);
  assert.deepEqual(told({ REDIS_TLS_KEY: '' }), [
    'environment: REDIS_TLS_KEY: expected it beside REDIS_TLS_CERT, but it is not set',
  ]);
  assert.deepEqual(told({ REDIS_TLS_CA: env.REDIS_TLS_KEY }), [
    'environment: REDIS_TLS_CA: expected a certificate in PEM form in key.pem',
  ]);
  assert.deepEqual(told({ REDIS_TLS_CA: join(folder, 'none.pem') }), [
    'environment: REDIS_TLS_CA: expected a file that can be read, got ENOENT for none.pem',
  ]);
  assert.deepEqual(told({ REDIS_URL: 'redis://redis.example' }), [
    'environment: REDIS_TLS_CA: expected REDIS_URL as rediss://host:port beside it',
  ]);
});
