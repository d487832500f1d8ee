import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRoster } from '../../../src/jobs/roster.ts';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import type { DeskReply, FetchResult } from '../../../src/ports.ts';
import { anRss } from '../../support/feed-documents.ts';
import { quiet } from '../support/builders.ts';
import { away, by, desk, pack, refusedWith, setUp, store } from './world.ts';

setUp();

const document = anRss([{ title: 'Talks in Baghdad go on for a week', link: 'https://paper.example/1' }], 'The Paper');
const answered: FetchResult = {
  status: 'ok',
  body: Buffer.from(document),
  charset: null,
  contentType: 'application/rss+xml',
  etag: null,
  lastModified: null,
  finalUrl: 'https://paper.example/rss',
  movedTo: null,
  waitMs: null,
};

/** A desk whose every address answers with one feed. */
function feedDesk() {
  const roster = liveRoster({ store, filed: pack, log: quiet });
  const feeds = { reader: { fetch: async () => answered }, parse: parseFeed, filed: pack };
  return { roster, ...desk({ roster, feeds }) };
}
const nothing = { feedLanguage: null, outlet: null, tier: null } as const;
const add = { change: 'add', feed: ' https://paper.example/rss ', ...nothing } as const;
const listed = { change: 'list', feed: '', ...nothing } as const;

test('responders of the operators’ server add, pause, resume and remove a feed', async () => {
  const { feeds, roster, completeFeed } = feedDesk();
  const steer = (change: 'pause' | 'resume' | 'remove', feed: string): Promise<DeskReply> =>
    feeds({ ...by('Amal'), ...nothing, change, feed });
  const added = await feeds({ ...by('Amal'), ...add });
  assert.match(added.text, /“The Paper”: 1 item, .*Added as the feed paper-example/s);
  assert.equal(roster.feeds().get('paper-example')?.about?.title, 'The Paper');
  refusedWith(await feeds({ ...by('Amal'), ...add }), /polled already, as the feed paper-example/);
  assert.deepEqual(await completeFeed(by('Amal'), 'the pap'), [{ name: 'The Paper', value: 'paper-example' }]);
  assert.equal((await steer('pause', 'paper-example')).ok, true);
  assert.equal(roster.feeds().get('paper-example')?.status, 'paused');
  assert.equal((await steer('resume', 'paper-example')).ok, true);
  const { id: filed } = pack.feeds[0] ?? { id: '' };
  refusedWith(await steer('remove', filed), /stands in feeds\.yaml/);
  assert.equal((await steer('remove', 'paper-example')).ok, true);
  assert.equal(roster.feeds().has('paper-example'), false);
  const entries = (await store.recentAudit(1)).map(({ action, who, server }) => [action, who?.name, server]);
  assert.deepEqual(entries, [['feed-remove', 'Amal', 'home']]);
});

test('an address stands in the audit log without its query, where secrets stand', async () => {
  const reader = { fetch: async () => ({ ...answered, finalUrl: 'https://paper.example/rss?key=hidden' }) };
  const roster = liveRoster({ store, filed: pack, log: quiet });
  const { feeds } = desk({ roster, feeds: { reader, parse: parseFeed, filed: pack } });
  const added = await feeds({ ...by('Amal'), ...add, feed: 'https://paper.example/rss?key=hidden' });
  assert.equal(added.ok, true, added.text);
  await feeds({ ...by('Amal'), ...nothing, change: 'remove', feed: 'paper-example' });
  const details = (await store.recentAudit(2)).map(({ detail }) => detail);
  assert.deepEqual(details, Array(2).fill('paper-example https://paper.example/rss'));
});

test('what a feed would be seen as is shown, and nothing is kept', async () => {
  const { feeds, roster } = feedDesk();
  const shown = await feeds({ ...by('Amal'), ...add, change: 'test' });
  assert.match(shown.text, /no date Talks in Baghdad go on for a week https:\/\/paper\.example\/1/);
  assert.equal(roster.feeds().size, pack.feeds.length);
});

test('everybody may see how the feeds fare; only the operators’ responders change them', async () => {
  const { feeds } = feedDesk();
  const seen = await feeds({ ...by('Far', away), ...listed });
  assert.match(seen.text, new RegExp(`^${pack.feeds.length} feeds, 0 of them well`));
  assert.match(seen.parts?.[0]?.heading ?? '', /^(?:paused|unpolled): \d+$/);
  assert.ok(seen.parts?.every(({ lines }) => lines.length <= 13));
  refusedWith(await feeds({ ...by('Far', away), ...add }), /on the operators’ server alone/);
  refusedWith(await feeds({ ...by('Guest', { roles: [] }), ...add }), /Only responders/);
  refusedWith(await feeds({ ...by('Amal'), ...add, outlet: 'Not An Id' }), /lower-case letters/);
  assert.equal(await store.rosterRevision(), 0);
});
