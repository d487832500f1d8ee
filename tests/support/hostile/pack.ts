/** The shipped topic pack, read once for all that try readers with it. */
import { loadConfig } from '../../../src/config/load.ts';
import type { Pack } from '../../../src/model.ts';
import { type CompiledPack, compilePack } from '../../../src/pipeline/extract.ts';

let read: { readonly pack: Pack; readonly compiled: CompiledPack } | null = null;

export function shipped(): { readonly pack: Pack; readonly compiled: CompiledPack } {
  if (read === null) {
    const { pack } = loadConfig({ env: {} });
    read = { pack, compiled: compilePack(pack) };
  }
  return read;
}
