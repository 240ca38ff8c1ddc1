import type { Product } from './product';
import { simulateSeed } from './simulate-seed';
import type { Outcome } from './outcome';

const mostRuns = 250;

/** What is wrong, without the amounts and ids that change from run to run. */
function kindOf(violation: string): string {
  return violation.replaceAll(/\d+/g, '#').slice(0, 60);
}

/**
 * Leaves out one mishap after the other, in ever smaller groups, as long as the same thing still goes wrong. What remains
 * is the story that shows it.
 */
export async function minimize(product: Product, failed: Outcome): Promise<Outcome> {
  const wanted = kindOf(failed.violations[0] ?? '');
  const { seed, beyond, adopting } = failed;
  let shortest = failed;
  let left: readonly string[] = [];
  const runs = { left: mostRuns };
  const tryWithout = async (more: readonly string[]): Promise<boolean> => {
    runs.left -= 1;
    const suppressed = new Set([...left, ...more]);
    const outcome = await simulateSeed(product, { seed, beyond, adopting, suppressed });
    if (!outcome.violations.some((violation) => kindOf(violation) === wanted)) return false;
    left = [...suppressed];
    shortest = outcome;
    return true;
  };
  const remaining = () => [...new Set(shortest.injected.map(({ name }) => name))];
  for (let size = Math.ceil(remaining().length / 2); size >= 1 && runs.left > 0;) {
    let isShorter = false;
    for (let from = 0; from < remaining().length && runs.left > 0; from += size) {
      const group = remaining().slice(from, from + size);
      if (await tryWithout(group)) {
        isShorter = true;
        from -= size;
      }
    }
    if (!isShorter || size > 1) size = size === 1 ? 0 : Math.floor(size / 2);
  }
  return shortest;
}
