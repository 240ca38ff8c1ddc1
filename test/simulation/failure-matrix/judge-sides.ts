import type { SandboxEngine } from '../../../sandbox/engine/create-engine';
import { transactionOf } from '../simulated-order';
import type { SimulatedOrder } from '../simulated-order';

const pairs = [
  ['authorized', 'authorizations'],
  ['captured', 'captures'],
  ['refunded', 'refunds'],
  ['voided', 'cancellations'],
] as const;

/** What Checkout moved and what Orders has on record, sum by sum, at the end of the only order. */
export function judgeSides(engine: SandboxEngine, subject: SimulatedOrder): readonly string[] {
  const ledger = engine.ledger();
  const [order] = ledger.orders;
  // It was given up before there was one.
  if (order === undefined) return ledger.sessions.length === 0 ? [] : ['Orders has no order'];
  const isOpen = ledger.sessions.some(({ state }) => state === 'open');
  const complaints = isOpen ? ['a checkout page is still open'] : [];
  // What was let go before the order knew that it was paid was never told to Orders, which has it as cancelled.
  if (order.status === 'cancelled' && order.sums['authorizations'] === 0) return complaints;
  const id = transactionOf(engine, subject)?.id;
  const transaction = ledger.transactions.find(({ transactionId }) => transactionId === id);
  const differing = pairs.filter(
    ([moved, recorded]) => (transaction?.[moved] ?? 0) !== order.sums[recorded],
  );
  return [
    ...complaints,
    ...differing.map(([moved, recorded]) => `what was ${moved} is not what the ${recorded} say`),
  ];
}
