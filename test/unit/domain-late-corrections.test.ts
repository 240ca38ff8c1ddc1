import { describe, expect, it } from '@jest/globals';
import { toMinorUnits, zero } from '../../src/domain/money';
import type { OrderState } from '../../src/domain/order-state';
import { leftToLapse, planCompensation } from '../../src/domain/plan-compensation';
import {
  accepting,
  after,
  capture,
  knownTransaction,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  orderOf,
  paid,
  starting,
  transaction,
} from '../support/order-states';

const name = { kind: 'capture', operationId: 'a' } as const;

/** Asked for, sent, and told by the provider to have failed. */
function failed(): OrderState {
  const asked = accepting(paid(orderOf(600)), capture('a', [line(1, 400)]));
  return after(starting(asked, 'capture', 'a'), {
    type: 'operation_failed',
    ...name,
    eventId: 'e-failed',
    reason: 'no answer in time',
  });
}

describe('a capture whose event says that it failed, and that moved all the same', () => {
  it('when a person says that it moved, the event that corrects it is no second movement', () => {
    const state = failed();
    const marked = after(state, {
      type: 'operation_moved',
      ...name,
      totals: knownTransaction(state),
      at: noon,
      lookAgainAt: [],
    });
    const reference = 'web-1/capture/a';
    const looked = looking(marked, [movementOn('capture', 'e-added', 400, { reference })]);
    expect(looked.attentions).toEqual([]);
    expect(looked.operations).toHaveLength(1);
    expect(operationNamed(looked, 'capture', 'a')).toMatchObject({ eventId: 'e-added' });
  });

  it('when it is corrected after the rest was released, less was released than it seemed', () => {
    const released = after(failed(), {
      type: 'totals_read',
      totals: {
        status: 'AUTHORIZATION_VOIDED',
        authorized: toMinorUnits(600),
        captured: zero,
        refunded: zero,
        released: toMinorUnits(600),
      },
    });
    const corrected = looking(released, [
      movementOn('void', 'e-void', 0),
      movementOn('capture', 'e-added', 400, { reference: 'web-1/capture/a' }),
    ]);
    expect(knownTransaction(corrected)).toMatchObject({ captured: 400, released: 200 });
  });
});

it('after an uncertain outcome an order that is let go ends only when the last look is over', () => {
  const rejected = after(
    failed(),
    {
      type: 'operation_rejected',
      ...name,
      reason: 'no answer in time',
      at: noon,
      lookAgainAt: ['2026-01-01T13:00:00.000Z'],
    },
    { type: 'unwinding_started', why: 'cancelled' },
    { type: 'matter_accepted', matter: leftToLapse },
    { type: 'order_cancelled', at: noon },
  );
  const end = (state: OrderState) => planCompensation(state).slice(-2);
  expect(end(rejected)).toEqual([
    { step: 'look_again', at: '2026-01-01T13:00:00.000Z' },
    { step: 'end' },
  ]);
  const looked = after(rejected, { type: 'looked_again', at: '2026-01-01T13:00:00.000Z' });
  expect(planCompensation(looked)).toEqual([{ step: 'end' }]);
});

describe('a release that the provider refuses', () => {
  const unwinding = after(
    paid(orderOf(600)),
    { type: 'unwinding_started', why: 'cancelled' },
    {
      type: 'session_read',
      closed: true,
      closeTried: true,
      transaction: transaction(orderOf(600), {
        status: 'PARTIALLY_CAPTURED',
        captured: toMinorUnits(100),
      }),
    },
  );
  const steps = (state: OrderState) => planCompensation(state).map(({ step }) => step);

  it('is tried until a person accepts that the money lapses by itself; then the rest goes on', () => {
    expect(steps(unwinding)).toContain('void_authorization');
    const accepted = after(unwinding, { type: 'matter_accepted', matter: leftToLapse });
    expect(steps(accepted)).toEqual(['refund_late_money', 'cancel_order', 'end']);
  });
});
