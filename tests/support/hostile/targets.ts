/** Every reader of text from outside. */
import { deskTargets } from './desk.ts';
import { discordTargets } from './discord.ts';
import { feedTargets } from './feeds.ts';
import { fileTargets } from './files.ts';
import { queryTargets } from './queries.ts';
import { recordTargets } from './records.ts';
import type { Target } from './target.ts';
import { webTargets } from './web.ts';
import { wordTargets } from './words.ts';

export const targets: readonly Target[] = [
  ...feedTargets,
  ...wordTargets,
  ...queryTargets,
  ...fileTargets,
  ...recordTargets,
  ...discordTargets,
  ...webTargets,
  ...deskTargets,
];
