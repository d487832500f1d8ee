import type { SentFile } from './multipart.ts';
import type { DiscordState } from './state.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** In place of a body: what stands before Discord answers for it. */
  readonly page?: string;
}
export interface RouteContext {
  readonly state: DiscordState;
  readonly botId: string;
  readonly applicationId: string;
  readonly guild: string;
  readonly gatewayUrl: string;
  /** How many sessions were begun. */
  readonly identifies: () => number;
  readonly nonceWindowMs: number;
  readonly interactionAnswerMs: number;
  readonly interactionTokenMs: number;
}
export interface RouteRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** What came beside the body, by number. */
  readonly files: ReadonlyMap<string, SentFile>;
}

export function refusal(status: number, code: number, message: string): Answer {
  return { status, body: { code, message } };
}

export function invalidForm(problems: readonly string[]): Answer {
  return refusal(400, 50035, `Invalid Form Body: ${problems.join('; ')}`);
}
