import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPage } from '../../../src/pipeline/why/page.ts';

const story = 'Three rockets landed on the base on Monday, the military said. Nobody was hurt in the attack.';
const article = `<article><h1>Heading</h1><p>${story}</p><aside><p>Read also: cats</p></aside><p>${story} Again &amp; again.</p></article>`;

test('a page gives its own headline, the paragraphs of its article and the time of publication', () => {
  const page = readPage(`<html><head><title>Rockets | The Paper</title>
    <meta property="og:title" content="Rockets &quot;land&quot; on base">
    <meta property="article:published_time" content="2022-03-14T18:00:00+03:00"></head>
    <body><nav><p>Home</p></nav><p>Subscribe now</p>${article}<footer><p>All rights</p></footer></body></html>`);
  assert.deepEqual(page, {
    title: 'Rockets "land" on base',
    text: `${story}\n\n${story} Again & again.`,
    publishedAt: Date.parse('2022-03-14T15:00:00Z'),
  });
});

const titles: readonly (readonly [string, string])[] = [
  ['<title>Only a title</title><h1>A heading</h1>', 'A heading'],
  ['<title>Only a title</title>', 'Only a title'],
  ['<meta name="twitter:title" content="Short"><h1>A heading</h1>', 'Short'],
];
for (const [html, title] of titles)
  test(`the headline of ${html} is ${title}`, () => assert.equal(readPage(html).title, title));

test('a page without an article element gives all its paragraphs, one without paragraphs its text', () => {
  assert.equal(readPage(`<p>${story}</p><div><p>More.</p></div>`).text, `${story}\n\nMore.`);
  assert.equal(readPage('Just words').text, 'Just words');
});

test('no page makes it fail, and a large one takes no more than its share', () => {
  const pieces = fc.constantFrom(
    '<p>',
    '</p>',
    '<article>',
    '</article>',
    '<script>',
    '<meta property="og:title" content="',
    '">',
    '&#x202e;',
    'words ',
    '<time datetime="x">',
    '<title>',
  );
  fc.assert(fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => void readPage(parts.join(''))));
  const started = performance.now();
  const page = readPage('<article><p>a.'.repeat(100_000));
  assert.ok(page.text.length <= 40_000);
  assert.ok(performance.now() - started < 5_000);
});
