import { describe, expect, it } from '@jest/globals';
import type { AdoptionLook } from '../../src/domain/adopt-order';
import { isLost } from '../../src/domain/authorized-difference';
import { nextDueRecord } from '../../src/domain/due-record';
import { newAdoption } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import type { OrderPicture } from '../../src/domain/payment-gateway';
import type { Movement, TransactionStatus } from '../../src/domain/transaction-picture';
import { none, record } from '../support/books';
import { after, line, movementOn, noon, orderOf, pictureOf } from '../support/order-states';

const order = orderOf(60_000, 40_000);
const later = '2026-03-01T00:00:00.000Z';
const open: OrderPicture = {
  orderId: 'O1',
  status: 'open',
  orderReference: 'web-1',
  currency: 'NOK',
  lines: order.lines,
};
const recorded = [record('R-0', 100_000)];

function adopted(status: TransactionStatus, more: Partial<Found> = {}): OrderState {
  const { stored = open, movements = [], authorization = [] } = more;
  const look: AdoptionLook = {
    stored,
    books: { orderStatus: stored.status, records: { ...none, authorization } },
    picture: { ...pictureOf(order, movements), sessionId: 'S1', status },
  };
  const state = newAdoption('web-1', { orderId: 'O1' });
  const at = { at: noon, quietUntil: later, lookAgainAt: [later] };
  return after(state, { type: 'order_adopted', look, ...at });
}

interface Found {
  readonly stored: OrderPicture;
  readonly movements: readonly Movement[];
  readonly authorization: typeof recorded;
}

describe('an adopted order whose payment', () => {
  it.each(['UNKNOWN', 'INITIATED', 'ON_HOLD'] as const)(
    'reads %s is paid, where its authorization is recorded or a part was captured: what is not told is no late money',
    (status) => {
      const movements = [movementOn('capture', 'e-1', 10_000, { lines: [line(1, 10_000)] })];
      expect(adopted(status, { authorization: recorded }).payment).toMatchObject({
        phase: 'paid',
        transaction: { status: 'AUTHORIZED', captured: 0 },
      });
      expect(adopted(status, { movements }).payment).toMatchObject({
        phase: 'paid',
        transaction: { status: 'PARTIALLY_CAPTURED', captured: 10_000 },
      });
      expect(adopted(status).payment.phase).toBe('awaiting_payment');
    },
  );

  it('was let go has its authorization and its release recorded: the run that was lost may have sent the one', () => {
    const movements = [movementOn('void', 'v-1', 100_000)];
    const letGo = adopted('AUTHORIZATION_VOIDED', { movements });
    expect(nextDueRecord(letGo)).toMatchObject({ kind: 'authorization' });
    const written = after(letGo, { type: 'authorization_recorded' });
    expect(nextDueRecord(written)).toMatchObject({ kind: 'cancellation' });
  });

  it.each(['DECLINED', 'FAILED'] as const)(
    'reads %s after its authorization was recorded is a matter for a person, and let go only where Orders has cancelled it',
    (status) => {
      expect(isLost(adopted(status, { authorization: recorded }))).toBe(true);
      const stored: OrderPicture = { ...open, status: 'cancelled' };
      const cancelled = adopted(status, { authorization: recorded, stored });
      expect(cancelled.payment.phase).toBe('unwinding');
    },
  );
});
