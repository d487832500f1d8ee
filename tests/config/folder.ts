/** A small configuration in a temporary folder, of which a test replaces the file it is about. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/mistakes.ts';
import { features } from '../../src/model.ts';

export type Files = Partial<Record<FileName, string | Uint8Array | null>>;
export type FileName = keyof typeof smallFiles;

export const smallFiles = {
  'watchfloor.yaml': '',
  'feeds.yaml': `outlets:
  - { id: wire, name: The Wire, country: GB, tier: 1 }
feeds:
  - { id: wire-world, url: "https://wire.example/rss", outlet: wire, language: en }
`,
  'actors.yaml': `actors:
  - id: us-forces
    name: US forces
    kind: force
    parties: [us]
    aliases:
      en: [American troops]
  - id: a-militia
    name: A militia
    kind: militia
    parties: [iraq, iran]
    partOf: []
    aliases: { ar: [ميليشيا] }
`,
  'places.yaml': `places:
  - id: iraq
    name: Iraq
    kind: country
    lat: 33.2
    lon: 43.7
    country: IQ
    parties: [iraq]
    timeZone: Asia/Baghdad
    aliases: { ar: [العراق] }
  - id: a-base
    name: A base
    kind: base
    lat: 33.5
    lon: 44.2
    within: iraq
    parties: [iraq, us]
    aliases: {}
`,
  'event-types.yaml': `eventTypes:
  - id: strike
    name: Air strike
    scheme: acled
    subEvent: Air/drone strike
    severity: elevated
    triggers: { en: [air strike] }
`,
  'lexicon.yaml': 'lexicon:\n  weapon: { en: [rocket] }\n',
  'incidents.yaml': `incidents:
  - id: a-strike
    title: A strike
    day: 2020-01-03
    place: a-base
    eventType: strike
    actors: { agent: [us-forces], target: [a-militia] }
    killed: 2
`,
  'weights.yaml': `weights:
${features.map((feature) => `  ${feature}: 0.5\n`).join('')}`,
  'watches.yaml': `watches:
  - { id: everything, name: Everything }
subscriptions:
  - { id: terminal, watch: everything, server: console, channel: console }
`,
  'rota.yaml': `rotas:
  - id: officers
    server: "100000000000000000"
    name: Officers
    timeZone: Asia/Baghdad
    layers:
      - name: Week
        from: 2026-01-05
        turn: { every: week }
        handover: "08:00"
        people:
          - { id: "100000000000000001", name: Amal }
`,
};

/** Writes the small configuration with some files replaced, or left out where null; removed after the test. */
export function configFolder(test: TestContext, files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-config-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  fillFolder(folder, files);
  return folder;
}

/** Writes the files of a configuration into a folder. */
export function fillFolder(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ ...smallFiles, ...files })) {
    if (text !== null) writeFileSync(join(folder, name), text);
  }
}

/** What loading comes to: the configuration, or its mistakes as lines without the folder's name. */
export function load(folder: string, env: Record<string, string> = {}): Config | readonly string[] {
  try {
    return loadConfig({ dir: folder, env });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.replaceAll(`${folder}/`, '').split('\n');
  }
}

/** The configuration of a folder that has no mistakes. */
export function loaded(folder: string, env: Record<string, string> = {}): Config {
  return loadConfig({ dir: folder, env });
}
