/** The entry of the thread that paints charts: a drawing in, a picture out, in order. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const port = parentPort;
if (port === null) throw new Error('thread.ts was run as a process, expected a worker thread');

const find = createRequire(import.meta.url);
const fontFiles = ['400Regular/Vazirmatn_400Regular.ttf', '700Bold/Vazirmatn_700Bold.ttf'];
const fontBuffers = fontFiles.map((file) => readFileSync(find.resolve(`@expo-google-fonts/vazirmatn/${file}`)));
await initWasm(readFileSync(find.resolve('@resvg/resvg-wasm/index_bg.wasm')));

port.on('message', (svg: string) => {
  const drawing = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'Vazirmatn' } });
  const picture = drawing.render();
  port.postMessage(picture.asPng());
  picture.free();
  drawing.free();
});
port.postMessage('ready');
