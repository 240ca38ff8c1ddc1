import type { Operation } from '../../src/domain/operation';
import { operationKey, providerReference } from '../../src/domain/operation-key';
import type { OrderRequest } from '../../src/domain/order';
import { stillReserved } from '../../src/domain/transaction-picture';
import type { Movement, TransactionPicture } from '../../src/domain/transaction-picture';
import { movementOn, pictureOf } from './order-states';

/** A transaction at a provider that keeps the rules of the real one: what does not fit does not move. */
export class RuleKeepingProvider {
  movements: readonly Movement[] = [];
  private readonly order: OrderRequest;
  private count = 0;

  constructor(order: OrderRequest) {
    this.order = order;
  }

  get picture(): TransactionPicture {
    return pictureOf(this.order, this.movements);
  }

  fits(kind: Operation['kind'] | Movement['kind'], amount: number): boolean {
    const { captured, refunded } = this.picture;
    if (kind === 'refund') return amount <= captured - refunded;
    const reserved = stillReserved(this.picture);
    return kind === 'capture' ? amount <= reserved : reserved > 0;
  }

  /** What an operation of ours asks for, under its reference; returns the id of the event. */
  move(operation: Operation, outcome: Movement['outcome']): string {
    const { kind, operationId, amount, lines } = operation;
    const key = operationKey(this.order.orderReference, kind, operationId);
    const named = kind === 'cancel' ? {} : { reference: providerReference(key), lines };
    return this.add(kind === 'cancel' ? 'void' : kind, amount, { ...named, outcome });
  }

  /** In the back office, with a share of all that is possible. */
  moveInOffice(kind: Movement['kind'], share: number): void {
    const { captured, refunded } = this.picture;
    const most = kind === 'refund' ? captured - refunded : stillReserved(this.picture);
    const amount = kind === 'void' ? most : Math.floor((most * share) / 100);
    if (amount > 0) this.add(kind, amount, {});
  }

  add(kind: Movement['kind'], amount: number, more: Partial<Movement>): string {
    const eventId = String((this.count += 1));
    this.movements = [...this.movements, movementOn(kind, eventId, amount, more)];
    return eventId;
  }

  /** A failed event turns out to have taken effect, as far as there is still room for it. */
  correct(which: number): void {
    const failed = this.movements.filter(({ outcome }) => outcome === 'failed');
    const chosen = failed[which % Math.max(1, failed.length)];
    if (chosen === undefined || !this.fits(chosen.kind, chosen.amount)) return;
    this.movements = this.movements.map((movement) =>
      movement === chosen ? { ...movement, outcome: 'succeeded' } : movement,
    );
  }

  movementsOf({ kind, operationId }: Operation): readonly Movement[] {
    if (kind === 'cancel') return this.movements.filter((movement) => movement.kind === 'void');
    const key = operationKey(this.order.orderReference, kind, operationId);
    const reference = providerReference(key);
    return this.movements.filter((movement) => movement.reference === reference);
  }
}
