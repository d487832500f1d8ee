/** The entry of the process that paints charts: a drawing in, a picture or what is wrong out, in order. */
import { readFileSync } from 'node:fs';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Painted } from './painter.ts';

if (process.send === undefined)
  throw new Error('process.ts was run by itself, expected a process that asks it to paint');
/** A signal is for who started us, and ends this process by closing the channel. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));

const files = {
  regular: import.meta.resolve('@expo-google-fonts/vazirmatn/400Regular/Vazirmatn_400Regular.ttf'),
  bold: import.meta.resolve('@expo-google-fonts/vazirmatn/700Bold/Vazirmatn_700Bold.ttf'),
  painter: import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'),
};
const fontBuffers = [files.regular, files.bold].map((file) => readFileSync(new URL(file)));
await initWasm(readFileSync(new URL(files.painter)));

process.on('message', (svg: string) => process.send?.(painted(svg)));
process.send('ready');

function painted(svg: string): Painted {
  try {
    const drawing = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'Vazirmatn' } });
    const picture = drawing.render();
    const png = picture.asPng();
    picture.free();
    drawing.free();
    return { status: 'painted', png };
  } catch (error) {
    return { status: 'failed', problem: error instanceof Error ? error.message : String(error) };
  }
}
