import { pino } from 'pino';
import type { Log } from '../ports.ts';
import { redactor } from './log/redact.ts';
import { terminalLine } from './log/terminal-line.ts';

const stringLengthMax = 2_000;
const stackLengthMax = 4_000;
const listLengthMax = 50;
const depthMax = 5;
/** Of what a pipe to a reader has not taken: a minute of a busy day. */
const unreadLengthMax = 1_048_576;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogOptions {
  readonly level?: LogLevel;
  /** What must not be shown, whatever it looks like. */
  readonly secrets?: readonly string[];
  /** `json`: a line a record, for machines; `line`: for a person. Left out, a terminal gets lines. */
  readonly form?: LogForm;
  /** Takes whole lines; standard error when left out, so that alerts shown on standard output stand alone. */
  readonly write?: (line: string) => void;
}

/** A log to which fields may be attached once, as its scope. */
export interface ScopedLog extends Log {
  with(scope: Readonly<Record<string, unknown>>): ScopedLog;
}

/** Opens the log of a process. Whatever is given to it, secrets are cut out by their shape and sizes are bounded. */
export function openLog(options: LogOptions = {}): ScopedLog {
  const form = options.form ?? (process.stderr.isTTY ? 'line' : 'json');
  const colours = options.write === undefined && process.stderr.isTTY;
  const write = options.write ?? writeToStandardError(form, colours);
  const redact = redactor(options.secrets ?? []);
  const root = pino(
    {
      level: options.level ?? 'info',
      base: null,
      messageKey: 'message',
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line: string) => write(inForm(redact(line), form, colours)) },
  );
  return scoped(root);
}

function scoped(logger: pino.Logger): ScopedLog {
  return {
    debug: (message, fields = {}) => logger.debug(bounded(fields, 0), message),
    info: (message, fields = {}) => logger.info(bounded(fields, 0), message),
    warn: (message, fields = {}) => logger.warn(bounded(fields, 0), message),
    error: (message, fields = {}) => logger.error(bounded(fields, 0), message),
    with: (scope) => scoped(logger.child(Object.fromEntries(entriesOf(scope, 0)))),
  };
}

type LogForm = 'json' | 'line';

function inForm(record: string, form: LogForm, colours: boolean): string {
  return form === 'json' ? record : terminalLine(record, colours);
}

/** A log whose reader is gone must not end the program. */
function writeToStandardError(form: LogForm, colours: boolean): (line: string) => void {
  if (!process.stderr.listeners('error').includes(ignore)) process.stderr.on('error', ignore);
  return keepingUp(process.stderr, form, colours);
}

/** A reader that has stopped reading must not have the program keep for ever what it would say: that is counted. */
export function keepingUp(
  stream: Pick<NodeJS.WriteStream, 'write' | 'writableLength'>,
  form: LogForm,
  colours = false,
): (line: string) => void {
  let lost = 0;
  return (line) => {
    if (stream.writableLength > unreadLengthMax) {
      lost += 1;
      return;
    }
    if (lost > 0) {
      const message = 'records were lost: nobody read the log';
      const told = JSON.stringify({ level: 'warn', time: Date.now(), records: lost, message });
      stream.write(inForm(`${told}\n`, form, colours));
      lost = 0;
    }
    stream.write(line);
  };
}

function ignore(): void {}

/** A copy that is sure to be small and to have no cycle, with errors as what a reader wants of them. */
function bounded(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return shortened(value, stringLengthMax);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthMax) return '…';
  if (value instanceof Error) return errorFields(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (Array.isArray(value)) return value.slice(0, listLengthMax).map((each) => bounded(each, depth + 1));
  return Object.fromEntries(entriesOf(value, depth));
}

function entriesOf(value: object, depth: number): (readonly [string, unknown])[] {
  const entries = Object.entries(value).slice(0, listLengthMax);
  return entries.map(([name, each]) => [name, bounded(each, depth + 1)] as const);
}

function errorFields(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: shortened(error.message, stringLengthMax),
    ...('code' in error ? { code: bounded(error.code, depth + 1) } : {}),
    stack: shortened(error.stack ?? '', stackLengthMax),
    ...(error.cause === undefined ? {} : { cause: bounded(error.cause, depth + 1) }),
  };
}

function shortened(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax)}…`;
}
