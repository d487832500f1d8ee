import type { Server } from '../../../model.ts';
import { unsaidServer } from '../../../pipeline/server.ts';
import { plainLine } from '../../../pipeline/speech/said.ts';
import { describeSubscription } from '../../../pipeline/subscribe/describe.ts';
import type { DeskReply } from '../../../ports.ts';
import type { Audience } from '../../audience.ts';
import { done, entryOf } from '../deps.ts';
import { sendLetter } from '../letters.ts';
import { saveUnless } from '../subscriptions/save.ts';
import { whyNotSubscribed } from '../subscriptions.ts';
import { filedSubscription, reviewOf, subscriptionOfWalk } from './review.ts';
import { showStep } from './show.ts';
import type { Walk } from './walk.ts';

/** Saves the server and its subscription, unless what the alerts need is lacking by now, and sends a test alert. */
export async function saveSetup(walk: Walk): Promise<DeskReply> {
  const { deps, request, speech, audience } = walk;
  const subscription = subscriptionOfWalk(walk);
  if (subscription === null || !(await reviewOf(walk)).maySave) return showStep(walk);
  const isFiled = filedSubscription(walk, subscription) !== null;
  const watch = audience.watches.find(({ id }) => id === subscription.watch);
  const isCounted = walk.setup.changes === null && watch !== undefined && !isFiled;
  const whyFull = (now: Audience) =>
    isCounted ? whyNotSubscribed({ ...request, channel: subscription.channel }, now, watch) : null;
  const full = whyFull(audience);
  if (full !== null) return showStep(walk, full);
  await deps.store.saveServer(await serverOfWalk(walk), entryOf(walk.deps, walk.request, 'setup', summaryOf(walk)));
  if (!isFiled) {
    const told = plainLine(describeSubscription(subscription, watch?.name ?? subscription.watch, 'en'));
    const audit = entryOf(walk.deps, walk.request, 'subscribe', `channel ${subscription.channel}: ${told}`);
    const fullNow = await saveUnless(deps, { subscription, audit }, whyFull);
    if (fullNow !== null) return showStep(walk, fullNow);
    await removeReplaced(walk, subscription.id);
  }
  await sendTest(walk);
  const again = { kind: 'button', does: 'setup:test', label: speech.button.test, look: 'plain' } as const;
  return { ...done(speech.saved), lines: [speech.testOnItsWay(subscription.channel)], controls: [[again]] };
}

/** The same test alert once more, as the draft still has it. */
export async function testAgain(walk: Walk): Promise<DeskReply> {
  const { channel } = walk.setup;
  if (channel === null || !(await reviewOf(walk)).maySave)
    return showStep({ ...walk, setup: { ...walk.setup, step: 'review' } });
  await sendTest(walk);
  return { ...done(walk.speech.saved), lines: [walk.speech.testOnItsWay(channel)] };
}

async function sendTest({ deps, request, setup }: Walk): Promise<void> {
  const { channel, pingRole, language } = setup;
  if (channel === null) return;
  const id = `test-${request.key}`;
  await sendLetter(deps, { id, server: request.server, channel, language, body: { kind: 'test', pingRole } });
}

async function serverOfWalk({ deps, request, setup }: Walk): Promise<Server> {
  const before = (await deps.store.servers()).find(({ id }) => id === request.server) ?? unsaidServer(request.server);
  const named = await deps.premises?.serverName(request.server);
  const { operatorsChannel, responderRoles, language, timeZone } = setup;
  const name = named?.status === 'found' ? named.is : before.name;
  return { ...before, name, operatorsChannel, responderRoles, language, timeZone, operators: false, origin: 'command' };
}

/** What was changed stands in one place: the subscription that it took the place of goes. */
async function removeReplaced(walk: Walk, saved: string): Promise<void> {
  const { deps, setup, standing } = walk;
  const replaced = standing.find(({ id }) => id === setup.changes && id !== saved);
  if (replaced === undefined) return;
  const detail = `channel ${replaced.channel}: ${replaced.watch}, set up anew`;
  await deps.store.removeSubscription(replaced.id, entryOf(walk.deps, walk.request, 'unsubscribe', detail));
}

function summaryOf({ setup }: Walk): string {
  const { operatorsChannel, responderRoles, language, timeZone } = setup;
  return `operators’ channel ${operatorsChannel ?? 'none'}; responders ${responderRoles.join(', ') || 'none'}; ${language}; ${timeZone}`;
}
