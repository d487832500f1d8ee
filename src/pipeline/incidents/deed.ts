import { type AlertState, alertStates, type FalseAlarmReason, falseAlarmReasons, type Instant } from '../../model.ts';
import { type CallTold, readCall } from './call.ts';

/** What an entry of the audit log says of an alert, taken apart: `open → snoozed: until 2026-03-08T12:00:00.000Z`. */
export interface DeedTold {
  /** Null where it left the state as it was, or the entry is not about one. */
  readonly to: AlertState | null;
  /** What stands behind the states, in the words of who did it. */
  readonly rest: string;
  readonly until: Instant | null;
  readonly person: string | null;
  readonly reason: FalseAlarmReason | null;
  /** Of what a policy did. */
  readonly call: CallTold | null;
}

/** Reads the detail of an entry, as `changeAlert` and the desk write it; what is written otherwise is its rest. */
export function readDeed(detail: string): DeedTold {
  const [, from, to, behind = ''] = /^([a-z-]+) → ([a-z-]+)(?:[:,] ([\s\S]*))?$/u.exec(detail) ?? [];
  const state = alertStates.find((known) => known === to) ?? null;
  const isAboutStates = state !== null && alertStates.some((known) => known === from);
  const said = isAboutStates ? behind : detail;
  const until = Date.parse(/^until (\d{4}-\S+Z)$/u.exec(said)?.[1] ?? '');
  const reason = falseAlarmReasons.find((known) => said === known || said.startsWith(`${known}, `)) ?? null;
  return {
    to: isAboutStates && from !== to ? state : null,
    rest: reason === null ? said : said.slice(reason.length).replace(/^, /u, ''),
    until: Number.isNaN(until) ? null : until,
    person: /^to (.+) \([^()]*\)$/u.exec(said)?.[1] ?? null,
    reason,
    call: readCall(detail),
  };
}
