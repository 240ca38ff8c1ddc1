import { sandboxClient } from '../../../sandbox/credentials';
import { tell } from '../../../sandbox/engine/apply-movement';
import type { Movement } from '../../../sandbox/engine/apply-movement';
import type { SandboxEngine } from '../../../sandbox/engine/create-engine';
import { newUuid } from '../../../sandbox/engine/ids';
import { addRecord } from '../../../sandbox/engine/order-records';
import type { Order } from '../../../sandbox/engine/world';
import type { Attention } from '../../../src/domain/attention';
import type { Operation } from '../../../src/domain/operation';
import { isOf, moneyOf, transactionOf } from '../simulated-order';
import type { SimulatedOrder } from '../simulated-order';

type Choice = Attention['choices'][number];

const recordKinds = { capture: 'capture', refund: 'refund', cancel: 'cancellation' } as const;

/** The customer, and the one who decides: by what truly happened, never by guessing. */
export class Person {
  private readonly engine: SandboxEngine;
  private readonly order: SimulatedOrder;

  constructor(engine: SandboxEngine, order: SimulatedOrder) {
    this.engine = engine;
    this.order = order;
  }

  pay(): void {
    this.engine.actOnSession(this.order.sessionId ?? '', 'pay', { product: 'payex.creditcard' });
  }

  /** Which of the choices an honest person can take. */
  honest({ choices, operationId }: Attention): readonly Choice[] {
    const hasMoved = this.hasMoved(operationId ?? '');
    return choices.filter(
      (choice) =>
        (choice !== 'mark_moved' || hasMoved) && (choice !== 'mark_not_moved' || !hasMoved),
    );
  }

  /** What has to be true for the choice to be honest; answers why it cannot be. */
  prepare(matter: Attention, choice: Choice): string | undefined {
    this.endWhatIsPending();
    if (choice === 'mark_recorded') this.record(matter.operationId ?? '');
    return this.honest(matter).includes(choice) ? undefined : `${choice} would be a lie`;
  }

  /** The provider's support ends what it had accepted and never finished: it did not move. */
  private endWhatIsPending(): void {
    const { world } = this.engine;
    const transaction = transactionOf(this.engine, this.order);
    if (transaction === undefined) return;
    for (const [requestId, pending] of transaction.pending) {
      transaction.pending.delete(requestId);
      const error = { code: 'ERROR', message: 'ended by the support' };
      const cause = { by: 'provider', requestId: newUuid(world.random), headers: {} } as const;
      const told = { correlationRequestId: requestId, error };
      tell(world, transaction, pending as Movement, cause, told);
    }
  }

  private operation(id: string): Operation | undefined {
    return this.order.told
      .at(-1)
      ?.after.operations.find(({ operationId }) => operationId === id.split(' ').at(-1));
  }

  private hasMoved(id: string): boolean {
    const { engine, order } = this;
    const operation = this.operation(id);
    if (operation?.kind === 'cancel') {
      const sums = engine.world.journal.sumsOf(transactionOf(engine, order)?.id ?? '');
      return sums.authorized - sums.captured - sums.voided === 0n;
    }
    const { orderReference } = order.plan.order;
    return moneyOf(engine, order).some(
      (entry) =>
        operation !== undefined &&
        isOf(entry, orderReference, operation.kind, operation.operationId),
    );
  }

  /** Writes into Orders by hand what is not there yet. */
  private record(id: string): void {
    const { world } = this.engine;
    const stored = this.storedOrder();
    const operation = this.operation(id);
    const kind = operation === undefined ? 'authorization' : recordKinds[operation.kind];
    const isOfLines = operation !== undefined && operation.kind !== 'cancel';
    const lines = isOfLines ? operation.lines : this.restOfLines(stored.uuid);
    const items = lines.map(({ lineId, amount }) => ({ line_id: lineId, amount }));
    const caller = { accountId: sandboxClient.accountId, clientId: 'back-office' };
    const payment_id = transactionOf(this.engine, this.order)?.id;
    const body = { items, payment_details: { payment_id }, success: true };
    addRecord(world, caller, stored, kind, body, 'by-hand');
  }

  private storedOrder(): Order {
    const payment = this.order.told.at(-1)?.after.payment;
    const orderId = payment !== undefined && 'orderId' in payment ? payment.orderId : undefined;
    const [stored] = this.engine.world.orderIds.get(orderId ?? '') ?? [];
    if (stored === undefined) throw new Error('there is no order to record');
    return stored;
  }

  /** What Orders knows of no capture for: all of it is authorized, or let go. */
  private restOfLines(orderUuid: string): readonly { lineId: number; amount: number }[] {
    const captured = this.engine.world.journal
      .recordsOf(orderUuid, 'capture')
      .flatMap(({ lines }) => lines);
    return this.order.plan.order.lines
      .map(({ lineId, grossAmount }) => {
        const mine = captured.filter((line) => line.lineId === lineId);
        return { lineId, amount: mine.reduce((left, line) => left - line.amount, +grossAmount) };
      })
      .filter(({ amount }) => amount > 0);
  }
}
