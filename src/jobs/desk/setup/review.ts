import type { SaidLine, Subscription } from '../../../model.ts';
import { words } from '../../../pipeline/render/words.ts';
import { describeSubscription } from '../../../pipeline/subscribe/describe.ts';
import { type Checked, checkChannel } from '../permissions.ts';
import { isVisible, subscriptionId } from '../subscriptions/names.ts';
import type { Walk } from './walk.ts';

/** What would be saved, and what stands against it. */
export interface Review {
  readonly lines: readonly SaidLine[];
  readonly maySave: boolean;
}

/** Everything as it would be, and each permission that lacks by name and channel. */
export async function reviewOf(walk: Walk): Promise<Review> {
  const { setup, speech, filed } = walk;
  const subscription = subscriptionOfWalk(walk);
  if (subscription === null)
    return { lines: [setup.channel === null ? speech.noChannelChosen : speech.noWatchChosen], maySave: false };
  const { alerts, operators } = await checkedChannels(walk, subscription);
  const problems = [
    ...(alerts.mustMend ? [speech.mendFirst] : []),
    ...alerts.lines,
    ...(operators.lines.length > 0 ? [speech.forOperators, ...operators.lines] : []),
  ];
  return {
    lines: [
      ...planOf(walk, subscription),
      ...(filed === null ? [] : [speech.serverFiled]),
      ...(problems.length === 0 ? [speech.allWell] : problems),
    ],
    // What this server's operators are told is nothing for another server.
    maySave: !alerts.mustMend && !operators.isElsewhere,
  };
}

function planOf(walk: Walk, subscription: Subscription): readonly SaidLine[] {
  const { setup, speech, request, audience } = walk;
  const name = audience.watches.find(({ id }) => id === subscription.watch)?.name ?? subscription.watch;
  const languages = words[request.language === 'ar' ? 'ar' : 'en'].language;
  const { responderRoles } = setup;
  return [
    speech.toldTo(subscription.channel, describeSubscription(subscription, name, request.language)),
    ...(filedSubscription(walk, subscription) === null ? [] : [speech.subscriptionFiled]),
    ...(setup.changes === null || setup.changes === subscription.id ? [] : [speech.moves]),
    ...(setup.operatorsChannel === null ? [] : [speech.operatorsAt(setup.operatorsChannel)]),
    speech.respondersAre(responderRoles),
    speech.speaks(languages[setup.language], setup.timeZone),
  ];
}

async function checkedChannels(walk: Walk, { channel, pingRole }: Subscription) {
  const { deps, request, setup } = walk;
  const { operatorsChannel } = setup;
  const check = (asked: Omit<Parameters<typeof checkChannel>[1], 'server'>): Promise<Checked> =>
    checkChannel(deps.premises, { server: request.server, ...asked }, request.language);
  const nothing: Checked = { lines: [], mustMend: false, isElsewhere: false };
  const [alerts, operators] = await Promise.all([
    check({ channel, pingRole, use: 'alerts' }),
    operatorsChannel === null ? nothing : check({ channel: operatorsChannel, pingRole: null, use: 'operators' }),
  ]);
  return { alerts, operators };
}

/** The subscription as it would be saved; null where its channel or watch is not chosen, or not this server's to choose. */
export function subscriptionOfWalk({ setup, request, audience, standing }: Walk): Subscription | null {
  const { channel, pingRole, severityFloor, pingFloor, quiet, language } = setup;
  const watch = audience.watches.find((each) => each.id === setup.watch && isVisible(each, request.server));
  if (channel === null || watch === undefined) return null;
  const { server } = request;
  const id = subscriptionId({ server, channel }, watch.id);
  const before = standing.find((each) => each.id === (setup.changes ?? id));
  return {
    alerts: before?.alerts ?? true,
    cardsPerHour: before?.cardsPerHour ?? null,
    digests: before?.digests ?? [],
    id,
    watch: watch.id,
    server,
    channel,
    user: null,
    pingRole,
    severityFloor,
    pingFloor,
    language,
    quiet,
    origin: 'command',
  };
}

/** The same as the configuration has it, which no command changes. */
export function filedSubscription({ audience }: Walk, { server, channel, watch }: Subscription): Subscription | null {
  const found = audience.subscriptions.find(
    (each) => each.origin === 'file' && each.server === server && each.channel === channel && each.watch === watch,
  );
  return found ?? null;
}
