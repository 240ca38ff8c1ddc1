import { createSandboxEngine } from '../../../sandbox/engine/create-engine';
import type { SandboxEngine } from '../../../sandbox/engine/create-engine';
import { createRandom } from '../../../sandbox/engine/random';
import type { Attention } from '../../../src/domain/attention';
import { newAdoption } from '../../../src/domain/order-state';
import type { OrderView } from '../../../src/domain/order-view';
import { defaultTiming } from '../../../src/domain/timing';
import { Draws } from '../draws';
import { Oracle } from '../oracle';
import type { Product } from '../product';
import { Network } from '../provider/network';
import { newSimulatedOrder } from '../simulated-order';
import type { SimulatedOrder } from '../simulated-order';
import { describeTold } from '../story/describe-told';
import { Story } from '../story/story';
import { Execution } from '../temporal/execution';
import type { Told } from '../temporal/execution';
import type { Failure } from '../temporal/workflow-instance';
import { VirtualTime } from '../virtual-time';
import { steadyWeather } from '../weather';
import { Fleet } from '../workers/fleet';
import { FaultPlan } from './fault-plan';
import { Person } from './person';
import type { Cell, Played } from './played';
import { judgeSides } from './judge-sides';
import { describeEnd, newRequest, stories } from './stories';
import type { Story as Plot } from './stories';

const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
const startMs = Date.parse('2026-01-05T08:00:00Z');
const longestMs = 200 * 24 * hourMs;
const paysAfterMs = 20 * secondMs;
/** A person comes so long after the order has asked for one. */
const personAfterMs = 40 * 60 * secondMs;

/** Far more than any order needs. */
const mostEvents = 6_000;

/** Nothing was delivered and the authorization runs out: the shop gives the order up. */
const givenUpOn: readonly string[] = ['authorization_expiring', 'authorization_lapsed'];

const doneBy: readonly string[] = [
  'authorization_recorded',
  'operation_recorded',
  'operation_rejected',
  'order_cancelled',
];

export function playCell(product: Product, cell: Cell): Promise<Played> {
  return new Play(product, cell).run();
}

class Play {
  private readonly cell: Cell;
  private readonly plot: Plot;
  private readonly time = new VirtualTime(startMs);
  private readonly story = new Story(() => this.time.now(), startMs);
  private readonly engine: SandboxEngine;
  private readonly oracle: Oracle;
  private readonly order: SimulatedOrder;
  private readonly execution: Execution;
  private readonly person: Person;
  private readonly plan: FaultPlan;
  private fleet: Fleet | undefined;
  private asked: Attention | null = null;
  private sinceMs = startMs;
  private doneAtMs = startMs;
  private step = 0;
  private orderId = '';

  constructor(product: Product, cell: Cell) {
    this.cell = cell;
    this.plot = stories[cell.target.story];
    const { time, story } = this;
    this.plan = new FaultPlan(cell, () => time.now());
    this.plan.isArmed = !this.plot.asks.some(({ kind }) => kind === 'adopt');
    const draws = new Draws(1);
    const weather = steadyWeather;
    this.engine = createSandboxEngine({ clock: time, random: createRandom(1) });
    this.engine.switches.change(cell.target.switches ?? {});
    const isCalm = () => true;
    const network = new Network({
      time,
      draws,
      story,
      engine: this.engine,
      weather,
      beyond: false,
      isCalm,
      planned: (endpoint, activity) => this.plan.decide(endpoint, activity),
      outage: () => 'none',
      trouble: (attempt, where) => this.fleet?.trouble(attempt, where),
    });
    product.enter({
      time,
      network,
      observe: (before, event, after) => this.execution.hear(before, event, after),
    });
    const fleet = new Fleet({ product, time, draws, story, weather, beyond: false, isCalm });
    this.fleet = fleet;
    this.oracle = new Oracle({ engine: this.engine, beyond: false });
    const nothing = { customer: [], asks: [], backOffice: [], visits: [] };
    const request = newRequest();
    this.order = newSimulatedOrder({ name: 'order', order: request, startMs: 0, ...nothing });
    const { order } = this;
    this.person = new Person(this.engine, order);
    const input = { order: order.plan.order, timing: defaultTiming };
    this.execution = new Execution(
      {
        time,
        draws,
        story,
        weather,
        fleet,
        isCalm,
        runtime: product.runtime,
        hearing: () => undefined,
        told: (_execution, told) => this.hear(told),
        failed: (_execution, failure) => this.meetRefusal(failure),
        broken: (_execution, why) => this.oracle.accuse(order, why),
      },
      'order',
      `order-${order.plan.order.orderReference}`,
      input,
    );
    order.execution = this.execution;
  }

  async run(): Promise<Played> {
    const { time, execution, oracle, order, engine, story } = this;
    const isEnded = () => execution.result !== undefined;
    const isOver = () => isEnded() || this.isWaiting() || time.happened > mostEvents;
    await time.run(startMs + longestMs, isOver);
    if (time.happened > mostEvents) oracle.accuse(order, 'it turns in circles');
    const view = (execution.isClosed ? execution.result : await execution.query('state')) as
      OrderView | undefined;
    if (!this.isWaiting()) {
      await oracle.judgeEnd(order);
      for (const why of judgeSides(engine, order)) oracle.accuse(order, why);
    }
    return {
      end: view === undefined ? 'lost' : describeEnd(view, this.engine.ledger()),
      violations: oracle.violations,
      story: story.lines,
      met: this.plan.met,
      sent: this.plan.sent,
      raised: [...order.raised],
      asked: this.asked,
      choices: this.asked === null ? [] : this.person.honest(this.asked),
      isDecided: this.plan.isMended,
      doneMs: this.doneAtMs - this.sinceMs,
    };
  }

  /** A person is asked for, and this cell is about the asking alone. */
  private isWaiting(): boolean {
    return this.asked !== null && this.cell.choice === undefined;
  }

  private hear(told: Told): void {
    const { event, before, after, atMs } = told;
    const { order, story, time } = this;
    order.told.push(told);
    story.tell('order', describeTold(told));
    if (doneBy.includes(event.type)) this.doneAtMs = atMs;
    if (event.type === 'session_created') {
      order.sessionId = event.session.sessionId;
      if (this.plot.pays) time.schedule(paysAfterMs, () => this.person.pay());
    }
    for (const raised of after.attentions.filter((one) => !before.attentions.includes(one)))
      this.notice(raised);
    this.oracle.judge(order, told);
    time.schedule(secondMs, () => this.askNext());
  }

  private notice({ code, message }: Attention): void {
    const { order, story, time, cell } = this;
    if (order.raised.has(code)) return;
    order.raised.add(code);
    story.tell('order', `needs attention: ${code}: ${message}`);
    if (cell.span === 'lasting') time.schedule(personAfterMs, () => this.comeToHelp());
    if (givenUpOn.includes(code)) time.schedule(personAfterMs, () => this.giveUp(code));
  }

  private giveUp(code: Attention['code']): void {
    if (this.execution.isClosed || this.isWaiting()) return;
    this.story.tell('person', `cancel on ${code}`);
    const resolution = { choice: 'cancel', code };
    this.execution.update('resolve', `give-up-${code}`, resolution, () => undefined);
  }

  /** Mends the cause, then decides; a matter that has gone by itself meanwhile needs nobody. */
  private async comeToHelp(): Promise<void> {
    if (this.asked !== null || this.execution.isClosed) return;
    const { needsAttention } = (await this.execution.query('state')) as OrderView;
    if (needsAttention === null) return;
    this.asked = needsAttention;
    const { choice } = this.cell;
    if (choice === undefined) return;
    this.plan.isMended = true;
    this.sinceMs = this.time.now();
    const why = this.person.prepare(needsAttention, choice);
    if (why !== undefined) return this.oracle.accuse(this.order, why);
    const { code, operationId } = needsAttention;
    const about = operationId === undefined ? {} : { operationId };
    this.story.tell('person', `${choice} on ${code} ${operationId ?? ''}`);
    this.execution.update('resolve', 'decision', { choice, code, ...about }, ({ answer }) => {
      if (answer === 'rejected') this.oracle.accuse(this.order, `${choice} was refused`);
    });
  }

  private async askNext(): Promise<void> {
    const ask = this.plot.asks[this.step];
    if (ask === undefined || this.execution.isClosed || !this.execution.canAnswer) return;
    const view = (await this.execution.query('state')) as OrderView;
    const isPaid = !['preparing', 'awaiting_payment'].includes(view.status);
    const settled = ask.kind === 'adopt' ? ['recorded'] : ['moved', 'recorded', 'rejected'];
    const isAnswered = view.operations.every(({ status }) => settled.includes(status));
    if (!isPaid || !isAnswered || this.plot.asks[this.step] !== ask) return;
    this.step += 1;
    if (ask.kind === 'adopt') return this.adopt(view.orderId ?? '');
    this.story.tell('person', `${ask.kind} ${JSON.stringify(ask.payload)}`);
    this.execution.update(ask.kind, `ask-${this.step}`, ask.payload, () => undefined);
  }
  /** Nothing is left of the workflow: somebody who knows the order's id has it driven again. */
  private adopt(orderId: string): void {
    const { execution, order, plan, story, time } = this;
    const carried = newAdoption(order.plan.order.orderReference, { orderId });
    plan.isArmed = true;
    this.orderId = orderId;
    if (execution.startAnew({ order: carried.order, timing: defaultTiming, carried }))
      return story.tell('person', `adopt ${orderId}`);
    time.schedule(secondMs, () => this.adopt(orderId));
  }

  /** Who is told why an order cannot be adopted mends the cause, and asks again. */
  private meetRefusal({ message, applicationFailureInfo }: Failure): void {
    const { order, oracle, plan, time } = this;
    const code = applicationFailureInfo?.type ?? 'failed';
    if (code !== 'adoption_refused') return oracle.accuse(order, `the workflow failed: ${message}`);
    order.raised.add(code);
    time.schedule(personAfterMs, () => {
      plan.isMended = true;
      this.sinceMs = time.now();
      this.adopt(this.orderId);
    });
  }
}
