import { notBelowZero, smaller, subtract } from './money';
import type { Transaction } from './order-state';
import { isUnsettled, totalsOf, wasReserved } from './transaction-picture';
import type { TransactionStatus, TransactionTotals } from './transaction-picture';

/** A paid order may have been found, or handed on, with a status from before it was paid, or with one that tells nothing. */
export function asReserved(transaction: Transaction): Transaction {
  return isUnsettled(transaction.status) ? { ...transaction, status: 'AUTHORIZED' } : transaction;
}

/** What is known of a transaction after one more read of it. */
export function mergeTotals(known: Transaction, read: TransactionTotals): Transaction {
  if (isBehind(known, read)) return known;
  // What has been settled once is not waited for again: such a status is an older one, or tells nothing.
  const isOlder = isUnsettled(read.status) && !isUnsettled(known.status);
  const fresh = isOlder ? withKnownStatus(known, read) : totalsOf(read);
  return { ...known, ...fresh };
}

/** As `mergeTotals`, where the read shows all of the transaction, or another one, or none. */
export function newerOf(
  known?: Transaction,
  read?: Transaction,
): { readonly transaction?: Transaction } {
  if (read === undefined) return {};
  if (known?.transactionId !== read.transactionId) return { transaction: read };
  // A payment that had failed may be tried once more, and must not be given up for good: only one that was reserved is past it.
  const isOlder = isUnsettled(read.status) && wasReserved(known.status);
  const merges = isOlder || isBehind(known, read);
  return { transaction: merges ? mergeTotals(known, read) : read };
}

/**
 * Money that moved never moves back: totals below the known ones come from a read that is behind. What was released may
 * prove to be less only together with more captured: a capture that was called failed is corrected after the release.
 */
function isBehind(known: TransactionTotals, read: TransactionTotals): boolean {
  const isSame = read.captured === known.captured && read.refunded === known.refunded;
  return (
    read.captured < known.captured ||
    read.refunded < known.refunded ||
    (isSame && read.released < known.released)
  );
}

/** The movements of a read are believed without its status, and say themselves how far the transaction has come. */
function withKnownStatus(known: TransactionTotals, read: TransactionTotals): TransactionTotals {
  const { authorized } = known;
  const { captured, refunded } = read;
  const released =
    read.released > 0
      ? read.released
      : smaller(known.released, notBelowZero(subtract(authorized, captured)));
  const status = advance(known.status, { captured, released });
  return { status, authorized, captured, refunded, released };
}

function advance(
  status: TransactionStatus,
  { captured, released }: Pick<TransactionTotals, 'captured' | 'released'>,
): TransactionStatus {
  if (status !== 'AUTHORIZED') return status;
  if (captured > 0) return 'PARTIALLY_CAPTURED';
  return released > 0 ? 'AUTHORIZATION_VOIDED' : status;
}
