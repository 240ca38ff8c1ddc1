import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SeedResult, SeedTask } from './outcome';

const entry = join(__dirname, '..', '..', 'dev', 'simulate-process.ts');
const seedsPerTask = 25;

interface Answer {
  readonly results?: readonly SeedResult[];
  readonly broken?: string;
}

/** Nearly all that a story makes is garbage soon after: with little room for it, Node would clean up a third of the time. */
const roomForShortLives = ['--min-semi-space-size=32', '--max-semi-space-size=64'];

/** As many processes as the machine has cores, unless told otherwise, each with a simulator of its own. */
export class SeedPool {
  private readonly children: readonly ChildProcess[];

  constructor(processes = availableParallelism()) {
    this.children = Array.from({ length: processes }, () =>
      fork(entry, { execArgv: [...roomForShortLives, '--import', 'tsx'] }),
    );
  }

  /**
   * Simulates the seeds, in order as they are handed out; `hear` answers whether to go on.
   * @throws when a process breaks, which is a defect of the simulator
   */
  async run(
    { from, count, mutation }: { from: number; count: number; mutation?: string },
    hear: (result: SeedResult) => boolean,
  ): Promise<void> {
    let next = from;
    let goesOn = true;
    const work = async (child: ChildProcess): Promise<void> => {
      while (goesOn && next < from + count) {
        const length = Math.min(seedsPerTask, from + count - next);
        const seeds = Array.from({ length }, (_, index) => next + index);
        next += length;
        const results = await ask(child, mutation === undefined ? { seeds } : { seeds, mutation });
        for (const result of results) goesOn &&= hear(result);
      }
    };
    await Promise.all(this.children.map(work));
  }

  close(): void {
    for (const child of this.children) child.kill();
  }
}

function ask(child: ChildProcess, task: SeedTask): Promise<readonly SeedResult[]> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('a simulating process ended'));
    child.once('exit', onExit);
    child.once('message', ({ results, broken }: Answer) => {
      child.off('exit', onExit);
      if (results === undefined) reject(new Error(broken ?? 'no results'));
      else resolve(results);
    });
    child.send(task);
  });
}
