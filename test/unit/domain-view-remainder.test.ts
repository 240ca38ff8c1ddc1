import { describe, expect, it } from '@jest/globals';
import { judgeOperation } from '../../src/domain/judge-operation';
import { toMinorUnits } from '../../src/domain/money';
import type { Operation, OperationRequest } from '../../src/domain/operation';
import { newOrderState, transactionOf } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import { viewOperation, viewOrder } from '../../src/domain/order-view';
import { remainderInAll, remainderOnLine } from '../../src/domain/remainder';
import { stateOf } from '../../src/domain/state-of-view';
import { remainderOf, reservedOf, wholeRemainder } from '../../src/domain/view-remainder';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  line,
  moving,
  orderOf,
  paid,
  refund,
  starting,
} from '../support/order-states';

const later = '2026-01-01T13:00:00.000Z';
const some = capture('a', [line(1, 25_000)]);
const back = (id: string, amount: number) => refund(id, [line(1, amount)]);
const partly = done(paid(), some);

/** A message that the order refused is shown among the operations, and its id stays free. */
function refusing(state: OrderState, operationId: string): OrderState {
  return after(state, {
    type: 'request_refused',
    refusal: {
      operationId,
      kind: 'capture',
      code: 'exceeds_remaining',
      reason: 'too much',
      at: later,
    },
  });
}

const rejecting = (state: OrderState, operationId: string) =>
  after(starting(accepting(state, capture(operationId, [line(2, 100)])), 'capture', operationId), {
    type: 'operation_rejected',
    kind: 'capture',
    operationId,
    reason: 'declined',
    at: later,
    lookAgainAt: [],
  });

const ending = (why: 'expired' | 'cancelled' | 'payment_failed') =>
  after(awaitingPayment(), { type: 'unwinding_started', why }, { type: 'order_ended', at: later });

/** Known by its reference alone, so that nobody knows what exactly was asked for. */
const failedBefore: Operation = {
  operationId: 'lost',
  kind: 'capture',
  status: 'rejected',
  amount: toMinorUnits(100),
  lines: [],
  content: '',
  requestedAt: later,
  finishedAt: later,
};
const adopted: OrderState = { ...partly, operations: [failedBefore, ...partly.operations] };

const states: readonly (readonly [string, OrderState])[] = [
  ['is being prepared', newOrderState(orderOf(60_000, 40_000))],
  ['waits for the payment', awaitingPayment()],
  ['was not paid', ending('expired')],
  ['was cancelled before it was paid', ending('cancelled')],
  ['had a payment that failed', ending('payment_failed')],
  ['is authorized', paid()],
  ['is authorized for less', paid(orderOf(60_000), { authorized: toMinorUnits(50_000) })],
  ['is captured in part', partly],
  ['is captured', done(paid(), capture('all'))],
  ['is refunded in part', done(paid(), capture('all'), back('r', 700))],
  ['is captured and refunded in part', done(partly, back('r', 700))],
  ['is refunded of all that was captured of it', done(partly, back('r', 25_000))],
  ['is refunded', done(paid(), capture('all'), refund('r', [line(1, 60_000), line(2, 40_000)]))],
  ['is let go', done(paid(), cancel)],
  ['is captured and the rest let go', done(partly, cancel)],
  ['has a capture of some lines under way', accepting(paid(), some)],
  ['has a capture of all that remains under way', accepting(partly, capture('rest'))],
  ['has a cancel under way', accepting(partly, cancel)],
  ['has a refund whose record is due', moving(accepting(partly, back('r', 700)), 'refund', 'r')],
  ['has a rejected capture', rejecting(partly, 'b')],
  ['was adopted with a capture that had failed', adopted],
  ['was adopted so and refused a message', refusing(adopted, 'b')],
  ['refused a message', refusing(partly, 'b')],
  ['has a rejected capture and refused a message', refusing(rejecting(partly, 'b'), 'c')],
];

const requests: readonly OperationRequest[] = [
  some,
  capture('a', [line(1, 24_999)]),
  capture('b', [line(2, 100)]),
  capture('c', [line(2, 100)]),
  capture('d', [line(2, 40_000)]),
  capture('e', [line(1, 35_001)]),
  capture(undefined),
  capture('rest'),
  back('r', 700),
  back('s', 24_301),
  refund('t', [line(2, 1)]),
  cancel,
];

describe('what the view of an order tells is enough to say beforehand what the order would decide', () => {
  const verdict = (state: OrderState, request: OperationRequest) => {
    const judgement = judgeOperation(state, request, later);
    return 'known' in judgement ? viewOperation(judgement.known) : judgement;
  };

  it.each(states)('when it %s', (_name, state) => {
    const told = stateOf(viewOrder(state), state.order);
    for (const request of requests) expect(verdict(told, request)).toEqual(verdict(state, request));
  });
});

describe('the view tells which phase the order is in, what the provider allows, and what was asked for', () => {
  const outline = (state: OrderState) => ({
    phase: state.payment.phase,
    transaction: transactionOf(state)?.status,
    operations: state.operations.map(({ kind, operationId, everything = false }) => ({
      kind,
      operationId,
      // A cancel always lets go of all, whether it says so or not.
      everything: kind === 'cancel' || everything,
    })),
  });

  it.each(states)('when it %s', (_name, state) => {
    expect(outline(stateOf(viewOrder(state)))).toEqual(outline(state));
  });
});

describe('what remains by the view is what remains by the order', () => {
  it.each(states)('when it %s', (_name, state) => {
    for (const kind of ['capture', 'refund'] as const) {
      const { inAll, lines } = remainderOf(viewOrder(state), kind);
      expect(inAll).toBe(remainderInAll(state, kind));
      for (const { lineId, amount } of lines)
        expect(amount).toBe(Math.min(remainderOnLine(state, kind, lineId), inAll));
    }
  });
});

it('all that remains is spread over the lines from the first, and is never more than there is in all', () => {
  const view = viewOrder(paid(orderOf(60_000, 40_000), { authorized: toMinorUnits(70_000) }));
  expect(wholeRemainder(view, 'capture')).toEqual([line(1, 60_000), line(2, 10_000)]);
});

it('what is reserved is neither captured nor let go', () => {
  expect(reservedOf(viewOrder(partly))).toBe(75_000);
  expect(reservedOf(viewOrder(done(partly, cancel)))).toBe(0);
});
