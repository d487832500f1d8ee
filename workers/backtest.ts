/** `npm run --silent backtest -- QUERY FOLDER [--watch ID] [--days N] [--json]`: what a watch for QUERY would have told of a stream. */
import { answerBacktest, BacktestError } from '../src/replay/backtest/answer.ts';
import { command, UsageError } from '../src/run.ts';

const columnsWithoutTerminal = 96;

await command(async (config) => {
  const { columns = columnsWithoutTerminal, isTTY } = process.stdout;
  try {
    process.stdout.write(answerBacktest(config, process.argv.slice(2), { columns, colours: isTTY }));
  } catch (error) {
    throw error instanceof BacktestError ? new UsageError(error.message, { cause: error }) : error;
  }
});
