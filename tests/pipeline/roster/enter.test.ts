import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Feed, Outlet } from '../../../src/model.ts';
import { enter, openBook, type Proposal } from '../../../src/pipeline/roster/enter.ts';
import { mergeRoster } from '../../../src/pipeline/roster.ts';

const outletOf = (id: string): Outlet => ({ id, name: id, family: id, country: 'US', stateAffiliated: false, tier: 1 });
function feedOf(id: string, outlet: string, url: string): Feed {
  return { id, url, outlet, language: 'en', status: 'active', intervalMinutes: 10, origin: 'file' };
}
const filed = {
  outlets: ['herald', 'reuters', 'ap'].map(outletOf),
  feeds: [
    feedOf('herald', 'herald', 'https://feeds.herald.example/world'),
    feedOf('reuters', 'reuters', 'https://news.aggregator.example/reuters'),
    feedOf('ap', 'ap', 'https://news.aggregator.example/ap'),
  ],
};
const emptyBook = () => openBook(mergeRoster(filed, { feeds: [], outlets: [], paused: [] }), filed, []);
function aProposal(url: string, said: Partial<Proposal> = {}): Proposal {
  const fixed = { about: {}, language: 'en', status: 'active', intervalMinutes: null, outlet: {}, site: null } as const;
  return { url, ...fixed, ...said };
}
function entered(book: ReturnType<typeof emptyBook>, proposal: Proposal) {
  const outcome = enter(book, proposal);
  assert.ok(typeof outcome !== 'string', String(outcome));
  return outcome;
}

describe('a proposed feed', () => {
  it('of a host that nobody knows brings an outlet of that host, of the lowest tier', () => {
    const { feed, outlet } = entered(emptyBook(), aProposal('https://www.Paper.example/rss.xml'));
    assert.deepEqual([feed.id, feed.outlet, feed.origin], ['paper-example', 'paper-example', 'command']);
    assert.deepEqual(outlet, {
      id: 'paper-example',
      name: 'paper.example',
      family: 'paper-example',
      country: 'ZZ',
      stateAffiliated: false,
      tier: 3,
    });
  });

  it('whose address holds a key has none of it in its id, which is shown everywhere', () => {
    const book = emptyBook();
    const ids = ['?cat=iraq&apikey=hunter2', '?cat=iraq&apikey=hunter3', '?cat=iran&apikey=hunter2', '?n=1'].map(
      (query) => entered(book, aProposal(`https://paper.example/rss${query}`)).feed.id,
    );
    assert.equal(new Set(ids).size, 4);
    assert.doesNotMatch(ids.join(' '), /hunter/);
  });

  it('of a host that one outlet has is of that outlet, by where its articles lie before where it is served', () => {
    const book = emptyBook();
    assert.equal(entered(book, aProposal('https://herald.example/iraq')).feed.outlet, 'herald');
    const proxied = aProposal('https://feedproxy.example/x', { site: 'herald.example' });
    assert.equal(entered(book, proxied).feed.outlet, 'herald');
    assert.equal(entered(book, proxied.url === '' ? proxied : aProposal('https://herald.example/b')).outlet, null);
  });

  it('of a host that several outlets share is none of theirs', () => {
    const { feed } = entered(emptyBook(), aProposal('https://news.aggregator.example/afp'));
    assert.equal(feed.outlet, 'news-aggregator-example');
  });

  it('is refused where its address is polled already, however it is written', () => {
    const book = emptyBook();
    assert.match(
      String(enter(book, aProposal('http://feeds.herald.example/World/'))),
      /as the feed herald of feeds\.yaml/,
    );
    entered(book, aProposal('https://paper.example/rss'));
    assert.match(String(enter(book, aProposal('https://paper.example/rss/'))), /as the feed paper-example\./);
  });

  it('gets an id of its own, also among thousands of one host', () => {
    const book = emptyBook();
    const ids = Array.from(
      { length: 2_000 },
      (_, n) => entered(book, aProposal(`https://paper.example/f?n=${n}`)).feed.id,
    );
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) && id.length <= 160));
    const odd = ['https://xn--mgba3a.example/خبر', 'https://[2001:db8::1]/rss', 'https://paper.example/%00--rss--/'];
    for (const url of odd) assert.match(entered(book, aProposal(url)).feed.id, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  it('may name its outlet; one of the file is changed only there, one made by command is changed', () => {
    const book = emptyBook();
    const outlet = { id: 'paper', name: 'The Paper', tier: 2, stateAffiliated: true } as const;
    assert.partialDeepStrictEqual(entered(book, aProposal('https://a.example/', { outlet })).outlet, outlet);
    const changed = { id: 'paper', name: 'A Paper' };
    assert.equal(entered(book, aProposal('https://b.example/', { outlet: changed })).outlet?.name, 'A Paper');
    const unnamed = { site: 'a.example', outlet: { name: 'Another' } };
    assert.match(
      String(enter(book, aProposal('https://a.example/more', unnamed))),
      /outlet paper \(A Paper\).*--outlet/,
    );
    const filedToo = enter(book, aProposal('https://c.example/', { outlet: { id: 'herald', tier: 3 } }));
    assert.match(String(filedToo), /herald stands in feeds\.yaml/);
    assert.equal(entered(book, aProposal('https://d.example/', { outlet: { id: 'herald' } })).outlet, null);
  });
});
