import { createSandboxEngine } from '../../sandbox/engine/create-engine';
import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import { createRandom } from '../../sandbox/engine/random';
import { timing } from './bounds';
import { drawSwitches } from './draw-switches';
import { Draws } from './draws';
import { Operator } from './operator';
import { Oracle } from './oracle';
import type { Outcome, SeedOptions } from './outcome';
import { People } from './people';
import { planLastsMs, planOrder } from './plan-order';
import type { Product } from './product';
import { Network } from './provider/network';
import { Outages } from './provider/outages';
import { newSimulatedOrder } from './simulated-order';
import type { SimulatedOrder } from './simulated-order';
import { describeTold } from './story/describe-told';
import { Story } from './story/story';
import { Execution } from './temporal/execution';
import type { Told } from './temporal/execution';
import type { Failure } from './temporal/workflow-instance';
import { VirtualTime } from './virtual-time';
import { drawWeather } from './weather';
import type { Weather } from './weather';
import { Fleet } from './workers/fleet';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;
const startMs = Date.parse('2026-01-05T08:00:00Z');
/** Then nothing goes wrong any more, and every order has to come to its end. */
const calmAfterMs = planLastsMs + 10 * minuteMs;
const lastsMs = 500 * dayMs;
/** Far more than any order needs: one that takes them turns in circles. */
const mostEvents = 12_000;

/** Every tenth seed goes beyond the window that the product states, where a double movement has to be noticed. */
export function isBeyond(seed: number): boolean {
  return seed % 10 === 0;
}

export async function simulateSeed(product: Product, options: SeedOptions): Promise<Outcome> {
  const { stackTraceLimit } = Error;
  // Every failure of an activity carries its stack, which takes longer to write than the failure to happen.
  Error.stackTraceLimit = options.withStacks === true ? shortStack : 0;
  try {
    return await new Simulation(product, options).run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const shortStack = 10;

class Simulation {
  private readonly product: Product;
  private readonly beyond: boolean;
  private readonly adopting: boolean;
  private readonly time = new VirtualTime(startMs);
  private readonly story = new Story(() => this.time.now(), startMs);
  private readonly draws: Draws;
  private readonly weather: Weather;
  private readonly engine: SandboxEngine;
  private readonly fleet: Fleet;
  private readonly operator: Operator;
  private readonly people: People;
  private readonly oracle: Oracle;
  private readonly orders: readonly SimulatedOrder[];
  private hearing: Execution | undefined;

  constructor(
    product: Product,
    { seed, beyond = false, adopting = false, suppressed }: SeedOptions,
  ) {
    this.product = product;
    this.beyond = beyond;
    this.draws = new Draws(seed, suppressed);
    this.adopting = adopting;
    this.weather = drawWeather(this.draws, adopting);
    const { time, draws, story, weather } = this;
    this.engine = createSandboxEngine({
      clock: time,
      random: createRandom(seed),
      sendCallback: () => Promise.resolve({ status: 200 }),
    });
    drawSwitches(this.engine, draws);
    const { engine } = this;
    const isCalm = () => time.now() >= startMs + calmAfterMs;
    const outages = new Outages({ time, draws, story, weather, isCalm });
    const network = new Network({
      time,
      draws,
      story,
      engine,
      weather,
      beyond,
      isCalm,
      outage: (api) => outages.of(api),
      trouble: (attempt, where) => this.fleet.trouble(attempt, where),
    });
    product.enter({
      time,
      network,
      observe: (before, event, after) => this.hearing?.hear(before, event, after),
    });
    this.fleet = new Fleet({ product, time, draws, story, weather, beyond, isCalm });
    this.oracle = new Oracle({ engine, beyond });
    this.operator = new Operator({
      time,
      draws,
      story,
      engine,
      mayArriveLate: () => time.now() < startMs + calmAfterMs + (beyond ? dayMs : 0),
    });
    this.people = new People({ time, draws, story, engine });
    const count = draws.about('orders').pick([1, 1, 1, 2, 2, 3]);
    this.orders = Array.from({ length: count }, (_, index) =>
      newSimulatedOrder(planOrder(draws, weather, index + 1)),
    );
  }

  async run(): Promise<Outcome> {
    for (const order of this.orders)
      this.time.schedule(order.plan.startMs, () => this.startOrder(order));
    // Again later, for an order that began late.
    for (const afterMs of [0, dayMs])
      this.time.schedule(calmAfterMs + afterMs, () => this.people.endReviews(this.orders));
    const isOver = () => this.orders.every(({ execution }) => execution?.result !== undefined);
    await this.time.run(startMs + lastsMs, () => isOver() || this.time.happened > mostEvents);
    for (const order of this.orders) await this.oracle.judgeEnd(order);
    const { draws, weather, beyond, adopting, story } = this;
    return {
      seed: draws.seed,
      theme: weather.theme,
      beyond,
      adopting,
      violations: this.oracle.violations,
      story: story.lines,
      injected: draws.injected,
      events: this.time.happened,
    };
  }

  private startOrder(order: SimulatedOrder): void {
    const { plan } = order;
    const { time, draws, story, weather, fleet } = this;
    const input = { order: plan.order, timing };
    const workflowId = `order-${plan.order.orderReference}`;
    const options = {
      time,
      draws,
      story,
      weather,
      fleet,
      runtime: this.product.runtime,
      isCalm: () => time.now() >= startMs + calmAfterMs,
      hearing: (execution: Execution) => {
        this.hearing = execution;
      },
      told: (_execution: Execution, told: Told) => this.hear(order, told),
      failed: (_execution: Execution, failure: Failure) => this.meetFailure(order, failure),
      broken: (_execution: Execution, why: string) => this.oracle.accuse(order, why),
    };
    story.tell(
      plan.name,
      `starts: ${JSON.stringify(plan.order.lines.map((line) => line.grossAmount))}`,
    );
    order.execution = new Execution(options, plan.name, workflowId, input);
    this.people.turnTo(order);
  }

  private meetFailure(order: SimulatedOrder, failure: Failure): void {
    const why = failure.message ?? 'without a reason';
    if (failure.applicationFailureInfo?.type === 'adoption_refused')
      return this.people.hearRefusal(order, why);
    this.oracle.accuse(order, `the workflow failed: ${why}`);
  }

  private hear(order: SimulatedOrder, told: Told): void {
    const { event, before, after } = told;
    order.told.push(told);
    this.story.tell(order.plan.name, describeTold(told));
    if (event.type === 'session_created') order.sessionId = event.session.sessionId;
    for (const raised of after.attentions.filter((one) => !before.attentions.includes(one))) {
      if (!order.raised.has(raised.code))
        this.story.tell(order.plan.name, `needs attention: ${raised.code}: ${raised.message}`);
      order.raised.add(raised.code);
      this.operator.call(order);
    }
    this.oracle.judge(order, told);
  }
}
