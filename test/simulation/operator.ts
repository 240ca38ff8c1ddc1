import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import type { Attention, Resolution } from '../../src/domain/attention';
import type { OrderView } from '../../src/domain/order-view';
import type { Draw, Draws } from './draws';
import { isOf, moneyOf, transactionOf } from './simulated-order';
import type { SimulatedOrder } from './simulated-order';
import type { Story } from './story/story';
import type { VirtualTime } from './virtual-time';

export interface OperatorOptions {
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly story: Story;
  readonly engine: SandboxEngine;
  /** Requests of ours may still take effect: then nobody can say that one did not. */
  mayArriveLate(order: SimulatedOrder): boolean;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const longestPauseMs = 6 * 60 * minuteMs;
/** Steps that look at the page, or close it. */
const ofSession: readonly string[] = ['cancelCheckoutSession', 'readTransaction'];

/** A person who looks at orders that need attention, and decides by what the provider's ledger says, never by guessing. */
export class Operator {
  private readonly options: OperatorOptions;
  private readonly busyWith = new Map<SimulatedOrder, { visits: number; matter: string }>();

  constructor(options: OperatorOptions) {
    this.options = options;
  }

  /** Something was raised: looks at it some time later. */
  call(order: SimulatedOrder): void {
    if (this.busyWith.has(order)) return;
    const { draw } = this.options.draws.next(`${order.plan.name}/operator`);
    this.busyWith.set(order, { visits: 0, matter: '' });
    this.options.time.schedule(draw.skewed(5 * secondMs, 30 * minuteMs), () => this.visit(order));
  }

  private async visit(order: SimulatedOrder): Promise<void> {
    const { execution, plan } = order;
    const { draws, time } = this.options;
    if (execution === undefined || execution.isClosed) return void this.busyWith.delete(order);
    if (!execution.canAnswer) return void time.schedule(secondMs, () => this.visit(order));
    const state = (await execution.query('state')) as OrderView;
    const { draw, name } = draws.next(`${plan.name}/decision`);
    if (state.needsAttention === null) return void this.busyWith.delete(order);
    this.decide(order, state.needsAttention, draw, name);
    const matter = `${state.needsAttention.code} ${state.needsAttention.operationId ?? ''}`;
    const before = this.busyWith.get(order);
    const visits = before?.matter === matter ? before.visits + 1 : 0;
    this.busyWith.set(order, { visits, matter });
    const pauseMs = Math.min(2 * minuteMs * 1.7 ** visits, longestPauseMs);
    time.schedule(pauseMs, () => this.visit(order));
  }

  private decide(order: SimulatedOrder, matter: Attention, draw: Draw, name: string): void {
    const choice = this.choose(order, matter, draw);
    if (choice === undefined) return;
    const { code, operationId } = matter;
    const about = operationId === undefined ? {} : { operationId };
    const resolution: Resolution = { choice, code, ...about };
    this.options.story.tell(order.plan.name, `operator: ${choice} on ${code} ${operationId ?? ''}`);
    order.execution?.update('resolve', name, resolution, () => undefined);
  }

  private choose(
    order: SimulatedOrder,
    { code, choices, operationId }: Attention,
    draw: Draw,
  ): Attention['choices'][number] | undefined {
    // A record that is refused again and again is written by hand, outside of all systems; not at the first sight.
    if (choices.includes('mark_recorded')) return draw.chance(0.7) ? 'mark_recorded' : 'retry';
    if (code === 'outcome_unknown')
      return draw.chance(0.3) ? 'retry' : this.tellTruth(order, operationId ?? '', choices);
    if (choices.length === 0) return undefined;
    const choice = draw.pick(choices);
    return this.isWise(order, choice, code, operationId ?? '') ? choice : 'retry';
  }

  /** What cannot be taken back is decided by the ledger: that a movement is not there, and that nothing can come any more. */
  private isWise(
    order: SimulatedOrder,
    choice: Attention['choices'][number],
    code: Attention['code'],
    about: string,
  ): boolean {
    if (choice === 'mark_not_moved')
      return !this.hasMoved(order, about.split(' ').at(-1) ?? '') && !this.mayMoveYet(order);
    // Given up like this, an order would stay open in Orders: it is found once the list shows it.
    if (choice === 'cancel' && code === 'provider_unreachable') return false;
    const isOfSession = code === 'payment_undecided' || ofSession.includes(about);
    return choice !== 'accept' || !isOfSession || this.isOver(order);
  }

  /** Nothing is reserved or kept, and the customer cannot pay. */
  private isOver(order: SimulatedOrder): boolean {
    const { engine } = this.options;
    const session = engine.world.sessions.get(order.sessionId ?? '');
    const transaction = transactionOf(engine, order);
    if (transaction === undefined) return session?.cancelled !== undefined;
    const sums = engine.world.journal.sumsOf(transaction.id);
    return (
      sums.authorized > 0n &&
      sums.authorized === sums.captured + sums.voided &&
      sums.captured === sums.refunded
    );
  }

  /** As one who has looked into the back office, and does not decide while something may still come. */
  private tellTruth(
    order: SimulatedOrder,
    operationId: string,
    choices: Attention['choices'],
  ): Attention['choices'][number] {
    // Where its movement was taken in under a name of its own, there is nothing left that could be marked as moved.
    if (this.hasMoved(order, operationId))
      return choices.includes('mark_moved') ? 'mark_moved' : 'mark_not_moved';
    return this.mayMoveYet(order) ? 'retry' : 'mark_not_moved';
  }

  private mayMoveYet(order: SimulatedOrder): boolean {
    const isPending = (transactionOf(this.options.engine, order)?.pending.size ?? 0) > 0;
    return isPending || this.options.mayArriveLate(order);
  }

  private hasMoved(order: SimulatedOrder, operationId: string): boolean {
    const { engine } = this.options;
    const { orderReference } = order.plan.order;
    const kind = order.told
      .at(-1)
      ?.after.operations.find((operation) => operation.operationId === operationId)?.kind;
    if (kind !== 'cancel')
      return moneyOf(engine, order).some(
        (entry) => kind !== undefined && isOf(entry, orderReference, kind, operationId),
      );
    const sums = engine.world.journal.sumsOf(transactionOf(engine, order)?.id ?? '');
    return sums.authorized - sums.captured - sums.voided === 0n;
  }
}
