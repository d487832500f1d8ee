/** Connections to Redis that break in ways of their own. */
import { ordeal } from '../ordeal.ts';
import type { Armed } from '../wire.ts';

const firstJobMsMax = 3_000;
/** A silent Redis is given up after five seconds; a job that is under way then is another's when its lock ends. */
const afterSilenceMsMax = 8_500;
const cutShare = 0.05;
/** A machine; more of them cost what connections cost. */
const cutsMax = 40;
const armed: Armed[] = [];

export const redisCutInReply = ordeal({
  name: 'redis-cut-in-reply',
  claim: 'connections that break in the middle of a reply cost no word and tell none twice',
  ms: { short: 1_000, long: 10_000 },
  firstJobMsMax,
  begin({ machines }, draw) {
    for (const { wire } of machines) {
      const matches = () => draw.chance() < cutShare;
      armed.push(wire.arm({ name: 'any reply', when: 'after', matches }, () => 'cut-in-reply', cutsMax));
    }
  },
  async end() {
    const ended = armed.splice(0);
    for (const each of ended) each.disarm();
    return { cuts: ended.reduce((sum, { struck }) => sum + struck, 0) };
  },
});

export const redisStranded = ordeal({
  name: 'redis-stranded',
  claim: 'a connection whose other end is gone without a word is given up within seconds',
  ms: { short: 100, long: 100 },
  firstJobMsMax,
  begin({ machines }) {
    for (const { wire } of machines) wire.strand();
  },
  end: () => undefined,
});

export const redisSilent = ordeal({
  name: 'redis-silent',
  claim: 'while nothing comes from Redis, and no word that it is gone, nobody runs in circles',
  ms: { short: 6_000, long: 30_000 },
  firstJobMsMax: afterSilenceMsMax,
  begin({ machines }) {
    for (const { wire } of machines) wire.stall();
  },
  end({ machines }) {
    for (const { wire } of machines) wire.flow();
    return undefined;
  },
});
