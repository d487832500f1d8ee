/** Every role on machines of its own, two schedulers and two of each stage; in a long round one of each is gone then. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Role, roles } from '../../../../src/app.ts';
import { check } from '../check.ts';
import { type Floor, onFloor } from '../floor.ts';
import type { Machine } from '../machine.ts';
import type { Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

/** These run as often as there is work; a second scheduler stands in for the first. The others are started again. */
const doubled: ReadonlySet<Role> = new Set(['scheduler', 'poll', 'match', 'deliver']);
const storiesBefore = 2;
const storiesAfter = 2;
const momentMsMax = 300;

export const machines: Scenario = {
  name: 'machines',
  claim: 'machines share the work, each alert comes once, and with one machine of each role gone they go on',
  run: (draw, { isLong }) =>
    onFloor({}, async (floor) => {
      const opened = await Promise.all(
        roles.flatMap((role) => (doubled.has(role) ? [1, 2] : [1]).map(() => open(floor, role))),
      );
      const before = Array.from({ length: storiesBefore }, () => floor.news.happen());
      await settle(floor);
      const first = await check(floor, { stories: before });
      const figures = { machines: opened.length, decidedBy: decidedBy(opened) };
      if (!isLong)
        return { found: first.found, figures: { ...figures, lost: first.lost, duplicates: first.duplicates } };
      const after = Array.from({ length: storiesAfter }, () => floor.news.happen());
      await pause(draw.whole(0, momentMsMax));
      await Promise.all(roles.map((role) => oneOfRole(opened, role).kill()));
      await settle(floor);
      const { found, lost, duplicates } = await check(floor, { stories: [...before, ...after] });
      return { found: [...first.found, ...found], figures: { ...figures, kills: roles.length, lost, duplicates } };
    }),
};

/** Of a stage with two machines the one that is killed stays away. */
const open = (floor: Floor, role: Role): Promise<Machine> => floor.machine(role, { isSupervised: !doubled.has(role) });

function oneOfRole(opened: readonly Machine[], role: Role): Machine {
  const one = opened.find((machine) => machine.role === role);
  if (one === undefined) throw new Error(`expected a machine of role ${role}`);
  return one;
}

/** Articles that came to an alert, by the matcher that decided them. */
function decidedBy(opened: readonly Machine[]): Readonly<Record<string, number>> {
  const matchers = opened.filter(({ role }) => role === 'match');
  return Object.fromEntries(matchers.map(({ name, logged }) => [name, logged('article decided').length]));
}
