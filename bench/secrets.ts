/**
 * `npm run secrets`: plants secrets wherever the program is given some, and looks for them wherever somebody reads.
 * One line of figures; exit code 1 where something is found.
 */
import { huntCanaries } from '../tests/support/canaries/hunt.ts';
import { stopPrograms } from '../tests/support/program.ts';

if (process.argv.length > 2) {
  process.stderr.write('usage: npm run secrets\n');
  process.exit(2);
}
const from = performance.now();
const hunt = await huntCanaries({ isLong: true }).finally(stopPrograms);
if (hunt === null) {
  process.stderr.write('The Redis at hand was built without TLS: nothing was tried.\n');
  process.exitCode = 2;
} else {
  const seconds = Math.round((performance.now() - from) / 1000);
  process.stdout.write(`${JSON.stringify({ name: 'secrets', ...hunt.figures, seconds, found: hunt.found.length })}\n`);
  for (const found of hunt.found) process.stderr.write(`${found}\n`);
  if (hunt.found.length > 0) process.exitCode = 1;
}
