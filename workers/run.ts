/** `npm run worker -- ROLE`: one role in a process of its own, so that several machines share one Redis. */
import { roles } from '../src/app.ts';

const [role, ...rest] = process.argv.slice(2);
const known = rest.length === 0 ? roles.find((one) => one === role) : undefined;
if (known === undefined) {
  process.stderr.write(`usage: npm run worker -- ${roles.join('|')}\n`);
  process.exitCode = 2;
} else {
  await import(`./${known}.ts`);
}
