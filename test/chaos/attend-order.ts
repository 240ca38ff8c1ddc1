import type { ConnectedClient } from '../../src/client/connect';
import type { Attention, AttentionChoice } from '../../src/domain/attention';
import type { OrderView } from '../../src/domain/order-view';
import type { Count } from './count';
import { movementsOf, readLedger } from './read-ledger';

const callMs = 8_000;

export interface Desk {
  readonly orders: ConnectedClient;
  readonly url: string;
  /** After so long without an effect nothing that was sent can still be on its way. */
  readonly quietMs: number;
  readonly count: Count;
}

/** A person who decides by what the ledger truthfully says. Answers the order as it was seen. */
export async function attendOrder(desk: Desk, reference: string): Promise<OrderView | undefined> {
  try {
    const view = await desk.orders.state(reference, { deadlineMs: callMs });
    const matter = view.needsAttention;
    if (matter === null) return view;
    const choice = await choose(desk, view, matter);
    if (choice === undefined) return view;
    const { code, operationId } = matter;
    const about = operationId === undefined ? {} : { operationId };
    desk.count(`operator: ${choice} on ${code}`);
    await desk.orders.resolve(reference, { choice, code, ...about }, { deadlineMs: callMs });
    return view;
  } catch {
    // Temporal or the workers are down, or somebody else has decided: the next round sees.
    return undefined;
  }
}

async function choose(
  { url, quietMs }: Desk,
  view: OrderView,
  { code, choices, operationId, since }: Attention,
): Promise<AttentionChoice | undefined> {
  if (code !== 'outcome_unknown')
    return choices.includes('retry')
      ? 'retry'
      : choices.find((choice) => choice === 'accept' || choice === 'refund_surplus');
  const operation = view.operations.find((one) => one.operationId === operationId);
  if (operation === undefined) return 'retry';
  const ledger = await readLedger(url, view.orderReference);
  const key = `${view.orderReference}/${operation.kind}/${operation.operationId}`;
  const moved =
    operation.kind === 'cancel'
      ? ledger.totals.reserved === 0
      : movementsOf(ledger, key).length > 0;
  if (moved) return 'mark_moved';
  const isPending = ledger.transactions.some(({ pending }) => pending.length > 0);
  return isPending || Date.now() - Date.parse(since) < quietMs ? 'retry' : 'mark_not_moved';
}
