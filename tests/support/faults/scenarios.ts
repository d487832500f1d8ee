/** Every scenario, in the order in which they are run; one a line. */
import type { Scenario } from './scenario.ts';
import { kill } from './scenarios/kill.ts';

export const scenarios: readonly Scenario[] = [kill];
