/** Surroundings of an alert for the tests of its life; a test names what matters to it. */
import type { EscalationPolicy, Incident, Presser } from '../../../src/model.ts';
import type { Around } from '../../../src/pipeline/alert/around.ts';
import type { AlertLimits } from '../../../src/pipeline/alert/limits.ts';
import { anIncident, aPack } from '../../support/builders.ts';

export const amal: Presser = { id: 'amal', name: 'Amal' };
export const basim: Presser = { id: 'basim', name: 'Basim' };

/** The settings as shipped. */
export const limits: AlertLimits = {
  cooldownMinutes: 30,
  remindAfterMinutes: 120,
  lapseAfterMinutes: 30,
  resolveAfterQuietHours: 48,
  reopenWithinDays: 7,
};

/** Calls who is on call, waits ten minutes, and calls a role. */
export function aPolicy(said: Partial<EscalationPolicy> = {}): EscalationPolicy {
  return {
    id: 'usual',
    server: 'home',
    name: 'Usual',
    watches: [],
    severityFloor: 'info',
    steps: [
      { do: 'notify-on-call', rota: 'first', by: 'direct', onlyIn: null },
      { do: 'wait', minutes: 10 },
      { do: 'notify-role', role: 'chiefs', by: 'channel', onlyIn: null },
    ],
    repeat: 0,
    origin: 'file',
    ...said,
  };
}

/** Basim is on call, nothing is silenced, and no policy is set up. */
export function around(said: Partial<Around> = {}, incident: Incident = anIncident()): Around {
  return {
    incident,
    pack: aPack(),
    limits,
    policies: [],
    rotas: ['first'],
    onCall: (rota) => (rota === 'first' ? basim : null),
    comesOnAt: () => null,
    channels: ['alerts'],
    threads: [],
    hush: { silencedUntil: null, isInhibited: false },
    ...said,
  };
}
