import { toNumber } from './journal';
import type { RecordEntry, RecordKind } from './journal';
import type { OrderItem } from './request-bodies';

export const collectionOf = {
  authorization: 'authorizations',
  capture: 'captures',
  refund: 'refunds',
  cancellation: 'cancellations',
} as const satisfies Record<RecordKind, string>;

export const recordKinds = Object.keys(collectionOf) as readonly RecordKind[];

export function successfulSum(entries: readonly RecordEntry[]): bigint {
  return entries.reduce((sum, entry) => (entry.success ? sum + entry.amount : sum), 0n);
}

export function orderTotal(items: readonly OrderItem[]): bigint {
  return items.reduce((sum, item) => sum + BigInt(item.gross_amount), 0n);
}

export function totalsOf(items: readonly OrderItem[]) {
  const tax = items
    .flatMap((item) => item.tax_lines)
    .reduce((sum, line) => sum + BigInt(line.amount), 0n);
  const gross = orderTotal(items);
  return {
    gross_amount: toNumber(gross),
    net_amount: toNumber(gross - tax),
    total_discount: 0,
    total_manual_discount_amount: 0,
  };
}
