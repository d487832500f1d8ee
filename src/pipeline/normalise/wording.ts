import { hash } from 'node:crypto';

/** What a text says, kept so small that it can be kept of every known item. */
export interface Wording {
  /** A digest of its words, which spacing, signs, case, markup and time stamps do not change. */
  readonly text: string;
  /** The least of the hashes of its words, by which two texts are likened. */
  readonly sketch: string;
  /** Whether its body says nothing that its headline does not: what an aggregator leaves of an article. */
  readonly isBare: boolean;
}

const bodyLengthMax = 12_000;
const sketchWordsMax = 24;
/** Shorter words are in every text; a figure is none of them. */
const tellingLettersMin = 4;
/** Of the words of both texts, as many are shared by two versions of one; two stories of one outlet share under a fifth. */
const alikeMin = 0.4;
/** White space and punctuation of our languages; a list, since the Unicode classes take ten times as long. */
const betweenLetters = /[\s!-/:-@[-`{-\u00bf\u2000-\u206f\u3000-\u303f،؛؟٪٫٬٭۔ـ]+/g;

/** The wording of an article. */
export function wordingOf(title: string, body: string): Wording {
  const heading = wordsOf(title);
  const said = withoutStamps(wordsOf(body.slice(0, bodyLengthMax)));
  const told = new Set(heading);
  return {
    text: digest(`${heading.join('')}\n${said.join('')}`),
    sketch: sketchOf([...heading, ...said]),
    isBare: said.every((word) => told.has(word)),
  };
}

/** Whether two sketches are of one text or of two versions of it. */
export function areAlike(one: string, other: string): boolean {
  const [a, b] = [hashesOf(one), hashesOf(other)];
  const [inA, inB] = [new Set(a), new Set(b)];
  const least = [...new Set([...a, ...b])].sort((x, y) => x - y).slice(0, sketchWordsMax);
  const shared = least.filter((each) => inA.has(each) && inB.has(each)).length;
  return shared > 0 && shared >= least.length * alikeMin;
}

/** The letters and digits alone, in lower case. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(betweenLetters, '');
}

/** Eleven characters: two alike among the hundred thousand keys of a feed are one chance in a billion. */
export function digest(text: string): string {
  return Buffer.from(hash('sha256', text, 'hex').slice(0, 16), 'hex').toString('base64url');
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(betweenLetters)
    .filter((word) => word !== '');
}

const counted = /^(?:comments?|views?|shares?|likes?)$/;
const unit =
  /^(?:sec|secs|seconds?|min|mins|minutes?|hrs?|hours?|days?|دقيقة|دقائق|ساعة|ساعات|ثانية|ثواني|دقیقه|ساعت|ثانیه)$/;
const figure = /^(?:\p{Nd}{1,8}|an?|one)$/u;
const stamping = /^(?:updated|modified|تحديث|بروزرسانی)$/;
const stamp =
  /^(?:\p{Nd}{1,8}(?:st|nd|rd|th|am|pm|z)?|t|at|on|last|am|pm|gmt|utc|bst|e[sd]t|ago|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:jan|febr?)(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|(?:sept?|octo?|nov|dec)(?:em|o)?(?:ber)?)$/u;

/** Without "updated 3 minutes ago", "Last updated: 4 Jan 2020 12:30 GMT", "12 comments", which change by themselves. */
function withoutStamps(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word = '', next = ''] = [words[at], words[at + 1]];
    if (stamping.test(word)) {
      if (kept.at(-1) === 'last') kept.pop();
      while (isStamp(words[at + 1])) at += 1;
    } else if (figure.test(word) && unit.test(next) && words[at + 2] === 'ago') at += 2;
    else if (figure.test(word) && counted.test(next)) at += 1;
    else kept.push(word);
  }
  return kept;
}

function isStamp(word: string | undefined): boolean {
  return word !== undefined && (stamp.test(word) || unit.test(word));
}

function sketchOf(words: readonly string[]): string {
  const telling = words.filter((word) => word.length >= tellingLettersMin || /\p{Nd}/u.test(word));
  const hashes = [...new Set((telling.length > 0 ? telling : words).map(shortHash))];
  const least = Uint8Array.from(
    hashes
      .sort((a, b) => a - b)
      .slice(0, sketchWordsMax)
      .flatMap((each) => [each >> 8, each & 0xff]),
  );
  return Buffer.from(least).toString('base64url');
}

function hashesOf(sketch: string): readonly number[] {
  const bytes = Buffer.from(sketch, 'base64url');
  return Array.from({ length: bytes.length >> 1 }, (_, at) => bytes.readUInt16BE(2 * at));
}

/** FNV-1a, stirred, of which sixteen bits: few enough to keep, and enough for the words of one text. */
function shortHash(word: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) value = Math.imul(value ^ word.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return ((value ^ (value >>> 13)) >>> 8) & 0xffff;
}
