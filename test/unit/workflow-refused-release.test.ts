import { describe, expect, it, test } from '@jest/globals';
import { judgeRefusedRelease } from '../../src/domain/adopt-release';
import { defaultTiming } from '../../src/domain/timing';
import { transactionOf } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import { rejectMovement } from '../../src/workflows/finish-movement';
import type { OrderSaga } from '../../src/workflows/order-saga';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  line,
  movementOn,
  noon,
  operationNamed,
  paid,
  pictureOf,
  refund,
  starting,
} from '../support/order-states';

/** Why an operation stands as rejected after the provider has refused it. */
async function refusedAs(
  start: OrderState,
  name: Parameters<typeof rejectMovement>[1],
): Promise<string | undefined> {
  let state = starting(start, name.kind, name.operationId);
  const saga = {
    timing: defaultTiming,
    now: () => noon,
    apply: (event: Parameters<OrderSaga['apply']>[0]) => void (state = after(state, event)),
    get state() {
      return state;
    },
  } as unknown as OrderSaga;
  const totals = transactionOf(state)!;
  await rejectMovement(saga, name, 'the provider says no', false, totals);
  return operationNamed(state, name.kind, name.operationId).reason;
}

const refunded = done(paid(), capture('c', [line(1, 600)]), refund('r', [line(1, 100)]));

test('when the provider refuses to let the rest go, the order says what becomes of it, and asks for no id that a cancel does not have', async () => {
  expect(
    await refusedAs(accepting(refunded, cancel), { kind: 'cancel', operationId: 'cancel-1' }),
  ).toBe(
    'the provider says no; what is still reserved can be captured, or lapses by itself, 2026-01-08 12:00 UTC',
  );
});

test('when the provider refuses to release what an order that is let go still has, nobody is told that it can be captured', async () => {
  const letGo = after(accepting(paid(), cancel), { type: 'unwinding_started', why: 'cancelled' });
  expect(await refusedAs(letGo, { kind: 'cancel', operationId: 'cancel-1' })).toBe(
    'the provider says no; its release is tried again, or what is still reserved lapses by itself, 2026-01-08 12:00 UTC',
  );
});

test('when the provider does not say since when it is reserved, the time is counted from when that was found', async () => {
  const part = done(paid(undefined, { authorizedAt: 'yesterday' }), capture('c', [line(1, 600)]));
  const dateless = accepting(part, cancel);
  expect(await refusedAs(dateless, { kind: 'cancel', operationId: 'cancel-1' })).toContain(
    'lapses by itself, 2026-01-08 12:00 UTC',
  );
});

test('when the provider refuses a capture, another id may be tried', async () => {
  const asked = accepting(paid(), capture('c', [line(1, 600)]));
  expect(await refusedAs(asked, { kind: 'capture', operationId: 'c' })).toBe(
    'the provider says no; to try again, ask with a new id',
  );
});

describe('what becomes of an order whose cancel is refused', () => {
  const picture = pictureOf(paid().order, []);

  it('is that it is let go where nothing was captured, and that it stays where something was', () => {
    expect(judgeRefusedRelease(paid(), picture)).toBe('let_go');
    const part = done(paid(), capture('a', [line(1, 1)]));
    expect(judgeRefusedRelease(part, picture)).toBe('stays');
    expect(judgeRefusedRelease(awaitingPayment(), picture)).toBe('stays');
  });

  it('is in doubt while a capture is pending, while the status is not told, and where nobody looked', () => {
    const pending = movementOn('capture', 'c', 100_000, { outcome: 'pending' });
    const failed = movementOn('capture', 'c', 100_000, { outcome: 'failed' });
    expect(judgeRefusedRelease(paid(), { ...picture, movements: [pending] })).toBe('in_doubt');
    expect(judgeRefusedRelease(paid(), { ...picture, movements: [failed] })).toBe('let_go');
    expect(judgeRefusedRelease(paid(), { ...picture, status: 'UNKNOWN' })).toBe('in_doubt');
    expect(judgeRefusedRelease(paid(), undefined)).toBe('in_doubt');
  });
});
