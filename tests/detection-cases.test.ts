/** The hard cases of the bundled streams, each with the items that show it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { decideAll } from './support/score-decide.ts';
import { readLabelledStream } from './support/score-stream.ts';

const folder = join(import.meta.dirname, 'fixtures/streams');
const lines = ['2020-2022', '2023-2024'].flatMap((name) =>
  decideAll(readLabelledStream(join(folder, name)).items.map(({ item }) => item)),
);

const decided = (id: string) => {
  const line = lines.find((one) => one.id === id);
  assert.ok(line !== undefined, `${id} is an item`);
  return line;
};

const silent = {
  'an anniversary, a review of a year and a count of attacks': ['s1-0060', 's1-0140', 's1-0059', 's1-0104'],
  'an opinion, an analysis and an interview in the words of news': [
    's1-0034',
    's1-0085',
    's1-0131',
    's1-0135',
    's1-0161',
  ],
  'a training exercise': ['s1-0091'],
  'a live blog and a morning briefing': ['s1-0143', 's1-0075'],
  'talks, a visit, and a link to another story in the text': ['s1-0003', 's1-0092', 's1-0022'],
  'football, a restaurant, a tornado and the price of oil': ['s1-0103', 's1-0122', 's1-0133', 's1-0090'],
  'Houthi attacks, Gaza and Beirut': ['s1-0045', 's1-0098', 's1-0124', 's1-0152'],
  'Turkey and the PKK in northern Iraq': ['s1-0004', 's1-0095'],
  'Israel and Iran': ['s1-0048', 's1-0066', 's1-0121'],
  'Islamic State against Iraqis': ['s1-0001', 's1-0067', 's1-0117', 's1-0132'],
  'a rocket that carries satellites': ['s1-0068', 's1-0136'],
  'the politics of Baghdad': ['s1-0002', 's1-0125'],
  'mourning at home, and a timeline of the week': ['s3-0058', 's3-0064'],
  'a session of parliament without a vote': ['s3-0070'],
  'Iran against Pakistan': ['s3-0039'],
} as const;

const told = {
  'a blast of which nothing is known yet': ['s1-0010', 's1-0031', 's1-0069', 's1-0155'],
  'a threat by a president and one by his adviser': ['s1-0055', 's1-0148'],
  'drones that were shot down': ['s1-0137', 's1-0141'],
  'an attack told in Arabic first': ['s1-0028', 's1-0046', 's1-0076', 's1-0149'],
  'a measure of the Treasury in its own words': ['s1-0063', 's3-0011'],
  'American soldiers killed in a neighbouring country': ['s3-0050'],
  'militias that hold their fire': ['s1-0035', 's3-0055'],
} as const;

const together = {
  'what a vague first report turns out to be': [
    ['s1-0010', 's1-0011', 's1-0012'],
    ['s1-0093', 's1-0094', 's1-0096'],
    ['s1-0155', 's1-0156', 's1-0158'],
  ],
  'one operation on two sides of a border, dated by two clocks': [['s1-0105', 's1-0106', 's1-0107']],
  'a text of an agency under two headlines': [
    ['s1-0070', 's1-0071'],
    ['s1-0137', 's1-0139'],
  ],
  'a claim under a name nobody knew': [
    ['s1-0018', 's1-0019'],
    ['s1-0046', 's1-0047'],
    ['s1-0069', 's1-0072'],
    ['s1-0113', 's1-0115'],
  ],
  'a denial': [
    ['s1-0018', 's1-0020'],
    ['s1-0049', 's1-0053'],
    ['s1-0069', 's1-0074'],
  ],
  'an accusation and an arrest': [
    ['s1-0049', 's1-0054', 's1-0058'],
    ['s3-0018', 's3-0021'],
  ],
  'an envoy summoned or recalled over it': [
    ['s1-0155', 's1-0159'],
    ['s3-0035', 's3-0038'],
  ],
  'a strike in Iraq told from Washington the evening before': [['s3-0045', 's3-0046', 's3-0047']],
  'a toll that is revised': [
    ['s1-0039', 's1-0040', 's1-0042'],
    ['s1-0080', 's1-0082', 's1-0083'],
  ],
} as const;

const apart = {
  'an attack on the same target days later': [
    ['s1-0031', 's1-0069', 's1-0093'],
    ['s1-0014', 's1-0076'],
    ['s1-0039', 's1-0049', 's1-0078'],
  ],
  'drones one day and rockets the next': [['s1-0141', 's1-0144']],
  'drones at two bases on one morning': [['s3-0001', 's3-0002']],
  'strikes on one militia on two days': [['s3-0013', 's3-0015']],
  'an attack and the answer to it': [
    ['s1-0069', 's1-0080'],
    ['s1-0105', 's1-0109'],
    ['s3-0023', 's3-0024'],
    ['s3-0055', 's3-0059'],
  ],
  'a decision and an attack of one evening': [['s1-0038', 's1-0039']],
  'a measure and the threat that answers it': [['s1-0146', 's1-0148']],
} as const;

/** What is still wrong; run and told, but no failure. */
const notReached: readonly string[] = ['a denial', 'an attack and the answer to it'];

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
