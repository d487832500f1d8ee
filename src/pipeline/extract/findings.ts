import type { Report } from '../../model.ts';
import type { EventCandidate } from './events.ts';

/** What was found out about an article before it is judged. */
export interface Findings {
  readonly main: EventCandidate | null;
  readonly development: Report['development'];
  readonly place: string | null;
}
