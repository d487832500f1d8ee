import type { PageTarget } from '../../model.ts';

type Way = PageTarget['kind'];

/** What an entry `paged` of the audit log says: who was called and how, or why nobody was. */
export type CallTold =
  | { readonly is: 'person'; readonly person: string; readonly rota: string | null; readonly way: Way }
  | { readonly is: 'role'; readonly role: string; readonly way: Way }
  | { readonly is: 'webhook'; readonly webhook: string }
  | { readonly is: 'begun' | 'gone-on' | 'gone' | 'unanswered'; readonly policy: string }
  | { readonly is: 'off-hours'; readonly step: string }
  | { readonly is: 'nobody'; readonly rota: string };

const ways: Readonly<Record<string, Way>> = {
  'in the thread': 'thread',
  'in the channel': 'channel',
  'by direct message': 'direct',
  "in the operators' channel": 'operators',
};
const called = new RegExp(`^(.+), (${Object.keys(ways).join('|')})$`, 'u');

type Read = (name: string) => CallTold;
const others: readonly (readonly [RegExp, Read])[] = [
  [/^webhook (\S+)$/u, (webhook) => ({ is: 'webhook', webhook })],
  [/^policy (.+) begins$/u, (policy) => ({ is: 'begun', policy })],
  [/^policy (.+) goes on: the clock was put back$/u, (policy) => ({ is: 'gone-on', policy })],
  [/^policy (.+) does not exist any more$/u, (policy) => ({ is: 'gone', policy })],
  [/^nobody answered policy (.+): the operators' channel$/u, (policy) => ({ is: 'unanswered', policy })],
  [/^step (\d+) is outside its hours$/u, (step) => ({ is: 'off-hours', step })],
  [/^nobody is on call in rota (.+)$/u, (rota) => ({ is: 'nobody', rota })],
];

/** Reads the detail of an entry as `takeStep`, `escalate` and `advance` write it; null where it is written otherwise. */
export function readCall(detail: string): CallTold | null {
  const [, whom, how = ''] = called.exec(detail) ?? [];
  const way = ways[how];
  if (whom !== undefined && way !== undefined) return personOrRole(whom, way);
  for (const [pattern, read] of others) {
    const [, name] = pattern.exec(detail) ?? [];
    if (name !== undefined) return read(name);
  }
  return null;
}

function personOrRole(whom: string, way: Way): CallTold {
  const [, role] = /^role (\S+)$/u.exec(whom) ?? [];
  if (role !== undefined) return { is: 'role', role, way };
  const [, person = whom, rota = null] = /^(.+), on call in (.+)$/u.exec(whom) ?? [];
  return { is: 'person', person, rota, way };
}
