import type { Client } from '@temporalio/client';
import type { OrderRequest } from '../domain/order';
import { present } from '../domain/present';
import { orderHashMemo } from '../workflows/messages';
import { firstDifference } from './first-difference';
import { OrderReferenceTakenError } from './order-saga-errors';
import type { Call } from './persist';
import { readOrdered } from './read-ordered';
import { describeOrder } from './read-state';

/** What stands in the place of an order's hash where it was taken over: nobody knows any more what exactly was sent. */
export const adoptedMemo = 'adopted';

/** Why an order is not the one that its reference has already: it was taken over, or they differ in a field that is named. */
export async function explainTaken(
  client: Client,
  asked: OrderRequest,
  call: Call,
  cause?: unknown,
): Promise<OrderReferenceTakenError> {
  const { orderReference } = call;
  try {
    const { memo } = await describeOrder(client, call);
    if (memo?.[orderHashMemo] === adoptedMemo)
      return new OrderReferenceTakenError(orderReference, cause, { takenOver: true });
    const ordered = await readOrdered(client, call);
    const differsIn = ordered && firstDifference(ordered, asked);
    return new OrderReferenceTakenError(orderReference, cause, present('differsIn', differsIn));
  } catch {
    // That it is taken is known without the reason.
    return new OrderReferenceTakenError(orderReference, cause);
  }
}
