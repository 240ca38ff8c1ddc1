import { expect, test } from '@jest/globals';
import { checkoutUpdateId, operationUpdateId, singleUpdateId } from '../../src/client/update-ids';
import { toMinorUnits } from '../../src/domain/money';
import type { OperationRequest } from '../../src/domain/operation';

const amount = (value: number) => toMinorUnits(value);
const shipment: OperationRequest = {
  kind: 'capture',
  operationId: 'shipment-1',
  lines: [
    { lineId: 1, amount: amount(100) },
    { lineId: 2, amount: amount(50) },
  ],
};

test('when a request is repeated, its update id is the same, whatever the order of its lines', () => {
  const repeated = { ...shipment, lines: [...(shipment.lines ?? [])].reverse() };
  expect(operationUpdateId(repeated)).toBe(operationUpdateId(shipment));
  expect(operationUpdateId(shipment)).toMatch(/^capture\/shipment-1\/[0-9a-f]{16}$/);
});

test('when kind, id or content differ, the update id does too, since the server compares nothing else', () => {
  const ids = [
    shipment,
    { ...shipment, kind: 'refund' as const },
    { ...shipment, operationId: 'shipment-2' },
    { ...shipment, lines: [{ lineId: 1, amount: amount(100) }] },
    { ...shipment, final: true },
    { ...shipment, note: 'damaged' },
  ].map(operationUpdateId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('when a request has no id of its own, each call is another operation', () => {
  const everything: OperationRequest = { kind: 'capture' };
  expect(operationUpdateId(everything)).not.toBe(operationUpdateId(everything));
  expect(singleUpdateId('resolve')).not.toBe(singleUpdateId('resolve'));
});

test('when the same order is started again, the update id is the same', () => {
  expect(checkoutUpdateId('00ff')).toBe('checkout/00ff');
});
