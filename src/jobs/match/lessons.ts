import { type Lessons, lessonsOf, noLessons } from '../../pipeline/lesson.ts';
import type { LabelStore, Log } from '../../ports.ts';

interface LessonsDeps {
  readonly store: Pick<LabelStore, 'lessons'>;
  readonly log: Log;
  readonly realNow: () => number;
}

/** How long a press may go unheard by a matcher. */
const freshMs = 1_000;

/** Asks at most once a second of real time whether anything was taught; what did not change stays the same object. */
export function rememberLessons({ store, log, realNow }: LessonsDeps): () => Promise<Lessons> {
  let held = noLessons;
  let revision: number | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<Lessons> | null = null;
  const ask = async (): Promise<Lessons> => {
    const told = await store.lessons(revision);
    if (told.labels === null) return held;
    held = lessonsOf(told.labels);
    if (revision !== undefined || told.labels.length > 0) log.info('lessons read', { lessons: told.labels.length });
    revision = told.revision;
    return held;
  };
  return () => {
    if (asking !== null && realNow() - askedAt < freshMs) return asking;
    askedAt = realNow();
    const begun = ask();
    asking = begun;
    begun.catch(() => {
      if (asking === begun) asking = null;
    });
    return begun;
  };
}
