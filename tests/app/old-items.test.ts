import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { droneAtErbil } from '../support/news.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, startProgram, stopPrograms } from '../support/program.ts';

const hourMs = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs);
const weekdayOf = (date: Date) => date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'Asia/Baghdad' });
const towns = ['Mosul', 'Samarra', 'Tikrit', 'Ramadi', 'Fallujah', 'Basra', 'Najaf', 'Karbala', 'Kut', 'Hilla'];
const oldItems = 30;

let news: Newsroom;
let program: Program;
before(async () => {
  news = await openNewsroom();
});
after(async () => {
  await stopPrograms();
  await news.close();
});

test('the first poll of a feed with thirty old items tells none of them, and a fresh one among them it tells', async () => {
  for (let at = 0; at < oldItems; at += 1) {
    const [day, town] = [hoursAgo(20 + at * 12), towns[at % towns.length]];
    news.publish('reuters', {
      title: `Rockets hit base hosting US troops near ${town}, attack ${at + 1} of the month`,
      description: `Rockets landed at a base used by US forces near ${town} in Iraq on ${weekdayOf(day)}, the military said.`,
      published: day,
    });
  }
  const yesterday = hoursAgo(26);
  news.publish('reuters', {
    title: 'Rockets hit Camp Taji north of Baghdad, where US troops are based',
    description: `Three Katyusha rockets hit Camp Taji, a base north of Baghdad that hosts US forces, on ${weekdayOf(yesterday)}. Nobody was hurt.`,
    published: yesterday,
  });
  news.publish('reuters', droneAtErbil);
  program = startProgram('all', { env: { ...news.env, LOG_LEVEL: 'debug' } });
  await program.until('all is decided', () => {
    const { articles, isDelivered } = program.decided();
    return articles === oldItems + 2 && isDelivered;
  });
  const cards = program.stdout().match(/^\[Acknowledge\]/gm);
  assert.equal(cards?.length, 1, program.stdout());
  assert.ok(program.stdout().includes(`${droneAtErbil.title}\n`));
});

test("yesterday's attack, silent then, is no news when another outlet repeats it", async () => {
  const yesterday = hoursAgo(26);
  const before = program.decided().articles;
  news.publish('upi', {
    title: 'Camp Taji base hosting US troops hit by rockets',
    description: `Rockets struck Camp Taji north of Baghdad on ${weekdayOf(yesterday)}, the Iraqi military said. The base hosts American forces.`,
  });
  await news.ping('upi');
  await program.until('the repeat is decided', () => program.decided().articles > before);
  const repeat = program.logged('article decided').at(-1);
  assert.notEqual(repeat?.decision, 'new', JSON.stringify(repeat));
  assert.equal(repeat?.rows, 0);
});
