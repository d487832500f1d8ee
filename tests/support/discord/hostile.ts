/** Texts of enemies by a seed, and whatever is sent with such texts in it. */
import { oneOf } from '../../../bench/chance.ts';
import type { Alert, Language, Severity, Summary, SummaryFact } from '../../../src/model.ts';
import { actions, alertEvents, alertStates, falseAlarmReasons, severities } from '../../../src/model.ts';
import type { CardView, DeskReply, Form, LetterView, NoticeView, PageView } from '../../../src/ports.ts';
import { noon } from '../builders.ts';
import { aCardView, anAlert, aSummary, hostile } from './views.ts';

type Chance = () => number;

const pieces: readonly string[] = [
  ...hostile.split(' '),
  // Mentions and what looks like them.
  ...['@everyone', '@here', '<@123456789012345678>', '<@!123456789012345678>', '<@&123456789012345678>', '@', '<', '>'],
  ...['<#123456789012345678>', '</status:123456789012345678>', '<id:guide>', '<id:customize>', '<t:1700000000:F>'],
  ...['<t:1700000000>', '<a:wave:123456789012345678>', '<:wave:123456789012345678>', ':joy:', ':+1:', ':100:', '::'],
  // Markup, whole and in halves.
  ...[
    '*',
    '**',
    '***',
    '_',
    '__',
    '___',
    '~~',
    '||',
    '`',
    '``',
    '```',
    '```js\n',
    '\\',
    '\\\\',
    '|',
    '~',
    '#',
    '[',
    ']',
  ],
  ...[
    '(',
    ')',
    '](',
    '![',
    '[x](https://evil.example)',
    '[https://a.example](https://evil.example)',
    '<https://e.example>',
  ],
  ...[
    'https://evil.example/a_b*c*',
    'http://evil.example',
    'steam://run/1',
    'mailto:a@b.example',
    'tel:+1',
    'javascript:1',
  ],
  ...['discord.gg/abc', 'discord.com/invite/abc', 'discordapp.com/invite/x', 'HTTPS://EVIL.EXAMPLE', 'ftp://x', '://'],
  // What counts at the beginning of a line.
  ...[
    '# ',
    '## ',
    '### ',
    '-# ',
    '- ',
    '* ',
    '+ ',
    '1. ',
    '12) ',
    '> ',
    '>>> ',
    '\n',
    '\r\n',
    '\n\n',
    '\n# ',
    '\n- ',
    '\n> ',
  ],
  ...['\n-# ', '\n1. ', '\n>>> ', '\u2028', '\u2029', '\u000b', '\u0085', '\t'],
  // What deceives the eye.
  ...['\u202e', '\u202c', '\u2066', '\u2069', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff'],
  ...[
    '\u00ad',
    '\u034f',
    '\u115f',
    '\u3164',
    '\u{e0041}',
    '\u0000',
    '\u0007',
    '\u001b[31m',
    '\ud800',
    '\udc00',
    '\ufffe',
  ],
  ...[`Z${'\u0301'.repeat(40)}`, '👨‍👩‍👧‍👦', '🇮🇶', '🏴', '☠️', '¯\\_(ツ)_/¯', 'ﷺ', '𒐫', '＠everyone', '＜@1＞'],
  // News.
  ...['Two killed at Camp Taji', '12:30:45', 'al-Asad', 'snake_case_word', '3 * 4 * 5', 'C:\\Users', 'R&D', '"quoted"'],
  ...['مقتل اثنين في قصف', 'قاعدة عين الأسد', 'حزب الله', 'حمله به سفارت آمریکا', 'می‌شود', 'كَتَبَ', '١٢', '۱۲'],
  ...['x'.repeat(300), 'ا'.repeat(300), '‏العربية (English) 12%‏', '–', '…', '“', '”', '—', ' ', '  '],
];

/** A text of up to `length` pieces; one in twenty is any characters at all. */
function hostileText(chance: Chance, length: number): string {
  const count = Math.floor(chance() * length);
  const separator = chance() < 0.5 ? '' : ' ';
  const piece = (): string =>
    chance() < 0.05
      ? String.fromCodePoint(Math.floor(chance() * 0x11_0000))
      : (pieces[Math.floor(chance() * pieces.length)] ?? '');
  return Array.from({ length: count }, piece).join(separator);
}

const languages: readonly Language[] = ['en', 'ar', 'fa'];
const links = [
  'https://news.example/a)b*c_d|e',
  'https://news.example/?q=[x](y)&r=<t:1:R>',
  'javascript:alert(1)',
  'https://user:pass@evil.example/',
  'http://[::1]/',
  'https://ex\u202eample.com/\\`~',
  '//nowhere',
  'https://مثال.example/خبر',
];

function summaryOf(chance: Chance): Summary {
  const text = () => hostileText(chance, chance() < 0.1 ? 120 : 12);
  const fact = (said?: SummaryFact['said']): SummaryFact => ({
    text: text(),
    outlets: [{ name: text(), stateAffiliated: chance() < 0.5 }],
    ...(said === undefined ? {} : { said }),
  });
  const about = (what: NonNullable<SummaryFact['said']>['what']) => fact({ what, value: text(), by: text() });
  return aSummary({
    title: text(),
    titleLanguage: oneOf(languages, chance),
    severity: oneOf<Severity>(severities, chance),
    what: text(),
    outlets: [fact().outlets, fact().outlets].flat(),
    agents: [text()],
    targets: [text(), text()],
    statements: (['agent', 'target', 'place', 'claim', 'blame', 'denial', 'reaction'] as const).map(about),
    killed: [fact(), fact()],
    wounded: [fact()],
    corrections: [
      {
        outlet: { name: text(), stateAffiliated: chance() < 0.5 },
        at: noon,
        differences: [{ fact: 'place', before: text(), after: text() }],
        isWithdrawn: chance() < 0.3,
      },
    ],
    confirmed: chance() < 0.5,
    late: chance() < 0.2,
    weapon: chance() < 0.3 ? text() : null,
    place: { name: text(), lat: 33, lon: 44, timeZone: 'Asia/Baghdad' },
    quote: chance() < 0.7 ? { text: text(), language: oneOf(languages, chance), outlet: text() } : null,
    source: { outlet: text(), link: oneOf(links, chance), title: text() },
  });
}

const place = { server: '900000000000000001', channel: '900000000000000002', id: '900000000000000003' };

/** In any state, with names, notes and reasons of enemies. */
function hostileAlert(chance: Chance): Alert {
  const presser = () => ({ id: '1', name: hostileText(chance, 8) });
  const state = oneOf(alertStates, chance);
  const worse = {
    severity: { before: 'low', after: oneOf(severities, chance) } as const,
    place: hostileText(chance, 6),
    actors: [hostileText(chance, 6), hostileText(chance, 6)],
  };
  const what = oneOf([...actions, ...alertEvents], chance);
  const note = () => ({ at: noon, by: presser(), text: hostileText(chance, 40) });
  return anAlert({
    state,
    changedBy: chance() < 0.7 ? presser() : null,
    changedFor: chance() < 0.7 ? { what, detail: hostileText(chance, 15), worse } : null,
    assignee: chance() < 0.5 ? presser() : null,
    acknowledgement: state === 'acknowledged' ? { by: presser(), at: noon, confirmedAt: noon, remindedAt: noon } : null,
    snoozedUntil: state === 'snoozed' ? noon : null,
    falseAlarm: state === 'false-alarm' ? oneOf(falseAlarmReasons, chance) : null,
    notes: chance() < 0.5 ? [note(), note()] : [],
  });
}

export function hostileCard(chance: Chance): CardView {
  return aCardView({
    summary: summaryOf(chance),
    alert: hostileAlert(chance),
    mergedInto: { title: hostileText(chance, 20), message: chance() < 0.5 ? place : null },
    language: oneOf(languages, chance),
    pingRole: chance() < 0.3 ? '900000000000000009' : null,
    links: (['answers', 'answered-by', 'near'] as const).map((how) => ({
      how,
      title: hostileText(chance, 8),
      day: { from: '2020-04-01', to: '2020-04-01' },
      message: chance() < 0.5 ? place : null,
    })),
    ...(chance() < 0.2 ? { isDirect: true, elsewhere: place } : {}),
  });
}

export function hostileNotice(chance: Chance): NoticeView {
  return { text: hostileText(chance, 60), pingRole: null, reference: 'wf-n1' };
}

/** A note or an assignment, told in a thread or directly. */
export function hostilePage(chance: Chance): PageView {
  const text = () => hostileText(chance, chance() < 0.1 ? 150 : 20);
  return {
    lines: [
      text(),
      [
        { kind: 'text', text: `${text()} ` },
        { kind: 'elapsed', at: noon },
      ],
      text(),
    ],
    users: chance() < 0.5 ? ['123456789012345678'] : [],
    roles: chance() < 0.3 ? ['900000000000000009'] : [],
    incident: 'i-1',
    buttons: [{ action: 'acknowledge', label: 'Acknowledge' }],
    ...(chance() < 0.5 ? { server: '900000000000000001' } : {}),
    reference: 'wf-p1',
  };
}

export function hostileLetter(chance: Chance): LetterView {
  const image = { name: 'digest.png', png: new Uint8Array(1), alt: hostileText(chance, 40) };
  return { ...hostileReply(chance), card: null, image, pingRole: null, reference: 'wf-l1' };
}

export function hostileReply(chance: Chance): DeskReply & Required<Pick<DeskReply, 'parts'>> {
  const text = () => hostileText(chance, chance() < 0.1 ? 150 : 15);
  const many = <T>(most: number, make: () => T): T[] => Array.from({ length: Math.floor(chance() * most) }, make);
  return {
    ok: true,
    text: text(),
    lines: many(4, () => [
      { kind: 'text', text: `${text()} ` },
      { kind: 'link', text: text(), url: oneOf(links, chance) },
    ]),
    parts: many(6, () => ({ heading: text(), lines: many(5, text) })),
    cards: many(3, () => hostileCard(chance)),
    controls: [
      many(6, () => ({ kind: 'button', does: text().slice(0, 90), label: text(), look: 'plain' })),
      [
        {
          kind: 'choice',
          does: 'a:b',
          placeholder: text(),
          options: many(30, () => ({ label: text(), value: text().slice(0, 120), about: text() })),
          min: 0,
          max: 3,
        },
      ],
    ],
  };
}

export function hostileForm(chance: Chance): Form {
  const text = () => hostileText(chance, 30);
  const fields = ['name', 'query', 'floor'].map((id) => {
    const lengthMax = Math.floor(chance() * 5000);
    return {
      id,
      label: text(),
      value: text(),
      placeholder: text(),
      isLong: chance() < 0.5,
      isRequired: false,
      lengthMax,
    };
  });
  return { does: `watches:edit:${text()}`.slice(0, 90), title: text(), fields };
}
