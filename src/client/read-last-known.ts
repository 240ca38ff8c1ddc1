import type { WorkflowExecutionDescription } from '@temporalio/client';
import { formatMoney } from '../domain/money';
import { present } from '../domain/present';
import { searchAttributes } from '../workflows/messages';
import type { LastKnown } from './order-saga-errors';

/** What an order told of itself last, where nothing of it answers any more. */
export function readLastKnown(
  attributes: WorkflowExecutionDescription['typedSearchAttributes'],
): LastKnown {
  const status = attributes.get(searchAttributes.orderStatus)?.replaceAll('_', ' ');
  const currency = attributes.get(searchAttributes.orderCurrency) || undefined;
  const moneyOf = (key: (typeof amounts)[number][1]) => {
    const amount = attributes.get(key);
    return amount === undefined || currency === undefined
      ? undefined
      : formatMoney(amount, currency);
  };
  const money = amounts.flatMap(([name, key]) => {
    const amount = moneyOf(key);
    return amount === undefined ? [] : [`${name} ${amount}`];
  });
  const standing = status && `last known as ${[status, ...money].join(', ')}`;
  const orderId = attributes.get(searchAttributes.dinteroOrderId) || undefined;
  return { ...present('orderId', orderId), ...present('standing', standing || undefined) };
}

const amounts = [
  ['authorized', searchAttributes.authorizedAmount],
  ['captured', searchAttributes.capturedAmount],
  ['refunded', searchAttributes.refundedAmount],
] as const;
