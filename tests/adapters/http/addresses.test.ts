import assert from 'node:assert/strict';
import type { LookupAddress, lookup } from 'node:dns';
import { describe, it } from 'node:test';
import { checkedLookup, isPublic, RefusedAddress } from '../../../src/adapters/http/addresses.ts';

describe('which addresses are public', () => {
  const closed = [
    ['loopback', '127.0.0.1', '127.255.0.9', '::1'],
    ['private', '10.0.0.1', '172.16.3.4', '192.168.1.1', 'fc00::1', 'fd12:3456::1'],
    ['link-local and metadata', '169.254.169.254', 'fe80::1', '168.63.129.16', '100.100.100.200', 'fd00:ec2::254'],
    ['carrier-grade NAT', '100.64.0.1', '100.127.255.254'],
    [
      'unspecified, multicast, broadcast, reserved',
      '0.0.0.0',
      '0.1.2.3',
      '224.0.0.1',
      '255.255.255.255',
      '240.0.0.1',
      '::',
      'ff02::1',
    ],
    [
      'IPv4 inside IPv6',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b:1::a00:1',
      '2002:7f00:1::1',
    ],
    ['documentation and benchmarking', '192.0.2.1', '198.18.0.1', '2001:db8::1'],
    ['tunnels and old site-local', '2001:0:1::1', 'fec0::1'],
    ['no address at all', 'localhost', '', '999.1.1.1'],
  ];
  for (const [what, ...addresses] of closed) {
    it(`closes ${what}`, () => {
      for (const address of addresses) assert.equal(isPublic(address), false, address);
    });
  }
  it('opens the public internet, also through NAT64', () => {
    for (const address of [
      '93.184.216.34',
      '8.8.8.8',
      '172.15.0.1',
      '2606:2800:220:1::1',
      '64:ff9b::808:808',
      '::ffff:8.8.8.8',
    ])
      assert.equal(isPublic(address), true, address);
  });
});

describe('the checked name resolution', () => {
  const resolving = (...addresses: string[]) => {
    const answer: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const fake = (_name: string, _options: unknown, done: (error: null, found: LookupAddress[]) => void) =>
      done(null, answer);
    return checkedLookup(fake as unknown as typeof lookup);
  };
  const ask = (resolve: ReturnType<typeof checkedLookup>) =>
    new Promise<{ error: Error | null; found: unknown }>((settle) =>
      resolve('news.example', { all: true }, (error, found) => settle({ error, found })),
    );

  it('hands on only the addresses it looked at and found public', async () => {
    const { found } = await ask(resolving('10.0.0.1', '93.184.216.34', '::1'));
    assert.deepEqual(found, [{ address: '93.184.216.34', family: 4 }]);
  });
  it('refuses a name that leads inside alone', async () => {
    const { error } = await ask(resolving('127.0.0.1', 'fd00::1'));
    assert.ok(error instanceof RefusedAddress);
  });
});
