import type { OrderView } from '../../src/domain/order-view';
import type { Ledger } from '../sandbox-control';

/** One kind of money as three sides tell it, minor units. */
export interface Comparison {
  readonly what: 'authorized' | 'captured' | 'refunded' | 'released';
  /** What the provider's ledger says that moved. */
  readonly moved: number;
  /** What the records in Orders say. */
  readonly recorded: number;
  /** What the order says of itself. */
  readonly told: number;
}

export function compareStories({ totals, orders }: Ledger, { amounts }: OrderView): Comparison[] {
  const sums = orders[0]?.sums;
  return [
    {
      what: 'authorized',
      moved: totals.authorized,
      recorded: sums?.authorizations ?? 0,
      told: amounts.authorized,
    },
    {
      what: 'captured',
      moved: totals.captured,
      recorded: sums?.captures ?? 0,
      told: amounts.captured,
    },
    {
      what: 'refunded',
      moved: totals.refunded,
      recorded: sums?.refunds ?? 0,
      told: amounts.refunded,
    },
    {
      what: 'released',
      moved: totals.voided,
      recorded: sums?.cancellations ?? 0,
      told: amounts.released,
    },
  ];
}

export function agree({ moved, recorded, told }: Comparison): boolean {
  return moved === recorded && recorded === told;
}
