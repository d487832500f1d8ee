import type { Decision, Instant, Verdict } from '../../model.ts';
import type { Judged } from './judge.ts';

/** What would have changed a verdict. Each was tried: the real functions were run on it and came to `decision`. */
export interface Otherwise {
  readonly change:
    | { readonly kind: 'score'; readonly incident: string; readonly score: number; readonly side: 'above' | 'below' }
    | { readonly kind: 'feature'; readonly incident: string; readonly feature: string }
    | { readonly kind: 'not-told'; readonly incident: string }
    | { readonly kind: 'words'; readonly sentence: number; readonly words: string }
    | { readonly kind: 'reporting-nothing' }
    | { readonly kind: 'sentence'; readonly sentence: number }
    | { readonly kind: 'read-as-event' }
    | { readonly kind: 'untaught' }
    | { readonly kind: 'published'; readonly at: Instant };
  readonly decision: Decision;
  readonly incident: string | null;
  readonly text: string;
}

type Change = Otherwise['change'];

/** What a change came to: empty where the verdict is the same. */
export function changed(judged: Judged, other: Verdict, change: Change, condition: string): readonly Otherwise[] {
  const { decision, incident } = other;
  if (decision === judged.verdict.decision && incident === judged.verdict.incident) return [];
  return [{ change, decision, incident, text: `${condition} it would have been ${outcome(other)}.` }];
}

function outcome({ decision, incident }: Verdict): string {
  if (decision === 'new') return 'new, an incident of its own';
  if (decision === 'update' || decision === 'duplicate')
    return `${decision === 'update' ? 'an update' : 'a duplicate'} of ${incident}`;
  return decision;
}
