import { add, toMinorUnits } from '../../src/domain/money';
import type { Operation } from '../../src/domain/operation';
import { operationKey } from '../../src/domain/operation-key';
import type { OrderRequest } from '../../src/domain/order';
import { hasRoomFor } from '../../src/domain/order-size';
import type { OrderState } from '../../src/domain/order-state';
import { transactionFrom } from '../../src/domain/order-state';
import { transactionPicture, movement, withMovements } from './fake-world';
import type { World } from './fake-world';

const at = '2026-01-01T12:00:00.000Z';
const session = {
  sessionId: 'S1',
  checkoutUrl: 'https://checkout.example/S1',
  expiresAt: '2026-01-01T12:30:00.000Z',
};

/** Ids as long as the provider's own. */
const longId = (start: string, index: number) => `${start}-${index}`.padEnd(36, '0');

function captureOf(index: number): Operation {
  const amount = toMinorUnits(1);
  return {
    operationId: `shipment-${index}`,
    kind: 'capture',
    status: 'recorded',
    amount,
    lines: [{ lineId: 1, amount }],
    content: '{"lines":[{"amount":1,"lineId":1}]}',
    requestedAt: at,
    finishedAt: at,
    eventId: longId('event', index),
    recordId: longId('record', index),
  };
}

/** A paid order that has captured one øre after the other, until there is room for hardly one capture more; or this many of them earlier. */
export function fullOrder(order: OrderRequest, earlier = 3): OrderState {
  const picture = transactionPicture('AUTHORIZED', 49_700);
  const base: OrderState = {
    order,
    payment: {
      phase: 'paid',
      orderId: 'O1',
      session,
      transaction: { ...transactionFrom(picture), authorizedAt: new Date().toISOString() },
      authorizationRecorded: true,
    },
    operations: [],
    refusals: [],
    refusalCount: 0,
    attentions: [],
    resolutions: [],
    lookAgainAt: [],
    lastMovementAt: at,
    accepted: [],
  };
  const many = Array.from({ length: 8_192 }, (_, index) => captureOf(index));
  let count = 0;
  for (let step = many.length / 2; step >= 1; step /= 2) {
    const operations = many.slice(0, count + step);
    if (hasRoomFor({ ...base, operations }, 'capture')) count += step;
  }
  return withCaptured({ ...base, operations: many.slice(0, count - earlier) });
}

function withCaptured(state: OrderState): OrderState {
  const { payment } = state;
  if (payment.phase !== 'paid') throw new Error('it is not paid');
  const captured = state.operations.reduce((sum, { amount }) => add(sum, amount), toMinorUnits(0));
  const transaction = { ...payment.transaction, captured, status: 'PARTIALLY_CAPTURED' as const };
  return { ...state, payment: { ...payment, transaction } };
}

/** Makes the provider tell the same story as the order. */
export function tellOf({ order, operations }: OrderState, world: World): void {
  const keyOf = (operationId: string) => operationKey(order.orderReference, 'capture', operationId);
  world.orders.set('O1', {
    orderId: 'O1',
    status: 'open',
    orderReference: order.orderReference,
    currency: order.currency,
    lines: order.lines,
  });
  world.sessions.set('S1', { sessionId: 'S1', transactionId: 'T1' });
  const movements = operations.map(({ operationId, amount, lines, eventId = '' }) =>
    movement('capture', { eventId, amount, lines, reference: keyOf(operationId) }),
  );
  const picture = withMovements(transactionPicture('AUTHORIZED', 49_700), movements);
  world.transactions.set('T1', { ...picture, authorizedAt: new Date().toISOString() });
  world.records.set('authorization', [
    {
      recordId: 'R0',
      key: operationKey(order.orderReference, 'authorization', '1'),
      transactionId: 'T1',
      success: true,
      lines: order.lines.map(({ lineId, grossAmount }) => ({ lineId, amount: grossAmount })),
    },
  ]);
  world.records.set(
    'capture',
    operations.map(({ operationId, lines, recordId = '' }) => ({
      recordId,
      key: keyOf(operationId),
      transactionId: 'T1',
      success: true,
      lines,
    })),
  );
}
