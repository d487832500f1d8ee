/** Whether what is installed is exactly what was looked at, and installs nothing by itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './launch.ts';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly [key: string]: unknown;
}

/**
 * Packages that bring an install script, with the reason why it is not needed. `allowScripts` of package.json forbids it.
 */
const installScripts: Readonly<Record<string, string>> = {
  'node_modules/msgpackr-extract': 'a faster reader for msgpackr, which reads without it: we have no native add-ons',
};
const dependencyKinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** A sentence for each thing that is wrong with package-lock.json; empty where nothing is. */
export function lockfileProblems(
  lock: { readonly lockfileVersion: number; readonly packages: Readonly<Record<string, Locked>> } = read(
    'package-lock.json',
  ),
  own: Readonly<Record<string, unknown>> = read('package.json'),
): readonly string[] {
  const { '': top, ...packages } = lock.packages;
  const apart = dependencyKinds.filter((kind) => JSON.stringify(top?.[kind]) !== JSON.stringify(own[kind]));
  const allowed = (own.allowScripts ?? {}) as Readonly<Record<string, boolean>>;
  return [
    ...(lock.lockfileVersion === 3 ? [] : [`package-lock.json has the form ${lock.lockfileVersion}, expected 3`]),
    ...apart.map((kind) => `${kind} differ between package.json and package-lock.json`),
    ...Object.entries(packages).flatMap(([name, locked]) => problemsOf(name, locked, allowed)),
  ];
}

function problemsOf(name: string, locked: Locked, allowed: Readonly<Record<string, boolean>>): readonly string[] {
  const { version = '', integrity = '', resolved, link, hasInstallScript = false } = locked;
  const short = name.replace(/^.*node_modules\//, '');
  const isListed = installScripts[name] !== undefined && allowed[short] === false;
  return [
    ...(/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(version) ? [] : [`${name} has no exact version`]),
    ...(/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) ? [] : [`${name} has no hash`]),
    ...(resolved === undefined || /^https:\/\//.test(resolved) ? [] : [`${name} comes from no registry`]),
    ...(link === true ? [`${name} is a link`] : []),
    ...(hasInstallScript && !isListed ? [`${name} runs a script when it is installed`] : []),
  ];
}

function read(name: string) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}
