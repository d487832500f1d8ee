import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Article } from '../../../src/model.ts';
import { reportOf } from './reading.ts';

type Row = readonly [title: string, relevance: string, summary?: string, language?: Article['language']];

function assertAll(table: readonly Row[]): void {
  for (const [title, relevance, summary = '', language = 'en'] of table)
    assert.equal(reportOf(title, summary, { language }).relevance, relevance, title);
}

test('a threat needs one who commands, and an addressee of the other side', () => {
  assertAll([
    ['Khamenei threatens US forces in Iraq', 'event'],
    ['US raids put our troops in danger, warns Ohio Sen. Jane Roe', 'background', 'She spoke of Iran on Tuesday.'],
    ['Former commander warns Iran of a war with the US', 'background'],
    ['Norwegian analyst warns US of war with Iran', 'background'],
    ['Trump threatens newspaper with lawsuit over Iran report', 'background'],
    ['US issues security alert and warns of Iran', 'background', 'The advice is for its citizens abroad.'],
    ['Venezuela warns US it is next after Iran', 'background'],
    ['خبير يحذر أميركا من حرب مع إيران', 'background', '', 'ar'],
    ['تحليلگر به آمریکا درباره جنگ با ایران هشدار داد', 'background', '', 'fa'],
  ]);
});

test('what a strike brings about is no strike; its toll is', () => {
  assertAll([
    ['US airstrikes on Iran leave traders uneasy', 'background'],
    ['American air strike in Iran may deepen the rift in Congress', 'background'],
    ['US airstrike on militia base leaves three dead', 'event', 'The US airstrike hit Kataib Hezbollah in Anbar.'],
    ['Rocket attack on US base in Iraq leaves soldiers in shelters', 'event', 'Rockets hit Taji base on Thursday.'],
    ['US airstrike hits militia base in Anbar, raising fears of war', 'event', 'It hit Kataib Hezbollah on Thursday.'],
  ]);
});

test('how a weapon works and what experts hold is background', () => {
  assertAll([
    ['The heavy bomb and how it could be used on Iran by the US', 'background'],
    ['US airstrike on Iran would achieve little, experts say', 'background'],
    ['Trump nears decision on US strikes in Iran', 'background'],
  ]);
});

test('what Israel and Iran do to each other is not ours, whoever speaks of it', () => {
  assertAll([
    ['Truce of Israel and Iran holds, Biden says', 'off-topic', 'Biden told Iran and Israel to stop the attacks.'],
    ['Guards commander eliminated in Tehran strike', 'off-topic', 'Israel killed the man in Tehran; Trump knew of it.'],
    ['US forces strike Iranian site', 'event', 'American warplanes bombed Iran on Thursday, and Israel was told.'],
  ]);
});

test('a headline of what may be, a refusal of another country and damage done before open nothing', () => {
  assertAll([
    ['Washington could end the Iran conflict', 'background', 'It could if US forces stop their strikes on Iran.'],
    ['Israeli minister rejects offer of US to Iran', 'background'],
    ['Biden speaks of the damage US strikes caused in Iran', 'background'],
    ['Maybe Iran and US will sign an agreement, Biden says', 'background'],
    ['Iran rejects US offer of talks', 'event'],
  ]);
});

test('a country behind "amid" is no place, nor is one where a state has no mission', () => {
  const staff = reportOf('US withdraws embassy staff amid Iran tensions', 'Meanwhile shells fell in Gaza.');
  assert.equal(staff.eventType, 'diplomatic-measure');
  assert.equal(staff.place, null);
  const named = reportOf('US withdraws staff of its Baghdad embassy amid Iran tensions');
  assert.equal(named.place, 'baghdad');
});
