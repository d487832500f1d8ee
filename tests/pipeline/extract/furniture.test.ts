import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutFurniture } from '../../../src/pipeline/extract/furniture.ts';

const body = (...paragraphs: string[]) => paragraphs.join('\n\n');
const story = 'WASHINGTON — The secretary warned of a closure on Sunday.';
const more = 'He did so by telephone, officials said.';

test('a teaser and a caption above the line of the place are no part of the story', () => {
  const above = [
    'A general praised the guards in an interview.',
    'Image: The gate',
    'The gate in 2011. A. Name / Reuters file',
  ];
  assert.equal(withoutFurniture(body(...above, story, more)), body(story, more));
});

test('a caption among the first paragraphs is left out', () => {
  assert.equal(withoutFurniture(body(more, 'File photo: the gate', more)), body(more, more));
});

test('a text without furniture stays as it is', () => {
  for (const text of ['', more, body(more, more), body(story, more), body('Image: only a caption')])
    assert.equal(withoutFurniture(text), text);
});

test('a long story is not cut by a line of a place that comes late', () => {
  const long = body('A long beginning. '.repeat(60), story, more);
  assert.equal(withoutFurniture(long), long);
});
