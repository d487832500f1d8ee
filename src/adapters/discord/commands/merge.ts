import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord.js';
import type { Desk } from '../../../ports.ts';
import { type Ask, type Given, incidentOption, sub } from './kit.ts';

const whyLengthMax = 300;

const named = (name: string, description: string) => ({ ...incidentOption, name, description, required: true });
const whyOption: APIApplicationCommandOption = {
  type: ApplicationCommandOptionType.String,
  name: 'reason',
  description: 'Why, for the audit log',
  max_length: whyLengthMax,
};

/** What analysts of the operators' server do to incidents, among the commands on them. */
export const mergeSubs: readonly APIApplicationCommandOption[] = [
  sub('merge', 'Merge an incident into another that tells the same event', [
    named('incident', 'The incident that goes into the other'),
    named('into', 'The incident that stays'),
    whyOption,
  ]),
  sub('split', 'Make an incident of reports that tell another event', [
    named('incident', 'The incident whose reports are to be parted'),
    whyOption,
  ]),
  sub('link', 'Link two incidents that belong together', [
    named('incident', 'The one incident'),
    named('with', 'The other incident'),
    whyOption,
  ]),
  sub('unlink', 'Take a link between two incidents away', [
    named('incident', 'The one incident'),
    named('with', 'The other incident'),
  ]),
  sub('unmerge', 'Take a merge or a split back, within 30 days', [
    named('merged', 'The incident that was merged, or that was split off'),
    whyOption,
  ]),
];

type Change = Parameters<Desk['regroup']>[0]['change'];
const asking =
  (change: Change, incident: string, other: string | null): Ask =>
  (desk, request, given: Given) =>
    desk.regroup({
      ...request,
      change,
      incident: given(incident) ?? '',
      other: other === null ? null : given(other),
      why: given('reason'),
    });

export const mergeAsks: Readonly<Record<string, Ask>> = {
  'incident merge': asking('merge', 'incident', 'into'),
  'incident split': asking('split', 'incident', null),
  'incident link': asking('link', 'incident', 'with'),
  'incident unlink': asking('unlink', 'incident', 'with'),
  'incident unmerge': asking('unmerge', 'merged', null),
};
