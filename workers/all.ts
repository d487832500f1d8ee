/** `npm start`: every role in one process. */
import { roles } from '../src/app.ts';
import { run } from '../src/run.ts';

await run(roles);
