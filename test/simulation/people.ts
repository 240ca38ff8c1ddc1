import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import { Refusal } from '../../sandbox/engine/refusal';
import type { CaptureRequest } from '../../src/domain/operation';
import { newAdoption } from '../../src/domain/order-state';
import { timing } from './bounds';
import type { Draws } from './draws';
import type { Act, Ask } from './plan-order';
import { isNameless, transactionOf } from './simulated-order';
import type { SimulatedOrder } from './simulated-order';
import type { Story } from './story/story';
import type { VirtualTime } from './virtual-time';

export interface PeopleOptions {
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly story: Story;
  readonly engine: SandboxEngine;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** Everybody who has to do with an order and is no program of ours: the customer, the shop, the provider's back office. */
export class People {
  private readonly options: PeopleOptions;
  private readonly asked = new Map<SimulatedOrder, Set<Ask>>();

  constructor(options: PeopleOptions) {
    this.options = options;
  }

  /** An order has started: from now on its plan is carried out. */
  turnTo(order: SimulatedOrder): void {
    const { customer, asks, backOffice, visits } = order.plan;
    for (const act of customer) this.plan(act, () => this.actAsCustomer(order, act));
    for (const ask of asks) this.plan(ask, () => this.ask(order, ask));
    for (const act of backOffice) this.plan(act, () => this.actInBackOffice(order, act));
    for (const act of visits) this.plan(act, () => this.visit(order, act));
  }

  /** Every planned thing is a mishap of its own to the one who shortens a story. */
  private plan(planned: { readonly name: string; readonly atMs: number }, act: () => void): void {
    const what = planned.name.replace(/^.*\//, '').replace(/-\d+$/, '');
    if (this.options.draws.inject(planned.name, what))
      this.options.time.schedule(planned.atMs, act);
  }

  private actAsCustomer(order: SimulatedOrder, act: Act): void {
    if (order.execution?.isClosed === true) return;
    if (order.sessionId === undefined)
      return void this.options.time.schedule(5 * secondMs, () => this.actAsCustomer(order, act));
    const { sessionId } = order;
    // A cancelled session takes no payment, however long one was on its way: the product relies on that.
    if (this.options.engine.world.sessions.get(sessionId)?.cancelled !== undefined) return;
    this.try(order, `customer: ${act.what}`, () =>
      this.options.engine.actOnSession(sessionId, act.what, act.options),
    );
  }

  /** No payment stays under review for ever. */
  endReviews(orders: readonly SimulatedOrder[]): void {
    for (const order of orders) {
      const transaction = transactionOf(this.options.engine, order);
      if (transaction?.statuses.at(-1)?.status !== 'ON_HOLD') continue;
      const { sessionId } = transaction;
      this.try(order, 'the review ends', () =>
        this.options.engine.actOnSession(sessionId, 'release', { outcome: 'failed' }),
      );
    }
  }

  private actInBackOffice(order: SimulatedOrder, act: Act): void {
    // Nobody is there any more to see what is done to an order that has ended.
    if (order.execution?.isClosed === true) return;
    const transaction = transactionOf(this.options.engine, order);
    if (transaction === undefined) return;
    this.try(order, `back office: ${act.what} ${JSON.stringify(act.options)}`, () =>
      this.options.engine.actOnTransaction(transaction.id, act.what, act.options),
    );
  }

  private try(order: SimulatedOrder, what: string, act: () => unknown): void {
    try {
      act();
      this.options.story.tell(order.plan.name, what);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.options.story.tell(order.plan.name, `${what}: refused: ${error.message}`);
    }
  }

  private ask(order: SimulatedOrder, ask: Ask): void {
    const { draw } = this.options.draws.next(`${ask.name}/way`);
    this.asked.set(order, (this.asked.get(order) ?? new Set()).add(ask));
    ask.ways.forEach((way, index) => {
      const id = index === 1 && draw.chance(0.5) ? `${ask.name}/again` : ask.name;
      this.options.time.schedule(index === 0 ? 0 : draw.skewed(0, 30 * secondMs), () => {
        this.options.story.tell(
          order.plan.name,
          `${ask.kind} by ${way}: ${JSON.stringify(ask.payload)}`,
        );
        if (way === 'signal') order.execution?.signal(ask.kind, ask.payload);
        else this.update(order, ask.kind, id, ask.payload);
      });
    });
  }

  /** Sends again when the run ended under it, as the client does. */
  private update(order: SimulatedOrder, name: string, id: string, payload: unknown): void {
    const { execution } = order;
    if (execution === undefined || execution.isClosed) return;
    execution.update(name, id, payload, ({ answer }) => {
      if (answer === 'closed')
        this.options.time.schedule(500, () => this.update(order, name, id, payload));
    });
  }

  private visit(order: SimulatedOrder, { what, name }: Act): void {
    const { execution } = order;
    if (execution === undefined || execution.isClosed) return;
    this.options.story.tell(order.plan.name, what);
    if (what === 'cancel-in-temporal') return execution.requestCancel();
    if (what === 'reset') return this.reset(order);
    if (what === 'adopt') return this.adopt(order);
    if (what !== 'paymentNotice') return this.update(order, what, name, {});
    if (!execution.resetActivity('pollUntilAuthorized')) execution.signal(what, {});
  }

  /**
   * Only what the runbook allows: nothing of the order is moving, or moved and unrecorded, and the provider shows references,
   * be it the beginning of them, since nothing else tells an order what it forgot.
   */
  private reset(order: SimulatedOrder): void {
    const { time, draws, story, engine } = this.options;
    if (order.execution?.isClosed === true || engine.switches.values.eventReference === 'drop')
      return;
    const paid = order.told.findLast(({ event }) => paidSince.includes(event.type));
    if (paid === undefined || !isQuiet(order, time.now()))
      return void time.schedule(minuteMs, () => this.reset(order));
    const { draw } = draws.next(`${order.plan.name}/reset-point`);
    time.schedule(0, async () => {
      if (await order.execution?.reset(paid.atMs, draw)) story.tell(order.plan.name, 'is reset');
    });
  }

  /**
   * The workflow is lost, whatever was under way in it, and somebody who knows the order's ids has it driven again. What was
   * lost with it and bears no name at the provider is nobody's, so that references have to be shown.
   */
  private adopt(order: SimulatedOrder): void {
    const { execution, sessionId, told } = order;
    const orderId = told.at(-1)?.after.payment.orderId;
    if (execution === undefined || execution.isClosed || isNameless(this.options.engine)) return;
    if (orderId === undefined || sessionId === undefined) return;
    order.adoption = { orderId, sessionId };
    this.takeOver(order);
  }

  /** Who hears why an order cannot be adopted asks again later. */
  hearRefusal(order: SimulatedOrder, why: string): void {
    this.options.story.tell(order.plan.name, `cannot be adopted: ${why}`);
    this.options.time.schedule(10 * minuteMs, () => this.takeOver(order));
  }

  private takeOver(order: SimulatedOrder): void {
    const { adoption, execution, plan } = order;
    if (adoption === undefined || execution === undefined || execution.result !== undefined) return;
    const carried = newAdoption(plan.order.orderReference, adoption);
    if (!execution.startAnew({ order: carried.order, timing, carried }))
      return void this.options.time.schedule(secondMs, () => this.takeOver(order));
    this.options.story.tell(plan.name, `its workflow is lost, and ${adoption.orderId} adopted`);
    for (const ask of this.asked.get(order) ?? []) this.askAgain(order, ask);
  }

  /** Who was left without an answer asks once more, by the same id. */
  private askAgain(order: SimulatedOrder, { kind, name, payload }: Ask): void {
    const { draws, story, time } = this.options;
    if (kind === 'capture' && (payload as CaptureRequest).captureId === undefined) return;
    const { draw } = draws.next(`${name}/anew`);
    time.schedule(draw.skewed(0, 3 * minuteMs), () => {
      story.tell(order.plan.name, `${kind} anew: ${JSON.stringify(payload)}`);
      this.update(order, kind, `${name}/anew`, payload);
    });
  }
}

const paidSince: readonly string[] = ['payment_confirmed', 'order_adopted'];

/** Its last step is no younger than a minute: else a read that is behind may hide it. */
function isQuiet({ told }: SimulatedOrder, nowMs: number): boolean {
  const last = told.at(-1);
  if (last === undefined || last.atMs > nowMs - minuteMs) return false;
  const { payment, operations } = last.after;
  return (
    payment.phase === 'paid' &&
    payment.authorizationRecorded &&
    operations.every(({ status }) => ['recorded', 'rejected'].includes(status))
  );
}
