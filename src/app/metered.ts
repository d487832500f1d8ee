import type { AlertMeter, Store } from '../ports.ts';

/** The store, whose writes of alerts are counted where they were made, whoever makes them: one that came too late is none. */
export function metered(store: Store, meter: AlertMeter): Store {
  return {
    ...store,
    async commitVerdict(record) {
      const outcome = await store.commitVerdict(record);
      if (outcome === 'committed') for (const alert of record.alertsOpened) meter.alerted('open', alert);
      return outcome;
    },
    async commitAlert(record) {
      const outcome = await store.commitAlert(record);
      if (outcome === 'committed')
        for (const { action, alert } of record.audit) if (alert !== undefined) meter.alerted(action, record.alert);
      return outcome;
    },
    async commitIncidents(record) {
      const outcome = await store.commitIncidents(record);
      if (outcome === 'committed')
        for (const { action, alert, server, incident } of record.audit) {
          const moved = record.alerts.find(({ after }) => after.server === server && after.incident === incident);
          if (alert !== undefined && moved !== undefined) meter.alerted(action, moved.after);
        }
      return outcome;
    },
    async saveCard(card, owner, settled) {
      const isSaved = await store.saveCard(card, owner, settled);
      const { causedAt, postedAt } = card;
      const isFirst = settled.some(({ outcome, reason }) => outcome === 'sent' && reason === 'posted');
      if (isSaved && isFirst && causedAt !== null && postedAt !== null) meter.told(Math.max(0, postedAt - causedAt));
      return isSaved;
    },
  };
}
