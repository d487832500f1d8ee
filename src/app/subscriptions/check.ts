import { readAudience } from '../../jobs/audience.ts';
import type { Subscription } from '../../model.ts';
import { mustHave, pingsNobody } from '../../pipeline/permissions.ts';
import { permissionsSpeech } from '../../pipeline/speech/permissions.ts';
import type { Premises } from '../../ports.ts';
import type { Steering } from './steering.ts';

type Outcome = 'done' | 'mend' | 'failed';

/** Says of each subscription to a channel what the bot lacks there. */
export async function checkSubscriptions(steering: Steering, ids: readonly string[]): Promise<Outcome> {
  const { premises, say } = steering;
  if (premises === null) {
    say('Without DISCORD_TOKEN there is no Discord to ask.\n');
    return 'mend';
  }
  const { subscriptions } = await readAudience(steering);
  const chosen = ids.length === 0 ? subscriptions : subscriptions.filter(({ id }) => ids.includes(id));
  const outcomes = new Set<Outcome>();
  for (const unknown of ids.filter((id) => !subscriptions.some((each) => each.id === id))) {
    say(`${unknown}: there is no such subscription\n`);
    outcomes.add('mend');
  }
  for (const each of chosen.filter(({ user, channel }) => user === null && channel !== 'console'))
    outcomes.add(await checkOne(premises, each, say));
  return (['mend', 'failed'] as const).find((outcome) => outcomes.has(outcome)) ?? 'done';
}

/** What keeps alerts from a channel, or its role from being pinged, in one line. */
export async function checkOne(
  premises: Premises,
  { id, server, channel, pingRole }: Pick<Subscription, 'id' | 'server' | 'channel' | 'pingRole'>,
  say: (text: string) => void,
): Promise<Outcome> {
  const found = await premises.lacks({ server, channel, pingRole });
  if (found.status !== 'found') {
    say(`${id}: channel ${channel}: ${found.problem}\n`);
    return found.status === 'refused' ? 'mend' : 'failed';
  }
  const must = mustHave(found.is, 'alerts').map((permission) => permissionsSpeech.en.names[permission]);
  if (must.length > 0) say(`${id}: in channel ${channel} the bot lacks ${must.join(', ')}\n`);
  if (pingRole !== null && pingsNobody(found.is))
    say(`${id}: role ${pingRole} would be named in channel ${channel} without a ping\n`);
  if (found.is.length === 0) say(`${id}: channel ${channel} is well\n`);
  return must.length > 0 ? 'mend' : 'done';
}
