import type { Draw, Draws } from '../draws';
import { bounds } from '../bounds';
import type { Product } from '../product';
import type { Story } from '../story/story';
import type { AttemptOrder, Report } from '../temporal/activity-task';
import type { VirtualTime } from '../virtual-time';
import type { Weather } from '../weather';
import { WorkerProcess } from './process';
import type { Attempt } from './process';

export interface FleetOptions {
  readonly product: Product;
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly story: Story;
  readonly weather: Weather;
  /** Past the window that the product states. */
  readonly beyond: boolean;
  isCalm(): boolean;
}

const slots = 2;
const secondMs = 1_000;
/** Of a worker that was told to end: after that it is gone. */
const graceMs = 20 * secondMs;

/** The worker processes: which one takes up an attempt, and what befalls them. */
export class Fleet {
  /** How many processes were lost so far: their caches of workflows with them. */
  losses = 0;
  private readonly options: FleetOptions;
  private readonly processes: WorkerProcess[] = [];
  private made = 0;

  constructor(options: FleetOptions) {
    this.options = options;
    for (let slot = 0; slot < slots; slot += 1) this.processes.push(this.start());
  }

  /** Whether anybody is there to carry out a workflow task. */
  get isDown(): boolean {
    return this.processes.every((process) => process.isGone || process.isFrozen);
  }

  /** Brings an attempt to a process: to one that stands still as well, whose question for work was open already. */
  dispatch(
    order: string,
    asked: AttemptOrder,
    started: () => void,
    report: (report: Report) => void,
  ): void {
    const { time, draws } = this.options;
    const { draw } = draws.next(`${order}/dispatch`);
    const send = () => {
      const process = this.pick(draw);
      if (process === undefined) return void time.schedule(secondMs, send);
      started();
      process.deliver('io', () =>
        process.run(order, asked, (ended) => {
          this.trouble({ order, process }, 'reported');
          if (process.isGone) return;
          time.schedule(draw.whole(2, 20), () => report(ended));
        }),
      );
    };
    time.schedule(draw.whole(2, 30), send);
  }

  /** A point between two steps, at which a process may die, end or stand still. */
  trouble({ order, process }: Pick<Attempt, 'order' | 'process'>, where: string): void {
    const { draws, weather, isCalm } = this.options;
    if (isCalm() || process.isGone || process.isFrozen) return;
    const { name, draw } = draws.next(`${order}/trouble/${where}`);
    if (draw.chance(weather.crash)) {
      if (draw.chance(0.25)) {
        if (draws.inject(name, 'worker shuts down')) this.shutDown(process, draw);
      } else if (draws.inject(name, `worker dies (${where})`)) this.kill(process, draw);
    } else if (draw.chance(weather.freeze) && draws.inject(name, 'worker stands still'))
      this.freeze(process, draw);
  }

  private pick(draw: Draw): WorkerProcess | undefined {
    const alive = this.processes.filter((process) => !process.isGone);
    const awake = alive.filter((process) => !process.isFrozen);
    const candidates = awake.length > 0 && !draw.chance(0.3) ? awake : alive;
    return candidates.length === 0 ? undefined : draw.pick(candidates);
  }

  private start(): WorkerProcess {
    this.made += 1;
    const { draws, product } = this.options;
    const draw = draws.about(`process/${this.made}`);
    const process = new WorkerProcess(`worker-${this.made}`, this.drawSkew(draw));
    product.equip(process);
    return process;
  }

  /** A clock that is wrong stays so for as long as its worker lives, or until the machines are put in order. */
  private drawSkew(draw: Draw): () => number {
    const { draws, weather, beyond, isCalm } = this.options;
    const usualMs = draw.whole(-bounds.skewMs, bounds.skewMs);
    // A clock that is slower than the reserve, on a worker that stood still, is beyond the stated window.
    const slowestMs = beyond ? bounds.wrongClockMs : bounds.slowClockMs;
    const wrongMs = draw.whole(-slowestMs, bounds.wrongClockMs);
    const isWrong =
      draw.chance(weather.wrongClock) &&
      draws.inject(`process/${this.made}/clock`, 'wrong clock of a worker');
    return () => (isWrong && !isCalm() ? wrongMs : usualMs);
  }

  private kill(process: WorkerProcess, draw: Draw): void {
    const { time, story } = this.options;
    if (process.isGone) return;
    story.tell(process.name, 'dies');
    this.losses += 1;
    process.kill();
    time.schedule(draw.skewed(500, 40 * secondMs), () => {
      const slot = this.processes.indexOf(process);
      const fresh = this.start();
      this.processes[slot] = fresh;
      story.tell(fresh.name, `starts in the place of ${process.name}`);
    });
  }

  private shutDown(process: WorkerProcess, draw: Draw): void {
    this.options.story.tell(process.name, 'is told to end');
    process.shutDown();
    this.options.time.schedule(graceMs, () => this.kill(process, draw));
  }

  private freeze(process: WorkerProcess, draw: Draw): void {
    const { time, story } = this.options;
    const lastsMs = draw.chance(0.5)
      ? draw.whole(100, 20 * secondMs)
      : draw.whole(20, 180) * secondMs;
    const first = draw.pick(['io', 'timer'] as const);
    story.tell(process.name, `stands still for ${lastsMs} ms`);
    process.freeze();
    time.schedule(lastsMs, async () => {
      if (!process.isFrozen) return;
      story.tell(process.name, 'wakes up');
      await process.thaw(first);
    });
  }
}
