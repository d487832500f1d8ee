import { type Audience, readAudience } from '../../jobs/audience.ts';
import { cleanLine } from '../../pipeline/render/clean.ts';
import { plainLine } from '../../pipeline/speech/said.ts';
import { describeSubscription } from '../../pipeline/subscribe/describe.ts';
import { entryOf, type Steering } from './steering.ts';

/** Every subscription with its id, its place and what it tells. */
export function listText({ watches, subscriptions }: Audience): string {
  if (subscriptions.length === 0) return 'Nobody is told of anything.\n';
  return subscriptions
    .map((each) => {
      const name = watches.find(({ id }) => id === each.watch)?.name ?? each.watch;
      const told = cleanLine(plainLine(describeSubscription(each, name, 'en')));
      const person = each.user === null ? '' : `, in direct messages to ${each.user}`;
      const origin = each.origin === 'file' ? ' (from the configuration)' : '';
      return `${each.id}${origin}\n  server ${each.server}, channel ${each.channel}${person}\n  ${told}\n`;
    })
    .join('');
}

/** Ends subscriptions that were made by command. */
export async function removeSubscriptions(steering: Steering, ids: readonly string[]): Promise<'done' | 'mend'> {
  const { store, say } = steering;
  const { subscriptions } = await readAudience(steering);
  let isAllDone = true;
  for (const wanted of ids) {
    const found = subscriptions.find(({ id }) => id === wanted);
    if (found === undefined || found.origin === 'file') {
      say(`${wanted}: ${found === undefined ? 'there is no such subscription' : 'stands in the configuration'}\n`);
      isAllDone = false;
      continue;
    }
    const detail = `channel ${found.channel}: ${found.watch}`;
    await store.removeSubscription(wanted, entryOf(steering, found.server, 'unsubscribe', detail));
    say(`${wanted}: ended\n`);
  }
  return isAllDone ? 'done' : 'mend';
}
