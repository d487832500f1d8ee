/** How alerts, who is on call for them, silences and labels are stored, as shapes.ts has all else. */
import type { Alert, EscalationPolicy, Label, Rota, RotaOverride, Silence } from '../../model.ts';
import { unmeasured } from '../../pipeline/alert.ts';
import type { Shape } from './records.ts';

export const alertShape: Shape<Alert> = {
  name: 'alert',
  required: { incident: 'string', server: 'string', state: 'string', revision: 'number', openedAt: 'number' },
  defaults: {
    changedBy: null,
    changedFor: null,
    assignee: null,
    notes: [],
    watches: [],
    acknowledgement: null,
    snoozedUntil: null,
    falseAlarm: null,
    merged: null,
    known: { severity: 'critical', place: null, actors: [], version: 0, worsenedAt: null },
    // What was open before anybody was called for it is not called for now.
    isUrgent: false,
    escalation: null,
    webhooks: [],
    measures: unmeasured,
  },
};
export const rotaShape: Shape<Rota> = {
  name: 'rota',
  required: { id: 'string', server: 'string', name: 'string', timeZone: 'string', layers: 'array' },
  defaults: { holidays: [], channel: null, origin: 'command' },
};
export const policyShape: Shape<EscalationPolicy> = {
  name: 'escalation policy',
  required: { id: 'string', server: 'string', name: 'string', steps: 'array' },
  defaults: { watches: [], severityFloor: 'info', repeat: 0, origin: 'command' },
};
export const overrideShape: Shape<RotaOverride> = {
  name: 'override of a rota',
  required: { id: 'string', rota: 'string', from: 'number', to: 'number', person: 'object' },
  defaults: { why: '' },
};
export const silenceShape: Shape<Silence> = {
  name: 'silence',
  required: { id: 'string', server: 'string', matchers: 'object', from: 'number', to: 'number' },
  defaults: { why: '', liftedBy: null },
};
export const labelShape: Shape<Label> = {
  name: 'label',
  required: { id: 'string', at: 'number', server: 'string', incident: 'string', says: 'object' },
  defaults: { articles: [], examples: [], besides: [], isTeaching: false, revokedAt: null },
};
