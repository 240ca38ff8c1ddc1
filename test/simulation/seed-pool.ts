import type { SeedResult, SeedTask } from './outcome';
import { ProcessPool } from './process-pool';

const seedsPerTask = 25;

/** Simulates many seeds side by side. */
export class SeedPool {
  private readonly pool: ProcessPool<SeedTask, SeedResult>;

  constructor(processes?: number) {
    this.pool = new ProcessPool('simulate-process.ts', processes);
  }

  /** In their order as they are handed out; `hear` answers whether to go on. */
  run(asked: Asked, hear: (result: SeedResult) => boolean): Promise<void> {
    return this.pool.run(tasksOf(asked), hear);
  }

  close(): void {
    this.pool.close();
  }
}

export interface Asked {
  readonly from: number;
  readonly count: number;
  readonly mutation?: string;
  readonly adopting: boolean;
}

function* tasksOf({ from, count, mutation, adopting }: Asked): Generator<SeedTask, void> {
  for (let next = from; next < from + count; next += seedsPerTask) {
    const length = Math.min(seedsPerTask, from + count - next);
    const seeds = Array.from({ length }, (_, index) => next + index);
    yield { seeds, adopting, ...(mutation === undefined ? {} : { mutation }) };
  }
}
