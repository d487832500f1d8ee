import { usualPrefix } from './names.ts';

const headLengthMax = 4_096;
const declaration = /<!(?!--|\[CDATA\[)/;

/**
 * Whether rss-parser reads a document rightly, if it reads it at all. It knows elements by their prefix alone, and no
 * bases; a declaration inside a document costs it the square of their number.
 */
export function isOrdinary(xml: string): boolean {
  return !declaration.test(xml) && !xml.includes('xml:base') && hasUsualPrefixes(xml.slice(0, headLengthMax));
}

function hasUsualPrefixes(head: string): boolean {
  for (const [, prefix = '', , namespace = ''] of head.matchAll(
    /xmlns:([\w.-]{1,40})\s{0,9}=\s{0,9}(["'])([^"'<>]{1,200})\2/g,
  )) {
    const usual = usualPrefix(namespace);
    if (usual !== null && usual !== '' && usual !== prefix) return false;
  }
  return true;
}
