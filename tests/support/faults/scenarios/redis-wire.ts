/** Connections to Redis that break in ways of their own. */
import { ordeal } from '../ordeal.ts';

/** What was given out by a reply that never came is held by nobody until its lock or claim ends. */
const heldByNobodyMsMax = 15_000;
/** The time after which a silent connection is given up comes first. */
const afterSilenceMsMax = 8_500;
const cutsCount = 12;
/** A tick whose reply is lost fails, and the next one comes a second later. */
const lostReply = /^scheduled work failed .*Command aborted/u;

export const redisCutInReply = ordeal({
  name: 'redis-cut-in-reply',
  claim: 'connections that break in the middle of a reply cost no word and tell none twice',
  ms: { short: 1_000, long: 10_000 },
  firstJobMsMax: heldByNobodyMsMax,
  errors: [lostReply],
  begin({ machines }, draw) {
    for (const { wire } of machines) {
      const matches = () => draw.chance() < 0.05;
      wire.arm({ name: 'any reply', when: 'after', matches }, () => 'cut-in-reply', cutsCount);
    }
  },
  end: () => undefined,
});

export const redisStranded = ordeal({
  name: 'redis-stranded',
  claim: 'a connection whose other end is gone without a word is given up within seconds',
  ms: { short: 100, long: 100 },
  firstJobMsMax: afterSilenceMsMax,
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
