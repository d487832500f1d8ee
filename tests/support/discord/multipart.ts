import type { IncomingMessage } from 'node:http';

/** A request's body: its JSON, and the files that came beside it, by their number. */
export interface ReadBody {
  readonly body: unknown;
  readonly files: ReadonlyMap<string, SentFile>;
}
export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const none: ReadonlyMap<string, SentFile> = new Map();

/** Reads JSON, or a form with JSON in `payload_json` and files in `files[0]`, `files[1]` …, as Discord takes them. */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type);
  const text = bytes.toString();
  return { body: text === '' ? null : JSON.parse(text), files: none };
}

async function readForm(bytes: Buffer, type: string): Promise<ReadBody> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const payload = form.get('payload_json');
  const files = new Map<string, SentFile>();
  for (const [field, value] of form) {
    const number = /^files\[(\d+)\]$/u.exec(field)?.[1];
    if (number === undefined || typeof value === 'string') continue;
    files.set(number, { name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { body: typeof payload === 'string' ? JSON.parse(payload) : null, files };
}
