/** The one window in which a message can come to stand twice, provoked; and what lies beside it on either side. */
import { check } from '../check.ts';
import { type Floor, type FloorOptions, onFloor } from '../floor.ts';
import { type Kill, killAt } from '../killing.ts';
import { killPoints } from '../points.ts';
import type { Outcome, Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';
import { openCrew } from './kill.ts';

const killsEachLong = 5;
const always = Number.MAX_SAFE_INTEGER;

interface Side {
  readonly name: string;
  /** Whether Discord has forgotten the nonce when somebody takes the row up. */
  readonly isForgotten: boolean;
  readonly isHistoryReadable: boolean;
}

const sides: readonly Side[] = [
  { name: 'forgotten and not to be read', isForgotten: true, isHistoryReadable: false },
  { name: 'forgotten, history readable', isForgotten: true, isHistoryReadable: true },
  { name: 'remembered, history not readable', isForgotten: false, isHistoryReadable: false },
];

export const killWindow: Scenario = {
  name: 'kill-window',
  claim: 'a card stands twice only where its answer was lost, Discord forgot the nonce and the history cannot be read',
  async run(_draw, { isLong }) {
    const outcomes: Outcome[] = [];
    for (const side of sides) outcomes.push(await onFloor(optionsOf(side), (floor) => lose(floor, side, isLong)));
    return {
      found: outcomes.flatMap(({ found }) => found),
      figures: Object.assign({}, ...outcomes.map(({ figures }) => figures)),
      measuredMs: Object.assign({}, ...outcomes.map(({ measuredMs }) => measuredMs)),
    };
  },
};

/** Who is killed is taken up after seconds, so that these are longer than a window of one. */
function optionsOf({ isForgotten }: Side): FloorOptions {
  return isForgotten ? { settings: { deliver: { nonceWindowMs: 1_000 } }, discord: { nonceWindowMs: 1_000 } } : {};
}

/** Loses the answer to one card after the other by killing whoever waits for it. */
async function lose(floor: Floor, side: Side, isLong: boolean): Promise<Outcome> {
  if (!side.isHistoryReadable)
    floor.discord.faults.plan('GET', /\/messages$/u, { kind: 'status', status: 403, code: 50_001 }, always);
  await openCrew(floor, 'two that do all');
  const point = killPoints.find(({ name }) => name === 'deliver: Discord has done the card');
  if (point === undefined) throw new Error('there is no step at which Discord has done the card');
  const stories = Array.from({ length: isLong ? killsEachLong : 1 }, () => floor.news.plan());
  const kills: Kill[] = [];
  for (const story of stories) {
    const killed = await killAt(floor, point, story, () => floor.news.tell(story));
    if (killed !== null) kills.push(killed);
  }
  await settle(floor);
  const { found, duplicates } = await check(floor, { stories });
  const isWindow = side.isForgotten && !side.isHistoryReadable;
  const expected = isWindow ? stories.length : 0;
  const spared =
    kills.length === stories.length ? [] : [`${side.name}: ${kills.length} of ${stories.length} were killed`];
  const amiss = duplicates === expected ? [] : [`${side.name}: ${duplicates} cards stand twice, expected ${expected}`];
  const beside = found.filter((sentence) => !isWindow || !sentence.includes('has another card'));
  return {
    found: [...spared, ...amiss, ...beside],
    figures: { [`kills (${side.name})`]: kills.length, [`duplicates (${side.name})`]: duplicates },
    measuredMs: { [side.name]: kills.flatMap(({ visibleMs }) => visibleMs ?? []) },
  };
}
