import type { Instant, Letter, Presser, Rota, Server } from '../../model.ts';
import { formatMoment } from '../../pipeline/render/dates.ts';
import { shiftSpeech } from '../../pipeline/speech/shift.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Clock, Log, Premises, SubscriptionStore } from '../../ports.ts';
import { serverOf } from '../servers.ts';

export interface ReminderDeps {
  readonly store: Pick<SubscriptionStore, 'servers'>;
  readonly filedServers: readonly Server[];
  /** Null where there is nobody to write to. */
  readonly premises: Premises | null;
  readonly realClock: Clock;
  readonly log: Log;
}

interface Coming {
  readonly rota: Rota;
  readonly person: Presser;
  readonly at: Instant;
}

/**
 * The letter that reminds somebody of his shift: by direct message, else where the rota's hand-overs are told. Null where
 * neither can be, or he has left the server.
 */
export async function reminderLetter(deps: ReminderDeps, { rota, person, at }: Coming): Promise<Letter | null> {
  const server = await serverOf(deps, rota.server);
  if (server === null || deps.premises === null) return null;
  const member = await deps.premises.isMember(rota.server, person.id);
  if (member.status === 'found' && !member.is) {
    deps.log.warn('who comes on call is not on the server', { rota: rota.id, person: person.id });
    return null;
  }
  const direct = await deps.premises.directChannel(person.id);
  const channel = direct.status === 'found' ? direct.is : (rota.channel ?? server.operatorsChannel);
  if (channel === null) return null;
  const { language } = server;
  const time = `${formatMoment(at, rota.timeZone, language)} (${rota.timeZone})`;
  const text = inLanguage(shiftSpeech, language).soon(rota.name, server.name, time);
  return {
    // Somebody else who takes it over at the last moment is reminded too.
    id: `shift-soon.${rota.id}.${new Date(at).toISOString()}.${person.id}`,
    server: rota.server,
    channel,
    language,
    body: { kind: 'text', text, users: [person.id] },
    createdAt: deps.realClock.now(),
  };
}
