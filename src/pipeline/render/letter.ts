import type { Instant, Letter, LetterBody, LetterButton, Pack } from '../../model.ts';
import { type DigestText, renderDigest } from './digest.ts';
import { drawDigest } from './digest-chart.ts';
import { renderHandover } from './handover.ts';
import { type HandoverFile, handoverFile } from './handover-file.ts';
import { renderSilenceEnded } from './silence-ended.ts';
import { renderTestAlert } from './test-alert.ts';

/** From then on a word says of what time it tells. */
const lateMs = 10 * 60_000;

/** What a letter says by itself; a page says what its alert is about. */
export type OwnBody = Exclude<LetterBody, { readonly kind: 'page' }>;

/** A letter as it is to be sent; its chart is drawn and not yet painted. */
export interface RenderedLetter extends DigestText {
  readonly card: ReturnType<typeof renderTestAlert> | null;
  readonly chart: ReturnType<typeof drawDigest>;
  readonly pingRole: string | null;
  /** Who is named so that it rings. */
  readonly users: readonly string[];
  readonly buttons: readonly LetterButton[];
  readonly file: HandoverFile | null;
  readonly reference: string;
}

/** What a letter says. `now` is on the real clock, as the letter's own time is. */
export function renderLetter(
  letter: Letter & { readonly body: OwnBody },
  reference: string,
  pack: Pack,
  now: Instant,
): RenderedLetter {
  const { body, language } = letter;
  const bare = {
    text: '',
    parts: [],
    card: null,
    chart: null,
    pingRole: null,
    users: [],
    buttons: [],
    file: null,
    reference,
  };
  switch (body.kind) {
    case 'text': {
      const isLate = now - letter.createdAt > lateMs;
      const { text, users = [], buttons = [] } = body;
      return { ...bare, text: isLate ? `${timeOf(letter.createdAt)}: ${text}` : text, users, buttons };
    }
    case 'silence-ended':
      return { ...bare, ...renderSilenceEnded(body.ended, language) };
    case 'handover': {
      const { handover } = body;
      const users = [handover.goes, handover.comes].flatMap((each) => each?.id ?? []);
      return { ...bare, ...renderHandover(handover, language), users, file: handoverFile(handover, language) };
    }
    case 'digest':
      return { ...bare, ...renderDigest(body.digest, pack, language), chart: drawDigest(body.digest, pack, language) };
    case 'test': {
      const { pingRole } = body;
      const at = letter.createdAt;
      const card = renderTestAlert(pack, { language, pingRole, reference, server: letter.server, at });
      return { ...bare, card, pingRole };
    }
  }
}

const timeOf = (at: Instant): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
