import { describe, expect, it } from '@jest/globals';
import type { AdoptionLook } from '../../src/domain/adopt-order';
import { operationKey, providerReference } from '../../src/domain/operation-key';
import { newAdoption, newOrderState } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import { planCompensation } from '../../src/domain/plan-compensation';
import type { OrderPicture, RecordPicture } from '../../src/domain/payment-gateway';
import type { Movement } from '../../src/domain/transaction-picture';
import { known, refused } from '../support/judgements';
import { keyOf, none, record } from '../support/books';
import type { Records } from '../support/books';
import {
  after,
  capture,
  line,
  movementOn,
  noon,
  orderOf,
  pictureOf,
} from '../support/order-states';

const order = orderOf(60_000, 40_000);
const later = '2026-03-01T00:00:00.000Z';
const stored: OrderPicture = {
  orderId: 'O1',
  status: 'open',
  orderReference: 'web-1',
  currency: 'NOK',
  lines: order.lines,
};

function look(
  movements: readonly Movement[],
  records: Partial<Records> = {},
  more: Partial<AdoptionLook> = {},
): AdoptionLook {
  return {
    stored,
    books: { orderStatus: 'open', records: { ...none, ...records } },
    picture: { ...pictureOf(order, movements), sessionId: 'S1' },
    ...more,
  };
}

function adopted(
  found: AdoptionLook,
  state: OrderState = newAdoption('web-1', { orderId: 'O1' }),
): OrderState {
  return after(state, {
    type: 'order_adopted',
    look: found,
    at: noon,
    quietUntil: later,
    lookAgainAt: [later],
  });
}

const sent = (operationId: string, amount: number, more: Partial<Movement> = {}) =>
  movementOn('capture', `e-${operationId}`, amount, {
    lines: [line(1, amount)],
    reference: providerReference(keyOf('capture', operationId)),
    ...more,
  });

describe('the phase of an adopted order', () => {
  it('is what it was when the order runs already', () => {
    expect(adopted(look([]), newOrderState(order)).payment).toEqual({ phase: 'preparing' });
  });

  it('is paid with what the transaction holds, and money waits until nothing old can be on its way', () => {
    const state = adopted(look([sent('a', 10_000)], { authorization: [record('R-0', 100_000)] }));
    expect(state.payment).toMatchObject({
      phase: 'paid',
      orderId: 'O1',
      session: { sessionId: 'S1', expiresAt: noon },
      transaction: { transactionId: 'T1', authorized: 100_000, captured: 10_000 },
      authorizationRecorded: true,
    });
    expect(state).toMatchObject({ quietUntil: later, lookAgainAt: [later], lastMovementAt: noon });
    expect(state.order).toEqual({ ...order, returnUrl: '' });
  });

  it('owes the record of its authorization where Orders has none that succeeded', () => {
    const failed: RecordPicture = { ...record('R-0', 100_000), success: false };
    expect(adopted(look([], { authorization: [failed] })).payment).toMatchObject({
      authorizationRecorded: false,
    });
  });

  it('waits for the payment while its page may still be paid', () => {
    const { picture, ...unpaid } = look([]);
    const session = { sessionId: 'S2', expiresAt: later };
    expect(adopted({ ...unpaid, session }).payment).toEqual({
      phase: 'awaiting_payment',
      orderId: 'O1',
      session: { sessionId: 'S2', checkoutUrl: '', expiresAt: later },
    });
    for (const status of ['INITIATED', 'ON_HOLD'] as const)
      expect(adopted(look([], {}, { picture: { ...picture!, status } })).payment.phase).toBe(
        'awaiting_payment',
      );
  });

  it.each([
    ['in half an hour', noon],
    ['', noon],
    ['+275761-01-01T00:00:00.000Z', noon],
    ['2026-01-01T09:30:00-05:00', '2026-01-01T14:30:00.000Z'],
  ])('whose page expires at “%s” is reckoned with %s: now, where it is no instant', (text, at) => {
    const { picture: _picture, ...unpaid } = look([]);
    const state = adopted({ ...unpaid, session: { sessionId: 'S2', expiresAt: text } });
    expect(state.payment).toMatchObject({ session: { sessionId: 'S2', expiresAt: at } });
  });

  it('is let go when the page is closed, the order cancelled or the payment declined', () => {
    const { picture, ...unpaid } = look([]);
    const session = { sessionId: 'S2', cancelledAt: noon };
    expect(adopted({ ...unpaid, session }).payment).toEqual({
      phase: 'unwinding',
      why: 'cancelled',
      orderId: 'O1',
      session: { sessionId: 'S2', checkoutUrl: '', expiresAt: noon },
      authorizationRecorded: false,
      sessionClosed: false,
      closeTried: false,
      orderCancelled: false,
    });
    const cancelled: OrderPicture = { ...stored, status: 'cancelled' };
    const open = { ...unpaid, stored: cancelled, session: { sessionId: 'S2' } };
    expect(adopted(open).payment).toMatchObject({ phase: 'unwinding', orderCancelled: true });
    const declined = look([], {}, { picture: { ...picture!, status: 'DECLINED' } });
    expect(adopted(declined).payment).toMatchObject({
      phase: 'unwinding',
      transaction: { status: 'DECLINED' },
    });
  });

  it('that is let go asks for no session where none is known', () => {
    const { sessionId: _sessionId, ...voided } = look([]).picture!;
    const picture = { ...voided, status: 'AUTHORIZATION_VOIDED' } as const;
    const state = adopted(look([], {}, { picture }));
    expect(state.payment).not.toHaveProperty('session');
    expect(planCompensation(state).map(({ step }) => step)).toEqual([
      'cancel_order',
      'look_again',
      'end',
    ]);
  });
});

describe('a movement of an earlier run', () => {
  it('is known again by its reference, as moved, whatever the id', () => {
    const state = adopted(look([sent('a', 10_000)]));
    expect(state.operations).toMatchObject([
      { operationId: 'a', kind: 'capture', status: 'moved', amount: 10_000, adopted: true },
    ]);
    expect(state.operations[0]).not.toHaveProperty('foreign');
  });

  it('is recorded when its record is there, each record for one movement alone', () => {
    const movements = [sent('a', 10_000), sent('b', 10_000)];
    const keyed = record('R-b', 10_000, keyOf('capture', 'b'));
    expect(adopted(look(movements, { capture: [keyed] })).operations).toMatchObject([
      { operationId: 'a', status: 'moved' },
      { operationId: 'b', status: 'recorded', recordId: 'R-b', finishedAt: noon },
    ]);
    const keyless = { ...record('R-1', 10_000), transactionId: 'T1' };
    const recorded = adopted(look(movements, { capture: [keyless] })).operations;
    expect(recorded.map(({ status }) => status).sort()).toEqual(['moved', 'recorded']);
  });

  it('that is still pending is in doubt, and one that failed is rejected with the reason', () => {
    const state = adopted(
      look([
        sent('a', 10_000, { outcome: 'pending' }),
        sent('b', 20_000, { outcome: 'failed', error: 'declined' }),
        sent('c', 30_000, { outcome: 'failed' }),
      ]),
    );
    expect(state.operations).toMatchObject([
      { operationId: 'a', status: 'unknown', amount: 10_000 },
      {
        operationId: 'b',
        status: 'rejected',
        finishedAt: noon,
        reason: 'the provider reports: declined; to try again, ask with a new id',
      },
      { operationId: 'c', reason: 'the provider reports: failed; to try again, ask with a new id' },
    ]);
  });

  it('that failed is the one that is asked for again, so that whoever asks hears why', () => {
    const state = adopted(look([sent('a', 10_000, { outcome: 'failed', lines: [] })]));
    for (const request of [capture('a', [line(1, 10_000)]), capture('a')])
      expect(known(state, request)).toBe(state.operations[0]);
    expect(refused(state, capture('a', [line(1, 10_001)]))).toMatchObject({
      code: 'operation_id_reused',
      reason: 'capture a exists with other content: 100.00 NOK, asked for in an earlier run',
    });
  });

  it('that failed first and succeeded at last has moved, once', () => {
    const state = adopted(
      look([sent('a', 10_000, { eventId: 'e1', outcome: 'failed' }), sent('a', 10_000)]),
    );
    expect(state.operations).toMatchObject([{ operationId: 'a', status: 'moved' }]);
  });

  it('under a reference that was cut is known again by the key of its record', () => {
    const id = 'a'.repeat(60);
    const movement = sent(id, 10_000);
    const keyed = record('R-a', 10_000, keyOf('capture', id));
    expect(adopted(look([movement], { capture: [keyed] })).operations).toMatchObject([
      { operationId: id, status: 'recorded' },
    ]);
  });

  it('under a reference that was cut, whose record is gone, is the operation that is asked for again', () => {
    const id = 'a'.repeat(60);
    const state = adopted(look([sent(id, 10_000)]));
    expect(state.operations).toMatchObject([{ status: 'moved', amount: 10_000 }]);
    expect(known(state, capture(id, [line(1, 10_000)]))).toBe(state.operations[0]);
    expect(refused(state, capture(id, [line(1, 10_001)])).code).toBe('operation_id_reused');
  });

  it('is the back office’s when it bears no reference of this order, or one that is no id', () => {
    const foreign = [
      sent('a', 1_000, { reference: 'web-2/capture/a' }),
      sent('b', 2_000, { reference: operationKey('web-1', 'capture', 'not an id') }),
      movementOn('refund', 'r', 500, { lines: [line(1, 500)] }),
    ];
    const state = adopted(look(foreign));
    expect(state.operations.map(({ operationId, foreign }) => [operationId, foreign])).toEqual([
      ['auto-e-a', true],
      ['auto-e-b', true],
      ['auto-r', true],
    ]);
  });

  it('that released the rest is taken in and finds its record', () => {
    const cancellation = [{ ...record('R-v', 0), transactionId: 'T1', lines: [] }];
    const state = adopted(look([movementOn('void', 'v', 100_000)], { cancellation }));
    expect(state.operations).toMatchObject([
      { kind: 'cancel', operationId: 'auto-release-1', recordId: 'R-v', status: 'recorded' },
    ]);
  });
});
