import type { TimelineRow } from '../client/timeline';
import { isWarning } from '../domain/attention';
import type { OrderView } from '../domain/order-view';

/** `busy`: something goes on by itself. `needs_attention`: a person has to decide. `at_rest`: nothing happens until it is asked for. */
export type Rest = 'busy' | 'needs_attention' | 'at_rest';

const onTheWay: readonly string[] = ['queued', 'moving', 'moved', 'unknown'];

export function restOf(state: OrderView, rows: readonly TimelineRow[]): Rest {
  const { needsAttention, status, operations } = state;
  if (needsAttention !== null && !isWarning(needsAttention)) return 'needs_attention';
  const waits = status === 'preparing' || status === 'awaiting_payment';
  const moves = operations.some((operation) => onTheWay.includes(operation.status));
  const runs = rows.some(({ outcome }) => outcome === 'running');
  return waits || moves || runs ? 'busy' : 'at_rest';
}
