/** Every regular expression of the program, from its source, and those that it makes while it starts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

export interface Expression {
  readonly source: string;
  readonly flags: string;
  /** Where it stands, as `src/pipeline/query.ts:12`. */
  readonly where: string;
}

const root = join(import.meta.dirname, '../../..');

/** The literals of a folder's files, and the places where others are made at run time. */
export function expressionsIn(folder: string): {
  readonly literals: readonly Expression[];
  readonly made: readonly string[];
} {
  const literals: Expression[] = [];
  const made: string[] = [];
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const placeOf = (node: ts.Node) =>
      `${relative(root, path)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        literals.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), where: placeOf(node) });
      }
      const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
      if (isCall && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') made.push(placeOf(node));
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { literals, made };
}

/** What `work` makes by `new RegExp`, with the place that made it; each once. */
export async function expressionsMade(work: () => unknown): Promise<readonly Expression[]> {
  const made = new Map<string, Expression>();
  const original = globalThis.RegExp;
  const watching = new Proxy(original, {
    construct(target, given, newTarget) {
      const expression: RegExp = Reflect.construct(target, given, newTarget === watching ? target : newTarget);
      const where = callerOf(new Error('where').stack ?? '');
      if (where !== null)
        made.set(`${where} ${expression}`, { source: expression.source, flags: expression.flags, where });
      return expression;
    },
  });
  globalThis.RegExp = watching;
  try {
    await work();
  } finally {
    globalThis.RegExp = original;
  }
  return [...made.values()];
}

/** Of ours, the innermost that called. */
function callerOf(stack: string): string | null {
  const found = /file:\/\/(?<path>\S+?\/src\/\S+?\.ts)[^\s:]*:(?<line>\d+):\d+/u.exec(stack)?.groups;
  return found?.path === undefined ? null : `${relative(root, found.path)}:${found.line}`;
}
