/** Policies for tests; a test names what matters to it. */
import type { EscalationPolicy } from '../../../src/model.ts';

export function aPolicy(said: Partial<EscalationPolicy> = {}): EscalationPolicy {
  return {
    id: 'policy',
    server: 'home',
    name: 'Policy',
    watches: [],
    severityFloor: 'info',
    steps: [
      { do: 'notify-on-call', rota: 'floor', by: 'direct', onlyIn: null },
      { do: 'wait', minutes: 5 },
    ],
    repeat: 0,
    origin: 'file',
    ...said,
  };
}
