import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { foldSpelling } from '../../src/config/aliases.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Language } from '../../src/model.ts';

const config = loadConfig({ env: {} });
const { actors, places, feeds, outlets, knownIncidents, eventTypes } = config.pack;
const languages: readonly Language[] = ['en', 'ar', 'fa'];
const shipped = join(import.meta.dirname, '../../config');

const spelledBy = (entries: typeof actors | typeof places, spelling: string) =>
  entries
    .filter(({ name, aliases }) =>
      [name, ...languages.flatMap((language) => aliases[language])].some(
        (each) => foldSpelling(each) === foldSpelling(spelling),
      ),
    )
    .map(({ id }) => id);

test('the shipped pack is as rich as it promises', () => {
  assert.ok(feeds.length >= 45, `${feeds.length} feeds`);
  assert.ok(actors.length >= 85, `${actors.length} actors`);
  assert.ok(places.length >= 85, `${places.length} places`);
  assert.ok(knownIncidents.length >= 70, `${knownIncidents.length} known incidents`);
  assert.ok(eventTypes.length >= 22, `${eventTypes.length} event types`);
  assert.ok(config.watches.length >= 4);
  assert.ok(config.rotas.length >= 1);
});

test('feeds are read in all three languages and from each side', () => {
  for (const language of languages) {
    assert.ok(feeds.filter((feed) => feed.language === language).length >= 10, language);
  }
  const countries = new Set(outlets.map(({ country }) => country));
  for (const country of ['US', 'GB', 'IQ', 'IR', 'IL', 'SA', 'AE', 'QA', 'TR', 'RU'])
    assert.ok(countries.has(country), country);
  for (const id of ['antiwar', 'cnbc', 'nbc-news', 'iran-primer', 'centcom', 'us-embassy-iraq']) {
    assert.ok(
      feeds.some(({ outlet }) => outlet === id),
      id,
    );
  }
  assert.deepEqual(
    outlets.filter(({ id }) => !feeds.some(({ outlet }) => outlet === id)).map(({ id }) => id),
    [],
    'every outlet has a feed',
  );
});

test('editions of one newsroom are one family', () => {
  const family = new Map(outlets.map((outlet) => [outlet.id, outlet.family]));
  for (const [one, other] of [
    ['bbc', 'bbc-arabic'],
    ['tasnim-en', 'tasnim-fa'],
    ['al-jazeera', 'al-jazeera-arabic'],
    ['centcom', 'defense-gov'],
  ] as const) {
    assert.equal(family.get(one), family.get(other));
  }
  assert.notEqual(family.get('reuters'), family.get('ap'));
});

test('each actor and place is spelled in Arabic and Persian, and each actor in English', () => {
  for (const { id, aliases } of [...actors, ...places]) {
    assert.ok(aliases.ar.length > 0, `${id} in Arabic`);
    assert.ok(aliases.fa.length > 0, `${id} in Persian`);
  }
  for (const { id, aliases } of actors) assert.ok(aliases.en.length > 0, `${id} in English`);
});

test('Hezbollah alone is Lebanon’s', () => {
  assert.deepEqual(spelledBy(actors, 'Hezbollah'), ['lebanese-hezbollah']);
  assert.deepEqual(spelledBy(actors, 'حزب الله'), ['lebanese-hezbollah']);
  assert.deepEqual(spelledBy(actors, 'Kata’ib Hizballah'), ['kataib-hezbollah']);
  assert.deepEqual(spelledBy(actors, 'کتائب حزب‌الله'), ['kataib-hezbollah']);
});

test('a name that is an everyday word without its article never stands alone', () => {
  const everyday = ['القائم', 'العديد', 'المهندس', 'الحشد', 'السوداني', 'الصدر', 'انبار', 'حديثة', 'مشهد', 'العمر'];
  for (const word of everyday) {
    assert.deepEqual(spelledBy(actors, word), [], word);
    assert.deepEqual(spelledBy(places, word), [], word);
  }
});

test('words that name no side count for none', () => {
  const parties = (id: string) => actors.find((actor) => actor.id === id)?.parties;
  assert.deepEqual(parties('iraqi-protesters'), ['other']);
  assert.deepEqual(parties('iran-backed-groups'), ['iran']);
  assert.deepEqual(parties('kataib-hezbollah'), ['iraq', 'iran']);
  assert.deepEqual(parties('lebanese-hezbollah'), ['other']);
});

test('every place but the outermost is in the country of the place around it', () => {
  const byId = new Map(places.map((place) => [place.id, place]));
  for (const place of places) {
    const around = byId.get(place.within ?? '');
    if (around) assert.equal(place.country, around.country, place.id);
  }
});

test('the timeline of late 2019 and early 2020 is known day by day', () => {
  const days = new Set(knownIncidents.map(({ day }) => day));
  const timeline = `2019-12-27 2019-12-29 2019-12-31 2020-01-02 2020-01-03 2020-01-04 2020-01-05 2020-01-06 2020-01-08
    2020-01-30 2020-03-10 2020-03-11 2020-03-13 2020-03-17 2020-03-26 2020-03-29 2020-03-30 2020-04-01 2020-04-02 2020-04-04`;
  for (const day of timeline.split(/\s+/)) assert.ok(days.has(day), day);
});

test('known incidents are in the order of their days, and their ids begin with them', () => {
  assert.deepEqual(
    knownIncidents.map(({ day }) => day),
    knownIncidents.map(({ day }) => day).toSorted(),
  );
  for (const { id, day } of knownIncidents) assert.ok(id.startsWith(day), id);
});

test('what recalls one incident recalls no other', () => {
  const owner = new Map<string, string>();
  for (const { id, recalledAs } of knownIncidents) {
    for (const phrase of recalledAs) {
      assert.equal(owner.get(phrase.toLowerCase()) ?? id, id, phrase);
      owner.set(phrase.toLowerCase(), id);
    }
  }
});

test('no shipped file holds a secret or a Discord id of somebody', () => {
  for (const name of ['watchfloor.yaml', 'watches.yaml', 'rota.yaml']) {
    const text = readFileSync(join(shipped, name), 'utf8');
    assert.deepEqual(text.match(/\d{15,}/g)?.filter((id) => !/^1000000000000000\d\d$/.test(id)) ?? [], []);
    assert.doesNotMatch(text, /token\s*:/i);
  }
});
