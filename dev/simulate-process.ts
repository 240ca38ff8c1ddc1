import { mutations } from '../test/simulation/mutations';
import { answerTasks } from '../test/simulation/process-pool';
import { loadProduct } from '../test/simulation/product';
import type { Product } from '../test/simulation/product';
import { isBeyond, simulateSeed } from '../test/simulation/simulate-seed';
import type { SeedResult, SeedTask } from '../test/simulation/outcome';

/** One of several processes that simulate side by side: seeds come in, what became of them goes out. */
const products = new Map<string, Product>();

function productFor(mutation: string | undefined): Product {
  const name = mutation ?? '';
  const known = products.get(name);
  if (known !== undefined) return known;
  const replacements = mutations.find((one) => one.name === mutation)?.replacements ?? [];
  const product = loadProduct(replacements);
  products.set(name, product);
  return product;
}

async function simulate({ seeds, mutation, adopting }: SeedTask): Promise<readonly SeedResult[]> {
  const product = productFor(mutation);
  const results: SeedResult[] = [];
  for (const seed of seeds) {
    const options = { seed, beyond: isBeyond(seed), adopting };
    const { violations, injected } = await simulateSeed(product, options);
    results.push({ seed, violations, mishaps: injected.map(({ what }) => what) });
  }
  return results;
}

answerTasks(simulate);
