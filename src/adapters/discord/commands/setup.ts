import { PermissionFlagsBits } from 'discord.js';
import { type Area, command } from './kit.ts';

/** The desk checks the caller's permission all the same. */
const managing = String(PermissionFlagsBits.ManageGuild);

export const settingUp: Area = {
  commands: [command('setup', 'Set Watchfloor up on this server, step by step', [], managing)],
  asks: { setup: (desk, request) => desk.setup(request) },
};
