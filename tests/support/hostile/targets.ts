/** Every reader of text from outside. */

import { articleTarget } from './articles.ts';
import { deskTargets } from './desk.ts';
import { discordTargets } from './discord.ts';
import { discoveryTargets } from './discovery.ts';
import { feedTarget } from './feeds.ts';
import { fileTargets } from './files.ts';
import { queryTargets } from './queries.ts';
import { recordTargets } from './records.ts';
import type { Target } from './target.ts';
import { webTargets } from './web.ts';
import { wordTargets } from './words.ts';

export const targets: readonly Target[] = [
  feedTarget,
  articleTarget,
  ...discoveryTargets,
  ...wordTargets,
  ...queryTargets,
  ...fileTargets,
  ...recordTargets,
  ...discordTargets,
  ...webTargets,
  ...deskTargets,
];
