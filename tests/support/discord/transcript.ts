import type { LoggedRequest } from './handler.ts';
import type { DiscordStandIn } from './server.ts';

interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly footer?: { readonly text: string };
}
interface Body {
  readonly content?: string;
  readonly embeds?: readonly Embed[];
  readonly components?: readonly { readonly components: readonly { readonly label?: string }[] }[];
  readonly attachments?: readonly { readonly filename: string; readonly description?: string }[];
  readonly name?: string;
}

/** What happened in the channels of a stand-in, as lines for a person; each call tells what came since the last. */
export interface Transcript {
  next(): readonly string[];
}

/** Reads along what a stand-in accepted. Names are of its channels and roles, by their ids. */
export function transcriptOf(standIn: DiscordStandIn, names: ReadonlyMap<string, string>): Transcript {
  const shown = new Map<string, readonly string[]>();
  const threads = new Map<string, string>();
  let told = 0;
  const named = (channel: string): string =>
    threads.has(channel) ? `in the thread “${threads.get(channel)}”` : `#${names.get(channel) ?? channel}`;

  const posted = (channel: string, body: Body): readonly string[] => {
    const message = standIn.messagesIn(channel).findLast(({ content }) => content === (body.content ?? ''));
    const lines = linesOf(body, names);
    if (message !== undefined) shown.set(message.id, lines);
    return [`${named(channel)}: ${threads.has(channel) ? 'says' : 'posted'}`, ...lines];
  };
  const edited = (channel: string, message: string, body: Body): readonly string[] => {
    const before = new Set(shown.get(message));
    const lines = linesOf(body, names);
    shown.set(message, lines);
    return [`${named(channel)}: edited, and now says`, ...lines.filter((line) => !before.has(line))];
  };
  const tell = ({ method, path, body }: LoggedRequest): readonly string[] => {
    const at = /^\/channels\/(\d+)\/messages(?:\/(\d+))?(\/threads)?$/u.exec(path);
    if (at === null) return [];
    const [, channel = '', message = '', opens] = at;
    const sent = (body ?? {}) as Body;
    if (opens !== undefined) {
      threads.set(message, plain(sent.name ?? '', names));
      return [`${named(channel)}: a thread is opened, “${threads.get(message)}”`];
    }
    if (method === 'POST') return posted(channel, sent);
    return method === 'PATCH' ? edited(channel, message, sent) : [];
  };
  return {
    next() {
      const requests = standIn.accepted.slice(told);
      told = standIn.accepted.length;
      return requests.flatMap((request) => {
        const [first, ...rest] = tell(request);
        return first === undefined
          ? []
          : [`${timeOf(request.at)} ${first}`, ...rest.map((line) => `      ${line}`), ''];
      });
    },
  };
}

function linesOf(body: Body, names: ReadonlyMap<string, string>): readonly string[] {
  const embeds = (body.embeds ?? []).flatMap(({ title, description, fields, footer }) => [
    ...(title === undefined ? [] : [`┌ ${title}`]),
    ...(description?.split('\n') ?? []).map((line) => `│ ${line}`),
    ...(fields ?? []).flatMap(({ name, value }) => `${name}: ${value}`.split('\n').map((line) => `│ ${line}`)),
    ...(footer === undefined ? [] : [`└ ${footer.text}`]),
  ]);
  const files = (body.attachments ?? []).map(({ filename, description }) => `[${filename}: ${description ?? ''}]`);
  const labels = (body.components ?? []).map(({ components }) => components.map(({ label }) => `[${label}]`).join(' '));
  const content = (body.content ?? '').split('\n');
  return [...content, ...embeds, ...files, ...labels]
    .map((line) => plain(line, names))
    .filter((line) => line.replace(/[│┌└\s]/gu, '') !== '');
}

/** As a reader sees it: marks of style, links and times of Discord's give way to what they show. */
function plain(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replace(/<t:(-?\d+):R>/gu, 'a moment ago')
    .replace(/<t:(-?\d+)(?::\w)?>/gu, (_, seconds: string) => timeOf(Number(seconds) * 1000))
    .replace(/<@&(\d+)>/gu, (_, role: string) => `@${names.get(role) ?? role}`)
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\(<?[^)>]*>?\)/gu, '$1')
    .replace(/(?<!\\)(\*\*|__|\|\|)/gu, '')
    .replace(/^(?:> |-# )/u, '')
    .replace(/\\(.)/gu, '$1')
    .trimEnd();
}

const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 16);
