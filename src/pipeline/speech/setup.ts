import type { SaidLine } from '../../model.ts';
import type { SetupStep } from '../setup.ts';
import type { Spoken } from '../speech.ts';
import { channelPiece, rolesListed, said } from './said.ts';
import { arabicSetup } from './setup-arabic.ts';

/** What is said while a server is set up. */
export interface SetupSpeech {
  readonly heading: (at: number, of: number, step: SetupStep) => string;
  readonly step: Readonly<Record<SetupStep, { readonly name: string; readonly about: string }>>;
  readonly now: (value: SaidLine) => SaidLine;
  readonly nobody: string;
  readonly none: string;
  readonly noQuiet: string;
  readonly managersOfMessages: string;
  readonly choose: Readonly<
    Record<
      | 'subscription'
      | 'channel'
      | 'role'
      | 'watch'
      | 'severityFloor'
      | 'pingFloor'
      | 'operators'
      | 'responders'
      | 'language'
      | 'step',
      string
    >
  >;
  readonly button: Readonly<
    Record<
      | 'back'
      | 'next'
      | 'skip'
      | 'cancel'
      | 'save'
      | 'check'
      | 'another'
      | 'nobody'
      | 'noQuiet'
      | 'setQuiet'
      | 'noChannel'
      | 'noRoles'
      | 'zone'
      | 'more'
      | 'test',
      string
    >
  >;
  readonly tellFrom: (severity: string) => string;
  readonly pingFrom: (severity: string) => string;
  readonly form: Readonly<Record<'quiet' | 'zone' | 'from' | 'to' | 'timeZone', string>>;
  readonly toldTo: (channel: string, told: SaidLine) => SaidLine;
  readonly operatorsAt: (channel: string) => SaidLine;
  readonly respondersAre: (roles: readonly string[]) => SaidLine;
  readonly speaks: (language: string, timeZone: string) => string;
  readonly serverFiled: string;
  readonly subscriptionFiled: string;
  readonly moves: string;
  readonly allWell: string;
  readonly mendFirst: string;
  readonly forOperators: string;
  readonly isEverybody: string;
  readonly noChannelChosen: string;
  readonly noWatchChosen: string;
  readonly expired: string;
  readonly cancelled: string;
  readonly saved: string;
  readonly testOnItsWay: (channel: string) => SaidLine;
}

const english: SetupSpeech = {
  heading: (at, of, step) => `Step ${at} of ${of}: ${english.step[step].name}`,
  step: {
    start: { name: 'what to set up', about: 'Change what a channel is told, or set up another channel.' },
    channel: {
      name: 'channel',
      about: 'Where alerts are told. A text or announcement channel; each alert opens a thread.',
    },
    role: { name: 'role to ping', about: 'Who is woken by a grave alert. Nobody is pinged unless you choose a role.' },
    watch: { name: 'watch', about: 'What is looked for. You can add keywords of your own later with /watch add.' },
    severity: {
      name: 'severity',
      about: 'From which severity on an alert is told, and from which on the role is pinged.',
    },
    quiet: {
      name: 'quiet hours',
      about: 'Alerts wait until these hours end. Critical alerts override them. Equal ends are no quiet hours at all.',
    },
    operators: {
      name: 'operators’ channel',
      about: 'Where Watchfloor says what concerns those who run it here: a lost permission, a subscription that ended.',
    },
    responders: {
      name: 'responder roles',
      about: 'Who may acknowledge and resolve alerts. Without a role: whoever may manage messages.',
    },
    language: {
      name: 'language and time zone',
      about: 'In which language alerts are told here, and whose clock counts.',
    },
    review: { name: 'review', about: 'Nothing is saved yet. Saving sends a test alert to the channel.' },
  },
  now: (value) => said`Now: ${value}`,
  nobody: 'nobody',
  none: 'none',
  noQuiet: 'no quiet hours',
  managersOfMessages: 'whoever may manage messages',
  choose: {
    subscription: 'Choose what to change',
    channel: 'Choose the channel for alerts',
    role: 'Choose the role to ping',
    watch: 'Choose the watch',
    severityFloor: 'Tell from this severity on',
    pingFloor: 'Ping from this severity on',
    operators: 'Choose the operators’ channel',
    responders: 'Choose the responder roles',
    language: 'Choose the language',
    step: 'Change something …',
  },
  button: {
    back: 'Back',
    next: 'Next',
    skip: 'Skip',
    cancel: 'Cancel',
    save: 'Save and send a test alert',
    check: 'Check again',
    another: 'Another channel',
    nobody: 'Ping nobody',
    noQuiet: 'No quiet hours',
    setQuiet: 'Set quiet hours …',
    noChannel: 'No operators’ channel',
    noRoles: 'No role',
    zone: 'Time zone …',
    more: 'More watches',
    test: 'Send a test alert again',
  },
  tellFrom: (severity) => `Told from ${severity} on`,
  pingFrom: (severity) => `Pinged from ${severity} on`,
  form: {
    quiet: 'Quiet hours',
    zone: 'Time zone',
    from: 'From (HH:MM)',
    to: 'To (HH:MM)',
    timeZone: 'Time zone, such as Asia/Baghdad',
  },
  toldTo: (channel, told) => said`${channelPiece(channel)} is told of ${told}.`,
  operatorsAt: (channel) => said`Operators read in ${channelPiece(channel)}.`,
  respondersAre: (roles) =>
    said`Responders: ${roles.length === 0 ? english.managersOfMessages : rolesListed(roles, ', ')}.`,
  speaks: (language, timeZone) => `Language: ${language}. Time zone: ${timeZone}.`,
  serverFiled: 'What the configuration file says of this server stands there and can be changed only there.',
  subscriptionFiled: 'This subscription stands in the configuration file and can be changed only there.',
  moves: 'This takes the place of what was told before.',
  allWell: '✓ Watchfloor may do there all that it needs.',
  mendFirst: 'Mend this before saving:',
  forOperators: 'For the operators’ channel:',
  isEverybody: '@everyone cannot be chosen: Watchfloor never pings everybody, and everybody is no responder.',
  noChannelChosen: 'Choose a channel first.',
  noWatchChosen: 'Choose a watch first.',
  expired: 'This set-up was begun too long ago, or was ended. Give /setup again.',
  cancelled: 'Set-up ended. Nothing was saved.',
  saved: 'Saved.',
  testOnItsWay: (channel) =>
    said`A test alert is on its way to ${channelPiece(channel)}. It looks as real ones do, and says that it is a test.`,
};

export const setupSpeech: Spoken<SetupSpeech> = { en: english, ar: arabicSetup };
