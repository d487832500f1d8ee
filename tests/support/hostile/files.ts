/** What operators write: configuration, rotas, the environment, recorded streams. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseStreamItem } from '../../../src/adapters/stream/items.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { ConfigError } from '../../../src/config/mistakes.ts';
import { readPolicy, readRota, writePolicy, writeRota } from '../../../src/config/on-call-text.ts';
import { openDecider } from '../../../src/replay/decider.ts';
import { type FileName, fillFolder, load, smallFiles } from '../../config/folder.ts';
import { shipped } from './pack.ts';
import { type Target, target } from './target.ts';
import { hostileText, hostileValue, mutated, trapNames } from './texts.ts';

const signs = [
  '- ',
  'a: ',
  '&x ',
  '*x ',
  '\n',
  '\n  ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '!!js/function ',
  '!!binary ',
  '<<: ',
  '%',
  '|\n ',
  '>\n ',
  '? ',
  '---\n',
  'id: ',
  '\t',
  '# ',
  ': ',
  ', ',
];
const yaml = hostileText(...signs, ...trapNames.map((name) => `${name}: `));
const names = Object.keys(smallFiles).filter((name): name is FileName => name in smallFiles);
const toText = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false }) ?? '';

/** The files as values, to be changed in one place. */
const changedFile: fc.Arbitrary<string> = fc.constantFrom(...Object.values(smallFiles)).map((text) => text);

const configFiles = target<{ readonly name: FileName; readonly text: string }>(
  {
    name: 'files of the configuration',
    claim: 'loaded, or refused with a list of mistakes in lines that can be read',
    guided: { corpus: () => Object.values(smallFiles), watched: ['src/config'] },
    cost: 10,
  },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchfloor-hostile-'));
    const cut = fc
      .tuple(changedFile, fc.nat(900), fc.nat(60), yaml)
      .map(([text, from, length, put]) => text.slice(0, from) + put + text.slice(from + length));
    const value = hostileValue('id', 'name', 'actors', 'feeds', 'url', 'rotas', 'watches', 'weights').map(toText);
    return {
      inputs: fc.record({ name: fc.constantFrom(...names), text: fc.oneof(cut, yaml, value) }),
      fromBytes(bytes) {
        const text = Buffer.from(bytes).toString('utf8');
        return { name: names.find((each) => text.includes(each.replace('.yaml', ':'))) ?? 'watchfloor.yaml', text };
      },
      check({ name, text }) {
        fillFolder(folder, { [name]: text });
        const outcome = load(folder);
        if (!Array.isArray(outcome)) return;
        assert.ok(outcome.length > 0 && outcome.length <= 101, `${outcome.length} lines`);
        for (const line of outcome)
          assert.ok(line.length > 0 && line.length < 3_000, `${line.length} letters: ${line.slice(0, 200)}`);
      },
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
);

const rotaText =
  'name: Nights\ntimeZone: Asia/Baghdad\nlayers:\n  - name: Week\n    from: 2026-01-05\n    turn: { every: week }\n    handover: "08:00"\n    people:\n      - { id: "100000000000000001", name: Amal }\n';
const policyText =
  'name: All\nrounds: 2\nsteps:\n  - call: [{ rota: nights }]\n    by: [channel]\n    afterMinutes: 5\n';
const formLengthMax = 4_000;

const onCallForms = target<string>(
  {
    name: 'rotas and policies in forms',
    claim: 'read or told what is wrong, at once; what was read is written as it is read again',
    guided: { corpus: () => [rotaText, policyText], watched: ['src/config'] },
    cost: 2,
  },
  () => {
    const whose = { id: 'nights', server: '100000000000000000' };
    const known = { rotas: [], watches: [], webhooks: [] };
    const cut = fc
      .tuple(fc.constantFrom(rotaText, policyText), fc.nat(200), fc.nat(40), yaml)
      .map(([text, from, length, put]) => text.slice(0, from) + put + text.slice(from + length));
    return {
      inputs: fc.oneof(cut, yaml).map((text) => text.slice(0, formLengthMax)),
      fromBytes: (bytes) => Buffer.from(bytes).toString('utf8').slice(0, formLengthMax),
      check(text) {
        const rota = readRota(text, whose);
        if (rota.ok) assert.deepEqual(readRota(writeRota(rota.read), whose), rota);
        else assert.ok(rota.problem.length > 0);
        const policy = readPolicy(text, whose, known);
        if (policy.ok) assert.deepEqual(readPolicy(writePolicy(policy.read), whose, known), policy);
      },
    };
  },
);

const variables = [
  ...[
    'WATCHFLOOR_CONFIG',
    'WATCHFLOOR_DATA',
    'WATCHFLOOR_HOST',
    'WATCHFLOOR_PORT',
    'WATCHFLOOR_WEB_TOKEN',
    'REDIS_URL',
    'HEARTBEAT_URL',
    'LOG_LEVEL',
  ],
  ...['DISCORD_TOKEN', 'DISCORD_CHANNEL_ID', 'DISCORD_GUILD_ID', 'DISCORD_API_URL', ...trapNames],
];
/** A mistake may name what was expected; of what was given a piece as long as this is none by chance. */
const secretLengthMin = 12;
const secrets = ['DISCORD_TOKEN', 'REDIS_URL', 'HEARTBEAT_URL', 'WATCHFLOOR_WEB_TOKEN'];

const environments = target<Readonly<Record<string, string>>>(
  {
    name: 'variables of the environment',
    claim: 'loaded, or refused in sentences that tell nothing of what may be a secret',
    cost: 10,
  },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchfloor-hostile-'));
    fillFolder(folder, {});
    const value = fc.oneof(
      hostileText(
        'redis://',
        'rediss://',
        'unix://',
        'http://',
        'https://',
        'user:hunter2hunter2@',
        'localhost',
        ':6379',
        '/0',
        '900000000000000001',
        '0.0.0.0',
        '127.0.0.1',
        '65536',
        'debug',
      ),
      fc.string({ maxLength: 60 }),
    );
    return {
      inputs: fc.dictionary(fc.constantFrom(...variables), value, { noNullPrototype: true }),
      close: async () => rmSync(folder, { recursive: true, force: true }),
      check(env) {
        try {
          loadConfig({ dir: folder, env });
        } catch (error) {
          assert.ok(error instanceof ConfigError, String(error));
          for (const name of secrets) {
            const secret = env[name]?.trim() ?? '';
            assert.ok(
              secret.length < secretLengthMin || !error.message.includes(secret),
              `${name} is told: ${error.message}`,
            );
          }
        }
      },
    };
  },
);

const item = {
  id: 'x1',
  feed: 'wire',
  feedTitle: 'The Wire',
  url: 'https://wire.example/1',
  published: '2020-01-08T12:00:00Z',
  lang: 'en',
  title: 'Rockets hit Camp Taji',
  summary: 'Two were <b>killed</b>.',
  content: null,
};
const sentenceLengthMax = 1_000;

const streamItems = target<string>(
  {
    name: 'items of a recorded stream',
    claim: 'decided, or left out with one sentence that names the line',
    guided: { corpus: () => [JSON.stringify(item)], watched: ['src/adapters/stream/items.ts', 'src/replay'] },
    cost: 4,
  },
  () => {
    const decider = openDecider(shipped().pack, Date.parse(item.published));
    const line = fc.oneof(
      mutated(item).map((value) => JSON.stringify(value) ?? ''),
      hostileText('{', '}', '"id":', '"published":"2020-01-08"', ','),
    );
    return {
      inputs: line,
      fromBytes: (bytes) => Buffer.from(bytes).toString('utf8'),
      check(text) {
        const read = itemOrSentence(text);
        if (typeof read === 'string') {
          assert.ok(read.startsWith('items.jsonl:7: '), read.slice(0, 200));
          assert.ok(read.length < sentenceLengthMax, `a sentence of ${read.length} letters`);
          return;
        }
        decider.decide(read);
      },
    };
  },
);

function itemOrSentence(line: string) {
  try {
    return parseStreamItem(line, 7, 'items.jsonl');
  } catch (error) {
    assert.ok(error instanceof Error && error.constructor === Error, String(error));
    return error.message;
  }
}

export const fileTargets: readonly Target[] = [configFiles, onCallForms, environments, streamItems];
