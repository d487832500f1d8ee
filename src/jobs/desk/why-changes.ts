import type { Incident, Language, Pack, SaidLine } from '../../model.ts';
import { changesBy, changesInWords } from '../../pipeline/incidents/changes.ts';
import { whySpeech } from '../../pipeline/speech/why.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { ArticleRecord, DeskRequest } from '../../ports.ts';
import type { DeskDeps } from './deps.ts';

/** What an article changed of its incident; nothing where it changed nothing. */
export function changeLine(
  { pack }: DeskDeps,
  { language }: DeskRequest,
  record: ArticleRecord,
  incident: Incident,
): readonly string[] {
  const changed = changedBy(record, incident, pack, language);
  return changed === '' ? [] : [inLanguage(whySpeech, language).changed(changed)];
}

function changedBy(
  { article, verdict: { reasons }, changes }: ArticleRecord,
  incident: Incident,
  pack: Pack,
  language: Language,
): string {
  return changesInWords(changesBy(article.id, { changes, reasons }), incident, pack, language);
}

/** What its outlet made of it later, as far as that was taken up. */
export function revisionLines(
  { pack }: DeskDeps,
  { language }: DeskRequest,
  {
    record,
    records,
    incident,
  }: { readonly record: ArticleRecord; readonly records: readonly ArticleRecord[]; readonly incident: Incident },
): readonly SaidLine[] {
  const speech = inLanguage(whySpeech, language);
  const own = records.filter((each) => each.article.revises === record.article.id).slice(-1);
  return own.map((revision) => {
    const { seenAt, title } = revision.article;
    const changed = changedBy(revision, incident, pack, language);
    return speech.revised({ kind: 'moment', at: seenAt }, changed === '' ? title : changed);
  });
}
