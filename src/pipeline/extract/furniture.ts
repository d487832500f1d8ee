const paragraphsLookedAt = 8;
/** What stands above a story is a teaser and a caption or two, not a story of its own. */
const lettersAboveMax = 800;
const captionLettersMax = 320;
/** `WASHINGTON — `, `BAGHDAD (Reuters) - `: here the story begins. */
const opensStory = /^\p{Lu}[\p{Lu} .,'’]{2,40}(?:\([^()]{2,45}\) ?)? ?(?:—|–|--|-) ?\S/u;
const caption = /^(?:image|photo|file photo|picture|video) ?:|(?:getty images|afp|reuters|ap)(?: file| photo)?\.?$/iu;

/** A text without the teaser and the captions above its story. Linear. */
export function withoutFurniture(body: string): string {
  const paragraphs = body.split('\n\n');
  const head = paragraphs.slice(0, paragraphsLookedAt);
  const story = head.findIndex((paragraph) => opensStory.test(paragraph.slice(0, 120)));
  const above = head.slice(0, Math.max(0, story)).reduce((letters, { length }) => letters + length, 0);
  const from = story > 0 && above <= lettersAboveMax ? story : 0;
  const kept = head.slice(from).filter((paragraph) => !isCaption(paragraph));
  if (kept.length === head.length || kept.length === 0) return body;
  return [...kept, ...paragraphs.slice(paragraphsLookedAt)].join('\n\n');
}

function isCaption(paragraph: string): boolean {
  return paragraph.length <= captionLettersMax && caption.test(paragraph);
}
