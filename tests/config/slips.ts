/** Mistakes that operators make, and how each is told. */
import type { FileName } from './folder.ts';

interface Slip {
  readonly name: string;
  readonly file: FileName;
  /** Replaces `from` by `to` in the small configuration's file; a whole new text where `from` is left out. */
  readonly from?: string;
  readonly to: string;
  readonly told: string;
}

export const slips: readonly Slip[] = [
  {
    name: 'a text where a list is expected',
    file: 'actors.yaml',
    from: 'en: [American troops]',
    to: 'en: x',
    told: 'actors.yaml:7:11: actors[0].aliases.en: expected a list of strings, got "x"',
  },
  {
    name: 'an unknown key, with the one that is meant',
    file: 'actors.yaml',
    from: '    aliases: { ar: [ميليشيا] }',
    to: '    alias: {}\n    aliases: {}',
    told: 'actors.yaml:13:5: actors[1].alias: unknown key "alias", did you mean "aliases"?',
  },
  {
    name: 'an unknown key that resembles none',
    file: 'rota.yaml',
    to: 'calendar: []\n',
    told: 'rota.yaml:1:1: calendar: unknown key "calendar", expected one of rotas, policies, webhooks',
  },
  {
    name: 'a missing key, at the entry that lacks it',
    file: 'actors.yaml',
    from: '    name: US forces\n',
    to: '',
    told: 'actors.yaml:2:5: actors[0].name: expected a text, but it is missing',
  },
  {
    name: 'an empty value',
    file: 'actors.yaml',
    from: 'name: US forces',
    to: 'name:',
    told: 'actors.yaml:3:5: actors[0].name: expected a text, got nothing',
  },
  {
    name: 'a word out of a closed list',
    file: 'actors.yaml',
    from: 'kind: force',
    to: 'kind: army',
    told: 'actors.yaml:4:11: actors[0].kind: expected one of militia, state, person, force, organisation, got "army"',
  },
  {
    name: 'an id that is no slug',
    file: 'actors.yaml',
    from: 'id: us-forces',
    to: 'id: US_Forces',
    told: 'actors.yaml:2:9: actors[0].id: expected an id of lower-case letters, digits and single hyphens, got "US_Forces"',
  },
  {
    name: 'an id used twice',
    file: 'actors.yaml',
    from: '    aliases: { ar: [ميليشيا] }\n',
    to: '    aliases: {}\n  - { id: us-forces, name: Again, kind: force, parties: [us], aliases: {} }\n',
    told: 'actors.yaml:14:11: actors[2].id: expected an id of its own, got "us-forces" as in line 2',
  },
  {
    name: 'a spelling that belongs to another actor, whatever its apostrophes, accents and case',
    file: 'actors.yaml',
    from: 'aliases: { ar: [ميليشيا] }',
    to: 'aliases: { en: [Ámerican-Troops’] }',
    told: 'actors.yaml:13:21: actors[1].aliases.en[0]: expected a spelling that no other entry has, got "Ámerican-Troops’" as in "us-forces"',
  },
  {
    name: 'a body that does not exist',
    file: 'actors.yaml',
    from: 'partOf: []',
    to: 'partOf: [us-force]',
    told: 'actors.yaml:12:14: actors[1].partOf[0]: expected the id of an actor, got "us-force", did you mean "us-forces"?',
  },
  {
    name: 'an actor that is part of itself',
    file: 'actors.yaml',
    from: 'partOf: []',
    to: 'partOf: [a-militia]',
    told: 'actors.yaml:12:13: actors[1].partOf: expected no circle, got a-militia → a-militia',
  },
  {
    name: 'a place within a place that does not exist',
    file: 'places.yaml',
    from: 'within: iraq',
    to: 'within: irak',
    told: 'places.yaml:16:13: places[1].within: expected the id of a place, got "irak", did you mean "iraq"?',
  },
  {
    name: 'places that lie within one another',
    file: 'places.yaml',
    from: '    country: IQ',
    to: '    within: a-base\n    country: IQ',
    told: 'places.yaml:7:13: places[0].within: expected no circle, got iraq → a-base → iraq',
  },
  {
    name: 'an outermost place without its country',
    file: 'places.yaml',
    from: '    country: IQ\n',
    to: '',
    told: 'places.yaml:2:5: places[0].country: expected with a place that lies within no other',
  },
  {
    name: 'a time zone that does not exist',
    file: 'places.yaml',
    from: 'Asia/Baghdad',
    to: 'Asia/Bagdad',
    told: 'places.yaml:9:15: places[0].timeZone: expected an IANA time zone such as Asia/Baghdad, got "Asia/Bagdad"',
  },
  {
    name: 'a latitude beyond the pole',
    file: 'places.yaml',
    from: 'lat: 33.5',
    to: 'lat: 93.5',
    told: 'places.yaml:14:10: places[1].lat: expected degrees from -90 to 90, got 93.5',
  },
  {
    name: 'a feed of an outlet that does not exist',
    file: 'feeds.yaml',
    from: 'outlet: wire',
    to: 'outlet: wirre',
    told: 'feeds.yaml:4:64: feeds[0].outlet: expected the id of an outlet, got "wirre", did you mean "wire"?',
  },
  {
    name: 'an address that is polled already, with another scheme and a slash',
    file: 'feeds.yaml',
    from: 'language: en }\n',
    to: 'language: en }\n  - { id: twice, url: "http://www.wire.example/rss/", outlet: wire, language: en }\n',
    told: 'feeds.yaml:5:23: feeds[1].url: expected an address of its own, got "wire.example/rss" as in line 4',
  },
  {
    name: 'a feed address with a password, which is not shown',
    file: 'feeds.yaml',
    from: 'https://wire.example/rss',
    to: 'https://me:secret@wire.example/rss',
    told: 'feeds.yaml:4:28: feeds[0].url: expected an http or https address without user name, got "https://…@wire.example/rss"',
  },
  {
    name: 'a day that no calendar has',
    file: 'incidents.yaml',
    from: '2020-01-03',
    to: '2020-02-30',
    told: 'incidents.yaml:4:10: incidents[0].day: expected a day of the calendar as YYYY-MM-DD, got "2020-02-30"',
  },
  {
    name: 'an incident at a place that does not exist',
    file: 'incidents.yaml',
    from: 'place: a-base',
    to: 'place: elsewhere',
    told: 'incidents.yaml:5:12: incidents[0].place: expected the id of a place, got "elsewhere"',
  },
  {
    name: 'an incident of a type that does not exist',
    file: 'incidents.yaml',
    from: 'eventType: strike',
    to: 'eventType: strikes',
    told: 'incidents.yaml:6:16: incidents[0].eventType: expected the id of an event type, got "strikes", did you mean "strike"?',
  },
  {
    name: 'an incident by an actor that does not exist',
    file: 'incidents.yaml',
    from: 'agent: [us-forces]',
    to: 'agent: [us-farces]',
    told: 'incidents.yaml:7:23: incidents[0].actors.agent[0]: expected the id of an actor, got "us-farces", did you mean "us-forces"?',
  },
  {
    name: 'a subscription to a watch that does not exist',
    file: 'watches.yaml',
    from: 'watch: everything',
    to: 'watch: nothing',
    told: 'watches.yaml:4:28: subscriptions[0].watch: expected the id of a watch, got "nothing"',
  },
  {
    name: 'a subscription on a server that is not listed',
    file: 'watches.yaml',
    from: 'server: console, channel: console',
    to: 'server: "100000000000000010", channel: "100000000000000011"',
    told: 'watches.yaml:4:48: subscriptions[0].server: expected the id of a server, or console, got "100000000000000010"',
  },
  {
    name: 'a Discord id without quotes, whose digits YAML has rounded',
    file: 'watches.yaml',
    from: 'channel: console',
    to: 'channel: 100000000000000011',
    told: 'watches.yaml:4:66: subscriptions[0].channel: expected a Discord id in quotes, or console, got 100000000000000020',
  },
  {
    name: 'a subscription that would ping everybody',
    file: 'watches.yaml',
    to: `watches:
  - { id: everything, name: Everything }
servers:
  - { id: "100000000000000010", name: Home }
subscriptions:
  - { id: home, watch: everything, server: "100000000000000010", channel: "100000000000000011", pingRole: "100000000000000010" }
`,
    told: "watches.yaml:6:107: subscriptions[0].pingRole: expected a role, got the server's id: everybody",
  },
  {
    name: 'a watch on an actor that does not exist',
    file: 'watches.yaml',
    from: 'name: Everything }',
    to: 'name: Everything, actors: [us-forced] }',
    told: 'watches.yaml:2:50: watches[0].actors[0]: expected the id of an actor, got "us-forced", did you mean "us-forces"?',
  },
  {
    name: 'no watch at all',
    file: 'watches.yaml',
    to: 'watches: []\n',
    told: 'watches.yaml:1:10: watches: expected at least one watch, got an empty list',
  },
  {
    name: 'a setting out of bounds',
    file: 'watchfloor.yaml',
    to: 'fetch:\n  timeoutMs: 5\n',
    told: 'watchfloor.yaml:2:14: fetch.timeoutMs: expected a whole number from 100 to 300000, got 5',
  },
  {
    name: 'a handover at no time of day',
    file: 'rota.yaml',
    from: '"08:00"',
    to: '"24:00"',
    told: 'rota.yaml:10:19: rotas[0].layers[0].handover: expected a time of day as HH:MM, got "24:00"',
  },
  {
    name: 'a feature that nothing is known of',
    file: 'weights.yaml',
    from: '  bias: 0.5\n',
    to: '  wordz: 0.5\n  bias: 0.5\n',
    told: 'weights.yaml:2:3: weights.wordz: unknown key "wordz", did you mean "words"?',
  },
  {
    name: 'a feature without a weight',
    file: 'weights.yaml',
    from: '  words: 0.5\n',
    to: '',
    told: 'weights.yaml:2:3: weights.words: expected a number from -20 to 20, but it is missing',
  },
  {
    name: 'a weight that is no number',
    file: 'weights.yaml',
    from: '  bias: 0.5\n',
    to: '  bias: much\n',
    told: 'weights.yaml:2:9: weights.bias: expected a number from -20 to 20, got "much"',
  },
  {
    name: 'text that is not YAML',
    file: 'rota.yaml',
    to: 'rotas:\n  - "unclosed\n',
    told: 'rota.yaml:3:1: not YAML: Missing closing "quote',
  },
  {
    name: 'a key that stands twice',
    file: 'rota.yaml',
    to: 'rotas: []\nrotas: []\n',
    told: 'rota.yaml:2:1: not YAML: Map keys must be unique',
  },
];
