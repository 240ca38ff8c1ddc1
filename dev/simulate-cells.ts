import { playRow, rows } from '../test/simulation/failure-matrix/cells';
import type { CellResult, CellTask } from '../test/simulation/failure-matrix/cells';
import { answerTasks } from '../test/simulation/process-pool';
import { loadProduct } from '../test/simulation/product';

/** One of several processes that play the failure matrix side by side: a target comes in, what became of its cells goes out. */

// Every failure of an activity carries its stack, which takes longer to write than the failure to happen.
Error.stackTraceLimit = 0;
const product = loadProduct();

async function play({ target }: CellTask): Promise<readonly CellResult[]> {
  const results: CellResult[] = [];
  for (const row of rows.filter((one) => one.target === target))
    results.push(...(await playRow(product, row)));
  return results;
}

answerTasks(play);
