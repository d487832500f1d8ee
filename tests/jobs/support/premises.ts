/** Servers as a bot finds them, in memory. */
import type { Permission } from '../../../src/model.ts';
import type { Member, Premises } from '../../../src/ports.ts';

export interface PlannedPremises extends Premises {
  /** What the bot lacks, by channel. */
  readonly lacking: Map<string, readonly Permission[]>;
  /** Channels and roles by their server. */
  readonly channels: Map<string, string>;
  readonly roles: Map<string, string>;
  /** People who left, each behind their server, and for whom it was asked. */
  readonly left: Set<string>;
  readonly asked: string[];
  /** Members as the server calls them, by their ids; who is not among them is called by their id. */
  readonly members: Map<string, Member>;
  /** Discord does not answer. */
  isAway: boolean;
}

/** Answers as Discord's adapter does, of the channels and roles that a test names. */
export function plannedPremises(): PlannedPremises {
  const premises: PlannedPremises = {
    lacking: new Map(),
    channels: new Map([
      ['alerts', 'home'],
      ['second', 'home'],
      ['ops', 'home'],
      ['far', 'away'],
    ]),
    roles: new Map([
      ['watchers', 'home'],
      ['responder', 'home'],
      ['far-watchers', 'away'],
    ]),
    left: new Set(),
    asked: [],
    members: new Map(),
    isAway: false,
    async lacks({ server, channel, pingRole }) {
      if (premises.isAway) return { status: 'unknown', problem: 'Discord cannot be reached' };
      const home = premises.channels.get(channel);
      if (home === undefined) return { status: 'refused', problem: 'unseen', why: 'unseen' };
      if (home !== server) return { status: 'refused', problem: 'elsewhere', why: 'other-server' };
      if (pingRole !== null && premises.roles.get(pingRole) !== server)
        return { status: 'refused', problem: 'no such role', why: 'no-such-role' };
      return { status: 'found', is: premises.lacking.get(channel) ?? [] };
    },
    async directChannel(user) {
      return premises.isAway
        ? { status: 'unknown', problem: 'Discord cannot be reached' }
        : { status: 'found', is: `direct-${user}` };
    },
    async serverName(server) {
      return { status: 'found', is: server === 'home' ? 'Home' : 'Away' };
    },
    async isMember(server, user) {
      premises.asked.push(`${server} ${user}`);
      return premises.isAway
        ? { status: 'unknown', problem: 'Discord cannot be reached' }
        : { status: 'found', is: !premises.left.has(`${server} ${user}`) };
    },
    async member(server, user) {
      if (premises.isAway) return { status: 'unknown', problem: 'Discord cannot be reached' };
      const nobodyKnown: Member = {
        who: { id: user, name: user },
        roles: [],
        isBot: false,
        mayManage: false,
        mayManageServer: false,
      };
      return {
        status: 'found',
        is: premises.left.has(`${server} ${user}`) ? null : (premises.members.get(user) ?? nobodyKnown),
      };
    },
  };
  return premises;
}
