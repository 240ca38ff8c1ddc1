import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

interface Answer<Result> {
  readonly results?: readonly Result[];
  readonly broken?: string;
}

/** Nearly all that a story makes is garbage soon after: with little room for it, Node would clean up a third of the time. */
const roomForShortLives = ['--min-semi-space-size=32', '--max-semi-space-size=64'];
const execArgv = [...roomForShortLives, '--require', join(__dirname, 'load-typescript.cjs')];

/** As many processes as the machine has cores, unless told otherwise, each with a simulator of its own. */
export class ProcessPool<Task extends object, Result> {
  private readonly children: readonly ChildProcess[];

  /** @param entry below `dev`; it answers with `answerTasks` */
  constructor(entry: string, processes = availableParallelism()) {
    const path = join(__dirname, '..', '..', 'dev', entry);
    this.children = Array.from({ length: processes }, () => fork(path, { execArgv }));
  }

  /**
   * Hands the tasks out in their order, one to each process; `hear` answers whether to go on.
   * @throws when a process breaks, which is a defect of the simulator
   */
  async run(tasks: Iterator<Task, void>, hear: (result: Result) => boolean): Promise<void> {
    let goesOn = true;
    const work = async (child: ChildProcess): Promise<void> => {
      for (;;) {
        const next = goesOn ? tasks.next() : undefined;
        if (next === undefined || next.done === true) return;
        for (const result of await ask<Result>(child, next.value)) goesOn &&= hear(result);
      }
    };
    await Promise.all(this.children.map(work));
  }

  close(): void {
    for (const child of this.children) child.kill();
  }
}

function ask<Result>(child: ChildProcess, task: object): Promise<readonly Result[]> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('a simulating process ended'));
    child.once('exit', onExit);
    child.once('message', ({ results, broken }: Answer<Result>) => {
      child.off('exit', onExit);
      if (results === undefined) reject(new Error(broken ?? 'no results'));
      else resolve(results);
    });
    child.send(task);
  });
}

/** In a process of the pool: what becomes of each task. */
export function answerTasks(carryOut: (task: never) => Promise<readonly unknown[]>): void {
  process.on('message', (task: unknown) => {
    carryOut(task as never).then(
      (results) => process.send?.({ results }),
      (error: unknown) => {
        process.send?.({ broken: error instanceof Error ? error.message : String(error) });
      },
    );
  });
}
