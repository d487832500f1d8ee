import type { Alert, Incident, SaidLine } from '../../../model.ts';
import { silenceOf, silenceOfAlert, silenceTraits } from '../../../pipeline/silences.ts';
import { silencesSpeech } from '../../../pipeline/speech/silences.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskRequest } from '../../../ports.ts';
import type { DeskDeps } from '../deps.ts';

/** Says by which silence an incident is hidden from this server, or muted, at this moment; null where by none. */
export async function silencedLine(
  { store, pack, clock }: Pick<DeskDeps, 'store' | 'pack' | 'clock'>,
  { server, language }: DeskRequest,
  incident: Incident,
  alert: Alert | null,
): Promise<SaidLine | null> {
  const now = clock.now();
  const silences = (await store.silences(now)).filter((each) => each.server === server);
  const silence =
    alert === null
      ? silenceOf(silences, silenceTraits(incident, pack), { server, watches: [], now })
      : silenceOfAlert(alert, incident, { silences, pack, now });
  if (silence === null) return null;
  const until = { kind: 'moment', at: silence.to } as const;
  return inLanguage(silencesSpeech, language).silencedNow(silence.by.name, until, silence.why);
}
