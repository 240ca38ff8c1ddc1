import type { Books } from '../../src/domain/compare-systems';
import { operationKey } from '../../src/domain/operation-key';
import type { OperationKind } from '../../src/domain/operation-key';
import type { RecordPicture } from '../../src/domain/payment-gateway';
import { after, cancel, capture, done, line, paid, refund } from './order-states';

/** On line 1 alone. */
export function record(recordId: string, amount: number, key?: string): RecordPicture {
  return {
    recordId,
    success: true,
    lines: [line(1, amount)],
    ...(key === undefined ? {} : { key }),
  };
}

export const keyOf = (kind: OperationKind, operationId: string) =>
  operationKey('web-1', kind, operationId);
export const ofCapture = record('R-a', 50_000, keyOf('capture', 'a'));
export const ofRefund = record('R-r', 20_000, keyOf('refund', 'r'));
const ofCancel = record('R-cancel-1', 50_000, keyOf('cancel', 'cancel-1'));
export const ofAuthorization = record('R-0', 100_000);

/** Captured, refunded in part, the rest let go, and everything recorded. */
export const whole = after(
  done(paid(), capture('a', [line(1, 50_000)]), refund('r', [line(1, 20_000)]), cancel),
  { type: 'authorization_recorded' },
);

export type Records = Books['records'];

/** Those of `whole`, unless `records` says otherwise. */
export function books(
  records: Partial<Records> = {},
  orderStatus: Books['orderStatus'] = 'open',
): Books {
  const all: Records = {
    authorization: [ofAuthorization],
    capture: [ofCapture],
    refund: [ofRefund],
    cancellation: [ofCancel],
  };
  return { orderStatus, records: { ...all, ...records } };
}

/** Orders holds nothing. */
export const none: Records = { authorization: [], capture: [], refund: [], cancellation: [] };
