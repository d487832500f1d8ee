/** Every scenario, in the order in which they are run; one a line. */
import type { Scenario } from './scenario.ts';
import { clock } from './scenarios/clock.ts';
import { discordAway, discordDropping } from './scenarios/discord-away.ts';
import { discordGateway } from './scenarios/discord-gateway.ts';
import { discordLimits } from './scenarios/discord-limits.ts';
import { discordForbidden, discordGone, discordToken } from './scenarios/discord-refusal.ts';
import { doubled } from './scenarios/doubled.ts';
import { kill } from './scenarios/kill.ts';
import { killWindow } from './scenarios/kill-window.ts';
import { logs } from './scenarios/logs.ts';
import { machines } from './scenarios/machines.ts';
import { blocked, paused } from './scenarios/paused.ts';
import {
  redisAway,
  redisAwayLong,
  redisFileCut,
  redisKilled,
  redisLoading,
  redisStopped,
} from './scenarios/redis-away.ts';
import { redisPromotion, redisPromotionLoss } from './scenarios/redis-promotion.ts';
import { redisBusy, redisFullDisk, redisFullMemory, redisQueuesDeleted } from './scenarios/redis-refusal.ts';
import { redisCutInReply, redisSilent, redisStranded } from './scenarios/redis-wire.ts';
import { stop } from './scenarios/stop.ts';
import { upgrade } from './scenarios/upgrade.ts';

export const scenarios: readonly Scenario[] = [
  kill,
  killWindow,
  machines,
  redisKilled,
  redisAway,
  redisAwayLong,
  redisStopped,
  redisLoading,
  redisFileCut,
  redisFullMemory,
  redisFullDisk,
  redisBusy,
  redisQueuesDeleted,
  redisCutInReply,
  redisStranded,
  redisSilent,
  redisPromotionLoss,
  redisPromotion,
  doubled,
  clock,
  paused,
  blocked,
  logs,
  stop,
  upgrade,
  discordAway,
  discordDropping,
  discordLimits,
  discordForbidden,
  discordGone,
  discordToken,
  discordGateway,
];
