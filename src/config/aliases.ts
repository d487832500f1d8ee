/** Spellings that would make two entries of the pack the same. */
import { mistakeAt } from './expectations.ts';
import type { Mistake } from './mistakes.ts';
import type { Section } from './references.ts';
import type { Path } from './yaml-file.ts';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly aliases: Readonly<Record<'en' | 'ar' | 'fa', readonly string[]>>;
}

/**
 * Spellings that two entries of a section share, in whatever language: Arabic and Persian are written alike. An actor
 * and a place may share one ("Washington"), which is told apart by what is said of it.
 */
export function aliasClashes(section: Section<Named>): readonly Mistake[] {
  const owners = new Map<string, string>();
  return section.entries.flatMap((entry, index) =>
    spellingsOf(entry).flatMap(({ path, spelling }) => {
      const key = foldSpelling(spelling);
      const owner = owners.get(key) ?? entry.id;
      owners.set(key, owner);
      if (owner === entry.id) return [];
      const told = `expected a spelling that no other entry has, got "${spelling}" as in "${owner}"`;
      return [mistakeAt(section.file, [section.key, index, ...path], told)];
    }),
  );
}

/** A spelling without what readers overlook: case, accents, apostrophes, hyphens, the letters' local forms. */
export function foldSpelling(spelling: string): string {
  return spelling
    .normalize('NFKD')
    .replace(/[\p{M}'’‘ʿʾ`.]/gu, '')
    .replace(/[\s\u200c_-]+/g, ' ')
    .replace(/[ىی]/g, 'ي')
    .replace(/ک/g, 'ك')
    .replace(/ة/g, 'ه')
    .trim()
    .toLowerCase();
}

function spellingsOf(entry: Named): readonly { readonly path: Path; readonly spelling: string }[] {
  const aliases = (['en', 'ar', 'fa'] as const).flatMap((language) =>
    entry.aliases[language].map((spelling, index) => ({ path: ['aliases', language, index], spelling })),
  );
  return [{ path: ['name'], spelling: entry.name }, ...aliases];
}
