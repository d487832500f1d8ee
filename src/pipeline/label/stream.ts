import type { Article, FalseAlarmReason, Incident, Label, Pack, Verdict } from '../../model.ts';
import { originalOf } from '../assign/merge.ts';

/** Labels as a labelled stream: the lines of its files, and what is in none of them. */
export interface LabelStream {
  readonly items: readonly StreamLine[];
  readonly incidents: readonly object[];
  readonly actors: readonly object[];
  readonly places: readonly object[];
  readonly left: {
    /** Labels that do not say what their articles are: a wrong place, another reason. */
    readonly unsaid: number;
    /** Articles that are no longer kept. */
    readonly gone: number;
  };
}

/** A line of `items.jsonl`. What nobody said of the article is null. */
interface StreamLine {
  readonly id: string;
  readonly feed: string;
  readonly feedTitle: string;
  readonly url: string;
  readonly published: string;
  readonly lang: string;
  readonly title: string;
  readonly summary: string;
  readonly content: string | null;
  readonly labels: ItemLabels;
}
type Role = 'first' | 'repeat' | 'followup' | 'background' | 'none';
interface ItemLabels {
  readonly role: Role;
  readonly incident: string | null;
  readonly mentions: readonly string[];
  readonly subEvent: null;
  readonly place: null;
  readonly eventDate: null;
  readonly actors: readonly string[];
  readonly killed: null;
  readonly wounded: null;
}

/** What the labels are read beside. */
export interface LabelledBeside {
  /** By id; what is not among them is gone. */
  readonly records: ReadonlyMap<string, { readonly article: Article; readonly verdict: Verdict }>;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly pack: Pack;
}

/** What a reason says of an article; null where it leaves open what the article is about. */
const roleOfReason: Readonly<Record<FalseAlarmReason, Role | null>> = {
  background: 'background',
  exercise: 'background',
  'off-topic': 'none',
  satire: 'none',
  duplicate: null,
  'wrong-place': null,
  'wrong-actor': null,
  'wrong-date': null,
  other: null,
};

/** What was said of an article: that it is about an incident, or what it is instead. */
type Said = { readonly incident: string } | { readonly role: Role };

/** The articles that labels name. */
export function articlesNamed(labels: readonly Label[]): ReadonlySet<string> {
  return new Set(labels.flatMap(({ articles, besides }) => [...articles, ...besides.map(({ article }) => article)]));
}

/**
 * The labels that hold as a stream with labels. What was merged is one incident, what was split are two; where two labels
 * speak of one article, the later one holds. Nothing is guessed: slots that nobody spoke of are null.
 */
export function streamOf(labels: readonly Label[], beside: LabelledBeside): LabelStream {
  const holding = labels.filter(({ revokedAt }) => revokedAt === null).toSorted((one, other) => one.at - other.at);
  const said = new Map<string, Said>();
  let unsaid = 0;
  for (const label of holding) {
    const told = [...saidBy(label)];
    if (told.length === 0) unsaid += 1;
    for (const [article, what] of told) said.set(originalOf(article), what);
  }
  const rootOf = rootsOf(holding);
  const kept = [...said].flatMap(([id, what]) => {
    const record = beside.records.get(id);
    return record === undefined ? [] : [{ ...record, what }];
  });
  const inOrder = kept.toSorted((one, other) => one.article.publishedAt - other.article.publishedAt);
  const opened = new Set<string>();
  const items = inOrder.map(({ article, verdict, what }) => {
    if ('role' in what) return lineOf(beside.pack, article, labelsOf(what.role, null));
    const incident = rootOf(what.incident);
    const role = !opened.has(incident) ? 'first' : verdict.decision === 'update' ? 'followup' : 'repeat';
    opened.add(incident);
    return lineOf(beside.pack, article, labelsOf(role, incident));
  });
  return { items, ...describe([...opened].sort(), beside), left: { unsaid, gone: said.size - kept.length } };
}

function* saidBy({ says, incident, articles, besides }: Label): Generator<readonly [string, Said]> {
  if (says.what === 'false-alarm') {
    const role = roleOfReason[says.reason];
    if (role !== null) for (const article of articles) yield [article, { role }];
    return;
  }
  for (const article of articles) yield [article, { incident }];
  for (const { article } of besides) yield [article, { incident: says.incident }];
}

/** What an incident is called after all merges; the target of each names the whole. */
function rootsOf(labels: readonly Label[]): (incident: string) => string {
  const into = new Map<string, string>();
  const rootOf = (incident: string): string => {
    let root = incident;
    for (let next = into.get(root); next !== undefined; next = into.get(root)) root = next;
    return root;
  };
  for (const { says, incident } of labels) {
    if (says.what !== 'same') continue;
    const [own, other] = [rootOf(incident), rootOf(says.incident)];
    if (own !== other) into.set(own, other);
  }
  return rootOf;
}

function labelsOf(role: Role, incident: string | null): ItemLabels {
  const unknown = { subEvent: null, place: null, eventDate: null, killed: null, wounded: null };
  return { role, incident, mentions: [], actors: [], ...unknown };
}

/** As a feed would bring it, so that what is read of it is the article again. */
function lineOf({ outlets }: Pack, article: Article, labels: ItemLabels): StreamLine {
  const { id, feed, outlet, guid, link, title, summary, content, language, publishedAt } = article;
  return {
    id: link === null && guid !== null ? guid : id,
    feed,
    feedTitle: outlets.find((each) => each.id === outlet)?.name ?? outlet,
    url: link ?? '',
    published: new Date(publishedAt).toISOString(),
    lang: language,
    title: asMarkup(title),
    summary: asMarkup(summary),
    content: content === null ? null : asMarkup(content),
    labels,
  };
}

/** Plain text as it is where it holds no sign of markup, else as markup that says the same. */
function asMarkup(text: string): string {
  if (!/[<&]/u.test(text)) return text;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const paragraphs = escaped.split(/\n{2,}/u).map((paragraph) => paragraph.replaceAll('\n', '<br>'));
  return paragraphs.length === 1 ? (paragraphs[0] ?? '') : paragraphs.map((each) => `<p>${each}</p>`).join('');
}

/** The incidents as the program holds them, with the actors and places that they name. */
function describe(ids: readonly string[], { incidents, pack }: LabelledBeside) {
  const known = ids.flatMap((id) => incidents.get(id) ?? []);
  const actors = new Set(known.flatMap(({ facts }) => facts.actors.map(({ actor }) => actor)));
  const places = new Set(known.flatMap(({ facts }) => facts.place ?? []));
  const spellings = ({ aliases }: { readonly aliases: Pack['actors'][number]['aliases'] }): readonly string[] =>
    Object.values(aliases).flat();
  return {
    incidents: ids.map((id) => incidentLine(id, incidents.get(id), pack)),
    actors: pack.actors
      .filter(({ id }) => actors.has(id))
      .map((actor) => ({ id: actor.id, name: actor.name, aliases: spellings(actor), kind: actor.kind })),
    places: pack.places
      .filter(({ id }) => places.has(id))
      .map((place) => {
        const { id, name, lat, lon, country } = place;
        return { id, name, aliases: spellings(place), lat, lon, country };
      }),
  };
}

function incidentLine(id: string, incident: Incident | undefined, pack: Pack): object {
  if (incident === undefined) return { id };
  const { facts, reports } = incident;
  const place = pack.places.find((each) => each.id === facts.place);
  const inRole = (roles: readonly string[]) =>
    facts.actors.filter(({ role }) => roles.includes(role)).map(({ actor }) => actor);
  return {
    id,
    title: facts.title,
    date: facts.days.to,
    place: facts.place,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    subEvent: facts.subEvent,
    perpetrator: inRole(['agent', 'speaker', 'claimant']),
    target: inRole(['target']),
    killed: facts.killed,
    wounded: facts.wounded,
    sources: reports.flatMap(({ link }) => link ?? []),
  };
}
