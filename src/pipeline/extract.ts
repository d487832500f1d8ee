import type { Article, Report } from '../model.ts';
import { actorsOf } from './extract/actors.ts';
import { antecedentOf } from './extract/antecedent.ts';
import { localTime } from './extract/calendar.ts';
import { casualtiesOf } from './extract/casualties.ts';
import type { CompiledPack } from './extract/compile.ts';
import { dayMentionsOf, daysOf } from './extract/days.ts';
import { developmentOf } from './extract/development.ts';
import { eventsOf } from './extract/events.ts';
import { evidenceOf } from './extract/evidence.ts';
import { placeOf } from './extract/place.ts';
import { readArticle } from './extract/read.ts';
import { judge } from './extract/relevance.ts';
import { stageOf } from './extract/stage.ts';
import { termsOf } from './extract/terms.ts';
import { weaponOf } from './extract/weapon.ts';
import { isSurelyOther } from './unrelated.ts';

export { type CompiledPack, compilePack } from './extract/compile.ts';

const timeZoneDefault = 'Asia/Baghdad';

/** What an article says happened. Never throws, whatever the text; takes time linear in its length. */
export function extract(article: Article, compiled: CompiledPack): Report {
  const reading = readArticle(article, compiled);
  const main = eventsOf(reading, compiled)[0] ?? null;
  const development = developmentOf(reading);
  const place = placeOf(reading, compiled, main, development);
  const where = place?.id ?? null;
  const judged = judge(article, reading, compiled, { main, development, place: where });
  const timeZone = compiled.places.get(where ?? '')?.timeZone ?? timeZoneDefault;
  const published = localTime(article.publishedAt, timeZone);
  const mentions = dayMentionsOf(reading, published.day);
  const days = daysOf(mentions, { main, development }, published);
  const actors = actorsOf(reading, compiled, { main, development, place, day: days.days.to });
  const casualties = casualtiesOf(reading, main, days.days, mentions);
  const subEvent = main?.type.subEvent ?? null;
  const isCompared = !isSurelyOther({ relevance: judged.relevance, subEvent, development });
  const antecedent = isCompared ? antecedentOf(reading, compiled, { main, mentions }) : null;
  const found = { main, development, place, days, actors, casualties, judged };
  return {
    article: article.id,
    outlet: article.outlet,
    link: article.link,
    title: article.title,
    language: article.language,
    publishedAt: article.publishedAt,
    eventType: main?.type.id ?? null,
    subEvent,
    days: days.days,
    place: where,
    actors: actors.map(({ actor, role }) => ({ actor, role })),
    killed: casualties.killed?.value ?? null,
    wounded: casualties.wounded?.value ?? null,
    weapon: weaponOf(reading),
    stage: stageOf(main),
    timeMode: judged.relevance === 'event' ? 'current' : 'historical',
    development,
    relevance: judged.relevance,
    reasons: judged.reasons,
    ...evidenceOf(found, reading.sentences),
    terms: isCompared ? termsOf(reading) : {}, // a third of the work, which nobody would look at
    ...(antecedent === null ? {} : { antecedent }),
  };
}
