import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import { findOrphans } from './judge-orders';
import { isNameless, isOf, moneyOf, transactionOf } from './simulated-order';
import type { SimulatedOrder } from './simulated-order';
import { judgeFinalState } from './judge-final-state';
import type { FinalView } from './judged-case';
import type { Told } from './temporal/execution';

/**
 * What must always hold, computed from the sandbox's journal alone. It shares no code with the product: what it knows of
 * it are the names that the product promises to others.
 */
export class Oracle {
  readonly violations: string[] = [];
  private readonly engine: SandboxEngine;
  private readonly beyond: boolean;

  constructor({ engine, beyond }: { engine: SandboxEngine; beyond: boolean }) {
    this.engine = engine;
    this.beyond = beyond;
  }

  accuse(order: SimulatedOrder, why: string): void {
    if (this.violations.length < 20) this.violations.push(`${order.plan.name}: ${why}`);
  }

  /** At the moment at which the order says it, an answer has to be true already. */
  judge(order: SimulatedOrder, told: Told): void {
    const { event, atMs } = told;
    if (event.type === 'operation_rejected' && !this.beyond) {
      if (this.countMoved(order, event, atMs) > 0 && !this.isTakenIn(told, event.kind))
        this.accuse(order, `${event.kind} ${event.operationId} is called rejected, but it moved`);
    }
    if (event.type === 'operation_moved' && !this.mayHaveMoved(order, event, atMs))
      this.accuse(order, `${event.kind} ${event.operationId} is called moved, but it did not move`);
    this.judgeDoubles(order);
    this.judgeReserve(order, told);
  }

  /** Of a paid order a read that is behind shows less, and never that it is not paid. */
  private judgeReserve(order: SimulatedOrder, { event, after: { payment } }: Told): void {
    if (payment.phase !== 'paid') return;
    const { status } = payment.transaction;
    if (['INITIATED', 'ON_HOLD', 'UNKNOWN'].includes(status))
      this.accuse(order, `it is paid, and is called ${status} after ${event.type}`);
  }

  async judgeEnd(order: SimulatedOrder): Promise<void> {
    const { execution } = order;
    if (execution === undefined) return this.accuse(order, 'it never started');
    const view = (execution.isClosed ? execution.result : await execution.query('state')) as
      FinalView | undefined;
    if (view === undefined) return;
    if (!execution.isClosed)
      this.accuse(order, `it did not come to its end: ${JSON.stringify(view.needsAttention)}`);
    const orphans = this.beyond ? [] : findOrphans(this.engine, order, view.orderId);
    if (orphans.length > 0)
      this.accuse(order, `nobody drives ${orphans.join(', ')}, which stands in Orders`);
    judgeFinalState({
      engine: this.engine,
      order,
      view,
      beyond: this.beyond,
      accuse: (why) => this.accuse(order, why),
    });
  }

  private judgeDoubles(order: SimulatedOrder): void {
    if (this.beyond || this.violations.length > 0) return;
    const seen = new Set<string>();
    for (const { kind, reference, by } of moneyOf(this.engine, order)) {
      if (by !== 'merchant' || reference === undefined) continue;
      const name = `${kind} ${reference}`;
      if (seen.has(name)) return this.accuse(order, `${name} moved twice`);
      seen.add(name);
    }
  }

  private countMoved(
    order: SimulatedOrder,
    { kind, operationId }: { kind: string; operationId: string },
    untilMs: number,
  ): number {
    const { orderReference } = order.plan.order;
    return moneyOf(this.engine, order).filter(
      (entry) => entry.atMs <= untilMs && isOf(entry, orderReference, kind, operationId),
    ).length;
  }

  /** Its movement carries no name, and is in the order's book as one that nobody asked for. */
  private isTakenIn({ after }: Told, kind: string): boolean {
    return (
      isNameless(this.engine) &&
      after.operations.some((one) => one.kind === kind && one.operationId.startsWith('auto-'))
    );
  }

  /** Without a name, an equal movement of somebody else's cannot be told from it. */
  private mayHaveMoved(
    order: SimulatedOrder,
    event: { kind: string; operationId: string },
    atMs: number,
  ): boolean {
    if (this.hasMoved(order, event, atMs)) return true;
    return (
      isNameless(this.engine) &&
      moneyOf(this.engine, order).some(
        (entry) => entry.by !== 'merchant' && entry.kind === event.kind && entry.atMs <= atMs,
      )
    );
  }

  private hasMoved(
    order: SimulatedOrder,
    name: { kind: string; operationId: string },
    atMs: number,
  ): boolean {
    if (name.kind !== 'cancel') return this.countMoved(order, name, atMs) > 0;
    const transaction = transactionOf(this.engine, order);
    if (transaction === undefined) return false;
    const { authorized, captured, voided } = this.engine.world.journal.sumsOf(transaction.id);
    return authorized - captured - voided === 0n;
  }
}
