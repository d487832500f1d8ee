import type { AuditEntry, Server, Watch } from '../../../model.ts';
import { plainLine } from '../../../pipeline/speech/said.ts';
import { subscriptionsSpeech } from '../../../pipeline/speech/subscriptions.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { describeSubscription } from '../../../pipeline/subscribe/describe.ts';
import { type SubscriptionOf, subscriptionOf } from '../../../pipeline/subscribe.ts';
import type { Desk, DeskReply, DeskRequest } from '../../../ports.ts';
import { type Audience, readAudience } from '../../audience.ts';
import { type DeskDeps, done, entryOf, refused, serverHere } from '../deps.ts';
import { sendLetter } from '../letters.ts';
import { directSubscriptionId, isOwn, watchesNamed } from './names.ts';
import { saveUnless } from './save.ts';

const directMax = 10; // a person and server
const directOfServerMax = 2_000; // each is looked at on every incident that its watch finds

/** Subscribes the asker himself, in direct messages, to a watch that his server sees. */
export async function subscribeDirectly(
  deps: DeskDeps,
  request: Parameters<Desk['subscribe']>[0],
  { audience, watch }: { readonly audience: Audience; readonly watch: Watch },
): Promise<DeskReply> {
  const speech = inLanguage(subscriptionsSpeech, request.language);
  const { server, who } = request;
  const id = directSubscriptionId(server, who.id, watch.id);
  const before = audience.subscriptions.find((each) => each.id === id) ?? null;
  if (before?.origin === 'file') return refused(speech.filed(watch.id));
  if (before === null && isFull(request, audience)) return refused(speech.tooManyDirect(directMax));
  const channel = before?.channel ?? (await channelWith(deps, who.id));
  if (typeof channel !== 'string') return refused(speech.noDirectMessages(channel.problem));
  const here = await serverHere(deps, request);
  const usual = {
    severityFloor: deps.severityFloor,
    pingFloor: deps.pingFloor,
    language: request.language,
    timeZone: here?.timeZone ?? 'UTC',
  };
  const of: SubscriptionOf = { id, watch: watch.id, server, channel, user: who.id };
  const wished = subscriptionOf(of, request.wish, before, usual);
  if (!wished.ok) return refused(speech.mistake(wished.mistake));
  const { subscription } = wished;
  const told = (language: 'en' | typeof request.language) => describeSubscription(subscription, watch.name, language);
  const audit = entry(deps, request, 'subscribe', plainLine(told('en')));
  const full = await saveUnless(deps, { subscription, audit }, (now) =>
    before === null && isFull(request, now) ? speech.tooManyDirect(directMax) : null,
  );
  if (full !== null) return refused(full);
  if (before === null)
    await sendLetter(deps, {
      id: `greeting-${request.key}`,
      server,
      channel,
      language: request.language,
      body: { kind: 'text', text: speech.greeting(watch.name, await nameOf(deps, server, here)) },
    });
  return {
    ...done(before === null ? speech.nowToldDirectly : speech.stillToldDirectly),
    lines: [told(request.language), ...(request.wish.pingRole === null ? [] : [speech.roleOfChannels])],
  };
}

/** Ends what the asker is told in direct messages: one watch, or all of this server. */
export async function unsubscribeDirectly(
  deps: DeskDeps,
  request: Parameters<Desk['unsubscribe']>[0],
): Promise<DeskReply> {
  const speech = inLanguage(subscriptionsSpeech, request.language);
  const { watches, subscriptions } = await readAudience(deps);
  const own = subscriptions.filter(
    (each) => isOwn(request, each) && (request.watch === null || each.watch === request.watch),
  );
  const [first] = own;
  if (first === undefined) return refused(speech.nothingDirect);
  const made = own.filter(({ origin }) => origin === 'command');
  if (made.length === 0) return refused(speech.filed(first.watch));
  for (const { id, watch } of made) await deps.store.removeSubscription(id, entry(deps, request, 'unsubscribe', watch));
  const ended = made.map(({ watch }) => watch);
  return done(speech.endedDirectly(watchesNamed(watches, ended, request.language)));
}

function isFull(request: Parameters<Desk['subscribe']>[0], { subscriptions }: Audience): boolean {
  const own = subscriptions.filter((each) => isOwn(request, each)).length;
  const all = subscriptions.filter(({ server, user }) => server === request.server && user !== null).length;
  return own >= directMax || all >= directOfServerMax;
}

/** What a server is called; one that was never set up has no name but its id here. */
async function nameOf({ premises }: DeskDeps, server: string, here: Server | null): Promise<string> {
  if (here !== null && here.name !== server) return here.name;
  const found = await premises?.serverName(server);
  return found?.status === 'found' ? found.is : server;
}

async function channelWith({ premises }: DeskDeps, user: string): Promise<string | { readonly problem: string }> {
  if (premises === null) return { problem: 'Discord is not connected' };
  const found = await premises.directChannel(user);
  return found.status === 'found' ? found.is : { problem: found.problem };
}

function entry(deps: DeskDeps, request: DeskRequest, action: string, detail: string): AuditEntry {
  return entryOf(deps, request, action, `direct messages: ${detail}`);
}
