/** What the audit log keeps of what people ask: who, from where, and none of their secrets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRoster } from '../../../src/jobs/roster.ts';
import { checkChain } from '../../../src/pipeline/audit.ts';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import { anRss } from '../../support/feed-documents.ts';
import { quiet } from '../support/builders.ts';
import { addKeyword, away, by, desk, pack, setUp, store } from './world.ts';

setUp();

const canaries = ['hunter2', 'k3y-of-the-feed'] as const;
const address = `https://amal:${canaries[0]}@paper.example/rss?key=${canaries[1]}`;
const nothing = { feedLanguage: null, outlet: null, tier: null } as const;

/** A desk whose every address answers with one feed. */
function feedDesk(finalUrl: string) {
  const body = Buffer.from(anRss([{ title: 'Talks go on', link: 'https://paper.example/1' }], 'The Paper'));
  const answered = { status: 'ok', body, charset: null, contentType: 'application/rss+xml', finalUrl } as const;
  const fetch = async () => ({ ...answered, etag: null, lastModified: null, movedTo: null, waitMs: null });
  const roster = liveRoster({ store, filed: pack, log: quiet });
  return desk({ roster, feeds: { reader: { fetch }, parse: parseFeed, filed: pack } });
}

test('no user, password or query of an address stands in it, whether it was added or refused', async () => {
  const { feeds } = feedDesk(address);
  await feeds({ ...by('Amal'), ...nothing, change: 'add', feed: address });
  await feeds({ ...by('Far', away), ...nothing, change: 'add', feed: address });
  await feeds({ ...by('Guest', { roles: [] }), ...nothing, change: 'test', feed: `see ${address} and ${address}` });
  const entries = await store.recentAudit(20);
  assert.ok(entries.filter(({ action }) => action === 'refused').length >= 2, JSON.stringify(entries));
  const kept = JSON.stringify(await store.auditLinks(null, 50));
  for (const canary of canaries) assert.equal(kept.includes(canary), false, kept);
  assert.match(kept, /feeds add https:\/\/paper\.example\/rss/);
});

test('each entry of a person says from which channel, and what is done to one server is told as that one’s', async () => {
  const amal = by('Amal', { mayManageServer: true });
  await addKeyword(amal, 'drone');
  await desk().raiseIncident({ ...amal, text: 'Rockets hit Camp Taji. Two soldiers were wounded.', link: null });
  await desk().press({ ...by('Far', away), roles: [], mayManage: false, incident: 'i1', action: 'resolve' });
  const links = await store.auditLinks(null, 50);
  const entries = links.flatMap(({ entry }) => entry ?? []);
  assert.ok(entries.length >= 3, JSON.stringify(entries));
  for (const { who, from, server, action } of entries) {
    const expected = who === null ? undefined : server === 'away' ? 'channel far' : 'channel alerts';
    assert.equal(from, expected, action);
  }
  const { newest, gone } = await store.auditEnds();
  assert.equal(checkChain({ links, newest, gone }).whole, true);
});
