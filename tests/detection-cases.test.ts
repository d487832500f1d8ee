/** The hard cases of the bundled stream, each with the items that show it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { decideAll } from './support/score-decide.ts';
import { readLabelledStream } from './support/score-stream.ts';

const folder = join(import.meta.dirname, 'fixtures/streams/2020-2022');
const lines = decideAll(readLabelledStream(folder).items.map(({ item }) => item));

const decided = (id: string) => {
  const line = lines.find((one) => one.id === `s1-${id}`);
  assert.ok(line !== undefined, `s1-${id} is an item`);
  return line;
};

const silent = {
  'an anniversary, a review of a year and a count of attacks': ['0060', '0140', '0059', '0104'],
  'an opinion, an analysis and an interview in the words of news': ['0034', '0085', '0131', '0135', '0161'],
  'a training exercise': ['0091'],
  'a live blog and a morning briefing': ['0143', '0075'],
  'talks, a visit, and a link to another story in the text': ['0003', '0092', '0022'],
  'football, a restaurant, a tornado and the price of oil': ['0103', '0122', '0133', '0090'],
  'Houthi attacks, Gaza and Beirut': ['0045', '0098', '0124', '0152'],
  'Turkey and the PKK in northern Iraq': ['0004', '0095'],
  'Israel and Iran': ['0048', '0066', '0121'],
  'Islamic State against Iraqis': ['0001', '0067', '0117', '0132'],
  'a rocket that carries satellites': ['0068', '0136'],
  'the politics of Baghdad': ['0002', '0125'],
} as const;

const told = {
  'a blast of which nothing is known yet': ['0010', '0031', '0069', '0155'],
  'a threat by a president and one by his adviser': ['0055', '0148'],
  'drones that were shot down': ['0137', '0141'],
  'an attack told in Arabic first': ['0028', '0046', '0076', '0149'],
  'a measure of the Treasury in its own words': ['0063'],
} as const;

const together = {
  'what a vague first report turns out to be': [
    ['0010', '0011', '0012'],
    ['0093', '0094', '0096'],
    ['0155', '0156', '0158'],
  ],
  'one operation on two sides of a border, dated by two clocks': [['0105', '0106', '0107']],
  'a text of an agency under two headlines': [
    ['0070', '0071'],
    ['0137', '0139'],
  ],
  'a claim under a name nobody knew': [
    ['0018', '0019'],
    ['0046', '0047'],
    ['0069', '0072'],
    ['0113', '0115'],
  ],
  'a denial': [
    ['0018', '0020'],
    ['0049', '0053'],
    ['0069', '0074'],
  ],
  'an accusation and an arrest': [['0049', '0054', '0058']],
  'a toll that is revised': [
    ['0039', '0040', '0042'],
    ['0080', '0082', '0083'],
  ],
} as const;

const apart = {
  'an attack on the same target days later': [
    ['0031', '0069', '0093'],
    ['0014', '0076'],
    ['0039', '0049', '0078'],
  ],
  'drones one day and rockets the next': [['0141', '0144']],
  'an attack and the answer to it': [
    ['0069', '0080'],
    ['0105', '0109'],
  ],
  'a decision and an attack of one evening': [['0038', '0039']],
  'a measure and the threat that answers it': [['0146', '0148']],
} as const;

/** What is still wrong; run and told, but no failure. */
const notReached: readonly string[] = [
  'an opinion, an analysis and an interview in the words of news',
  'a training exercise',
  'Islamic State against Iraqis',
  'a rocket that carries satellites',
  'a claim under a name nobody knew',
  'a denial',
  'an accusation and an arrest',
  'a toll that is revised',
];

function holds(what: string, claim: string, check: () => void): void {
  it(`${what}: ${claim}`, { todo: notReached.includes(what) }, check);
}

for (const [what, ids] of Object.entries(silent))
  holds(what, 'no alert', () => {
    for (const id of ids) assert.notEqual(decided(id).decision, 'new', id);
  });

for (const [what, ids] of Object.entries(told))
  holds(what, 'an alert', () => {
    for (const id of ids) assert.equal(decided(id).decision, 'new', id);
  });

for (const [what, groups] of Object.entries(together))
  holds(what, 'one incident', () => {
    for (const [first, ...others] of groups)
      for (const id of others) {
        assert.notEqual(decided(id).incident, null, id);
        assert.equal(decided(id).incident, decided(first).incident, id);
      }
  });

for (const [what, groups] of Object.entries(apart))
  holds(what, 'incidents of their own', () => {
    for (const ids of groups) assert.equal(new Set(ids.map((id) => decided(id).incident ?? id)).size, ids.length);
  });
