import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import type { AttentionCode } from '../../src/domain/attention';
import {
  isIdle,
  judgeTurn,
  nextMoneyOperation,
  waitingRequests,
} from '../../src/domain/money-queue';
import type { OrderState } from '../../src/domain/order-state';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  line,
  noon,
  paid,
  refund,
  starting,
} from '../support/order-states';

const two = accepting(paid(), capture('a', [line(1, 1)]), capture('b', [line(1, 2)]));

function raised(state: OrderState, code: AttentionCode): OrderState {
  const matter = attention(code, 'x', ['accept'], noon);
  return after(state, { type: 'attention_raised', attention: matter });
}

describe('one movement at a time', () => {
  it('one of which nobody knows whether it moved comes before all that wait', () => {
    const state = after(starting(two, 'capture', 'b'), {
      type: 'operation_unknown',
      kind: 'capture',
      operationId: 'b',
    });
    expect(nextMoneyOperation(state)).toMatchObject({ operationId: 'b', status: 'unknown' });
  });

  it('a provider that does not show our references holds up the next until that is accepted', () => {
    expect(judgeTurn(raised(two, 'reference_not_echoed'))).toBe('wait');
    expect(judgeTurn(raised(paid(), 'reference_not_echoed'))).toBe('go');
  });
});

describe('the requests that wait', () => {
  it('are captures and refunds that have not begun, no cancel', () => {
    const state = accepting(starting(two, 'capture', 'a'), refund('r', [line(1, 1)]), cancel);
    expect(waitingRequests(state).map(({ operationId }) => operationId)).toEqual(['b', 'r']);
  });
});

describe('an order is idle', () => {
  it('when nothing is asked for, or a person holds up what is', () => {
    expect(isIdle(paid())).toBe(true);
    expect(isIdle(raised(two, 'authorized_differs'))).toBe(true);
  });

  it('and not when an operation may move now, or before it is paid', () => {
    expect(isIdle(two)).toBe(false);
    expect(isIdle(starting(two, 'capture', 'a'))).toBe(false);
    expect(isIdle(awaitingPayment())).toBe(false);
  });
});
