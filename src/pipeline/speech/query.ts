import type { QueryMistake, QueryProblem } from '../query/mistake.ts';
import type { Spoken } from '../speech.ts';

interface QuerySpeech {
  /** What is wrong with a query and what to write instead, in one or two sentences. */
  problem(problem: QueryProblem): string;
  /** Where it is wrong, for who cannot see it: counted from 1. */
  place(mistake: Pick<QueryMistake, 'at'>): string;
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function english(problem: QueryProblem): string {
  switch (problem.code) {
    case 'too-long':
      return `A query has at most ${problem.max} characters; this one has ${problem.length}. Make two keywords of it: any of them suffices.`;
    case 'too-many-terms':
      return `A query has at most ${problem.max} phrases and fields. Make two keywords of it: any of them suffices.`;
    case 'phrase-too-long':
      return `A phrase has at most ${problem.max} words. Write AND between those that need not stand side by side.`;
    case 'too-deep':
      return `Parentheses and NOT can stand ${problem.max} deep at most.`;
    case 'empty':
      return 'There is no word here to look for. Write a word, a “phrase in quotes” or a field such as actor:kataib-hezbollah.';
    case 'term-expected':
      return problem.found === ''
        ? `Something is missing after ${problem.after === '' ? 'the beginning' : `“${shown(problem.after)}”`}: a word, a phrase, a field or a parenthesis.`
        : `A word, a phrase, a field or a parenthesis was expected before “${shown(problem.found)}”.`;
    case 'unclosed-quote':
      return 'This quotation mark is never closed.';
    case 'unclosed-parenthesis':
      return 'This parenthesis is never closed.';
    case 'unopened-parenthesis':
      return 'This parenthesis closes nothing: the one that opens is missing.';
    case 'no-word-quoted':
      return 'There is no word between these quotation marks.';
    case 'regular-expression':
      return 'Regular expressions are not run. Use words, drone* for any ending, OR between spellings, and NEAR/5 for words near each other.';
    case 'sign-for-word':
      return `“${problem.sign}” is not a sign of queries: write ${problem.word}${problem.word === 'NOT' ? ' before the term' : ''}.`;
    case 'unknown-field':
      return `There is no field “${shown(problem.field)}”${
        problem.suggestion === null ? '.' : `; did you mean ${problem.suggestion}?`
      } Fields are actor, place, type, side, lang, outlet, tier, severity, killed and wounded; put quotes around what is meant as words.`;
    case 'value-expected':
      return `A value was expected after ${problem.field}, right behind the sign. For several write (${problem.field}:… OR ${problem.field}:…).`;
    case 'unknown-value': {
      const hint = problem.suggestion === null ? '' : ` Did you mean ${problem.suggestion}?`;
      const known = problem.known.length === 0 ? '' : ` Known are ${problem.known.join(', ')}.`;
      return `No ${fieldNames[problem.field]} is called “${shown(problem.value)}”.${hint}${known}`;
    }
    case 'number-expected':
      return `${problem.field} is compared with a whole number, as in ${problem.field}>0; “${shown(problem.value)}” is none.`;
    case 'not-ordered':
      return `${problem.field} has no more and less: write ${problem.field}:…`;
    case 'near-number':
      return `NEAR needs a number from 0 to ${problem.max}: rocket NEAR/5 embassy lets five words stand between.`;
    case 'near-operand':
      return 'Only words, phrases and groups of them with OR can stand beside NEAR.';
    case 'star-inside':
      return 'A star stands at the end of a word alone: drone* finds drones.';
    case 'prefix-too-short':
      return `At least ${problem.min} letters stand before a star.`;
    case 'exact-what':
      return 'After = comes a word or a phrase in quotes, without a blank: =struck finds this form alone.';
  }
}

const fieldNames: Readonly<Record<string, string>> = {
  actor: 'actor',
  place: 'place',
  type: 'kind of event',
  side: 'side',
  lang: 'language',
  outlet: 'outlet',
  tier: 'tier',
  severity: 'severity',
};

function arabic(problem: QueryProblem): string {
  switch (problem.code) {
    case 'too-long':
      return `الحد الأقصى لطول الاستعلام ${problem.max} حرف، وطول هذا ${problem.length}. قسّمه إلى كلمتين مفتاحيتين: تكفي إحداهما.`;
    case 'too-many-terms':
      return `يتسع الاستعلام لـ ${problem.max} من العبارات والحقول على الأكثر. قسّمه إلى كلمتين مفتاحيتين: تكفي إحداهما.`;
    case 'phrase-too-long':
      return `تتسع العبارة لـ ${problem.max} كلمة على الأكثر. اكتب AND بين ما لا يلزم أن يتجاور.`;
    case 'too-deep':
      return `لا تتداخل الأقواس وNOT أكثر من ${problem.max} مستوى.`;
    case 'empty':
      return 'لا توجد هنا كلمة يُبحث عنها. اكتب كلمة أو «عبارة بين علامتي اقتباس» أو حقلاً مثل actor:kataib-hezbollah.';
    case 'term-expected':
      return problem.found === ''
        ? `ينقص شيء ${problem.after === '' ? 'في البداية' : `بعد «${shown(problem.after)}»`}: كلمة أو عبارة أو حقل أو قوس.`
        : `كان المتوقع كلمة أو عبارة أو حقلاً أو قوساً قبل «${shown(problem.found)}».`;
    case 'unclosed-quote':
      return 'علامة الاقتباس هذه غير مغلقة.';
    case 'unclosed-parenthesis':
      return 'هذا القوس غير مغلق.';
    case 'unopened-parenthesis':
      return 'هذا القوس لا يغلق شيئاً: ينقص قوس الفتح.';
    case 'no-word-quoted':
      return 'لا توجد كلمة بين علامتي الاقتباس.';
    case 'regular-expression':
      return 'لا تُنفَّذ التعابير النمطية. استخدم الكلمات، وdrone* لأي نهاية، وOR بين الصيغ، وNEAR/5 للكلمات المتقاربة.';
    case 'sign-for-word':
      return `«${problem.sign}» ليست من علامات الاستعلام: اكتب ${problem.word}${problem.word === 'NOT' ? ' قبل العبارة' : ''}.`;
    case 'unknown-field':
      return `لا يوجد حقل باسم «${shown(problem.field)}»${
        problem.suggestion === null ? '.' : `؛ هل تقصد ${problem.suggestion}؟`
      } الحقول هي actor وplace وtype وside وlang وoutlet وtier وseverity وkilled وwounded؛ ضع ما تقصده كلماتٍ بين علامتي اقتباس.`;
    case 'value-expected':
      return `كان المتوقع قيمة بعد ${problem.field} مباشرة. لعدة قيم اكتب (${problem.field}:… OR ${problem.field}:…).`;
    case 'unknown-value': {
      const hint = problem.suggestion === null ? '' : ` هل تقصد ${problem.suggestion}؟`;
      const known = problem.known.length === 0 ? '' : ` القيم المعروفة: ${problem.known.join('، ')}.`;
      return `لا قيمة معروفة باسم «${shown(problem.value)}» للحقل ${problem.field}.${hint}${known}`;
    }
    case 'number-expected':
      return `يُقارن ${problem.field} بعدد صحيح، مثل ${problem.field}>0؛ و«${shown(problem.value)}» ليس عدداً.`;
    case 'not-ordered':
      return `لا معنى لأكبر وأصغر في ${problem.field}: اكتب ${problem.field}:…`;
    case 'near-number':
      return `يحتاج NEAR إلى عدد من 0 إلى ${problem.max}: ‏rocket NEAR/5 embassy يسمح بخمس كلمات بينهما.`;
    case 'near-operand':
      return 'لا يقف بجانب NEAR إلا الكلمات والعبارات ومجموعاتها المربوطة بـ OR.';
    case 'star-inside':
      return 'تقف النجمة في نهاية الكلمة فقط: drone* تجد drones.';
    case 'prefix-too-short':
      return `يجب أن يسبق النجمة ${problem.min} من الحروف على الأقل.`;
    case 'exact-what':
      return 'تأتي بعد = كلمة أو عبارة بين علامتي اقتباس بلا فراغ: =struck تجد هذه الصيغة وحدها.';
  }
}

/** What is said of mistakes in queries. */
export const querySpeech: Spoken<QuerySpeech> = {
  en: { problem: english, place: ({ at }) => `character ${at + 1}` },
  ar: { problem: arabic, place: ({ at }) => `الحرف ${at + 1}` },
};
