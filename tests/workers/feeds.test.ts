import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { anRss } from '../support/feed-documents.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { runProgram, startProgram, stopPrograms } from '../support/program.ts';

describe('npm run feeds, beside a program that runs', () => {
  let newsroom: Newsroom;
  let paper: FeedServer;
  before(async () => {
    newsroom = await openNewsroom();
    paper = await startFeedServer();
    paper.set('/rss', { body: anRss([{ title: 'Talks in Baghdad go on', link: 'https://paper.example/1' }]) });
  });
  after(async () => {
    await stopPrograms();
    await paper.stop();
    await newsroom.close();
  });

  it('has a feed polled within seconds, and no more when it is removed', async () => {
    const program = startProgram('all', { env: newsroom.env });
    await program.until('it runs', () => program.logged('started').length > 0);
    const feeds = (...args: readonly string[]) => runProgram('feeds', { args, env: newsroom.env });
    const { code, stdout, stderr } = await feeds('add', `${paper.origin}/rss`);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /Added as the feed paper-example/);
    // Adding reads the feed once and keeps nothing of it: its state is the program's own poll, which may come first.
    await program.until('it is polled and its items are kept', async () => {
      return (await newsroom.store().feedState('paper-example')) !== null;
    });
    assert.ok(paper.requests('/rss').length > 1);
    assert.equal((await feeds('remove', 'paper-example')).code, 0);
    assert.equal(await newsroom.store().feedState('paper-example'), null);
    const again = await feeds('remove', 'paper-example');
    assert.deepEqual([again.code, again.stdout], [2, 'There is no feed paper-example.\n']);
    program.signal('SIGTERM');
    assert.equal((await program.ended).code, 0);
  });
});
