import { describe, expect, test } from '@jest/globals';
import { drawOperation, drawOrder } from '../../src/cli/draw-order';
import { drawTable, printable } from '../../src/cli/draw-table';
import { choosePaint, plain } from '../../src/cli/paint';
import { toMinorUnits, zero } from '../../src/domain/money';
import type { OperationView, OrderView } from '../../src/domain/order-view';

const minor = toMinorUnits;

const shipment: OperationView = {
  operationId: 'shipment-1',
  kind: 'capture',
  status: 'recorded',
  amount: minor(19_900),
  lines: [{ lineId: 1, amount: minor(19_900) }],
  content: '{}',
  requestedAt: '2026-11-24T12:00:00.000Z',
};

const view: OrderView = {
  orderReference: 'web-100234',
  orderId: 'ABC123DEF',
  checkoutUrl: 'https://checkout.example/pay',
  currency: 'NOK',
  status: 'partially_captured',
  amounts: {
    ordered: minor(39_800),
    authorized: minor(39_800),
    captured: minor(19_900),
    refunded: zero,
    released: zero,
  },
  lines: [{ lineId: 1, ordered: minor(39_800), captured: minor(19_900), refunded: zero }],
  operations: [shipment],
  refusedMessages: 0,
  unattributed: { captured: zero, refunded: zero },
  needsAttention: null,
  furtherAttentions: 0,
};

describe('an order at a terminal', () => {
  test('shows amounts in its currency, lines and operations, and nothing that needs no attention', () => {
    expect(drawOrder(view, plain)).toBe(`web-100234  partially captured
order in Dintero  ABC123DEF

     ordered  authorized  captured  refunded  released
NOK   398.00      398.00    199.00      0.00      0.00

line  ordered  captured  refunded
   1   398.00    199.00      0.00

operation   kind     amount  status    asked (UTC)          why
shipment-1  capture  199.00  recorded  2026-11-24 12:00:00`);
  });

  test('when it awaits payment, shows where to pay', () => {
    expect(drawOrder({ ...view, status: 'awaiting_payment' }, plain)).toContain(
      'pay here          https://checkout.example/pay',
    );
    expect(drawOrder(view, plain)).not.toContain('pay here');
  });

  test('when the order says what it waits for, shows it', () => {
    const waitsFor = 'capture a (queued), not before 2026-11-24 13:00 UTC';
    expect(drawOrder({ ...view, waitsFor }, plain)).toContain(`\nwaits for         ${waitsFor}\n`);
  });

  test('when the provider holds its payment, says since when instead of where to pay', () => {
    const heldSince = '2026-11-24T12:30:00.000Z';
    const drawn = drawOrder({ ...view, status: 'awaiting_payment', heldSince }, plain);
    expect(drawn).toContain('held for review by the provider since 2026-11-24 12:30:00 UTC');
    expect(drawn).not.toContain('pay here');
  });

  test('when it needs attention, shows the very commands that resolve it, and what follows from each', () => {
    const drawn = drawOrder(
      {
        ...view,
        furtherAttentions: 1,
        needsAttention: {
          code: 'outcome_unknown',
          message: 'nobody knows',
          since: '2026-11-24T12:00:00.000Z',
          choices: ['mark_moved', 'mark_not_moved'],
          operationId: 'shipment-1',
        },
      },
      plain,
    );
    expect(drawn).toContain(
      'needs attention: outcome_unknown (and 1 more), since 2026-11-24 12:00:00 UTC',
    );
    expect(drawn).toContain(
      "ordersaga resolve web-100234 mark_not_moved --code outcome_unknown --operation 'shipment-1'\n    The order takes your word that this operation itself shall not move any more",
    );
    expect(drawn).toContain('    The order takes your word that the money moved, and records it.');
  });

  test('when a movement alike was taken in, says of the one in doubt that it may be that one', () => {
    const doubted = { ...shipment, status: 'unknown' } as const;
    const twin = { ...shipment, operationId: 'auto-2', foreign: true } as const;
    const needsAttention = {
      code: 'outcome_unknown',
      message: 'nobody knows',
      since: '2026-11-24T12:00:00.000Z',
      choices: ['retry', 'mark_not_moved'],
      operationId: 'shipment-1',
    } as const;
    expect(drawOrder({ ...view, operations: [doubted, twin], needsAttention }, plain)).toContain(
      '    Capture shipment-1 itself shall not move any more (auto-2 is it, or nothing moved). The order takes',
    );
  });

  test('when the back office moved money without naming lines, says so', () => {
    const drawn = drawOrder(
      { ...view, unattributed: { captured: minor(500), refunded: zero } },
      plain,
    );
    expect(drawn).toContain('captured 5.00 NOK');
  });

  test('when a reason from outside carries control characters, does not pass them to the terminal', () => {
    const nasty = { ...shipment, reason: 'no\u001B[2Jfunds\u009B1m\r\n' };
    const drawn =
      drawOrder({ ...view, operations: [nasty] }, plain) + drawOperation(nasty, 'NOK', plain);
    // oxlint-disable-next-line no-control-regex -- exactly these must not be there.
    expect(drawn.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
    expect(printable('a\u0007b')).toBe('a b');
  });
});

describe('one operation', () => {
  test('says its kind, id, status, amount and reason', () => {
    expect(drawOperation(shipment, 'NOK', plain)).toBe('capture shipment-1 recorded, 199.00 NOK');
    expect(
      drawOperation({ ...shipment, status: 'rejected', reason: 'nothing remains' }, 'NOK', plain),
    ).toBe('capture shipment-1 rejected, 199.00 NOK: nothing remains');
  });
});

test('colours are for a terminal whose owner has not asked for none', () => {
  expect(choosePaint(true, undefined)('good', 'x')).toBe('\u001B[32mx\u001B[39m');
  expect(choosePaint(true, '')('bad', 'x')).toContain('\u001B[31m');
  expect(choosePaint(true, '1')('good', 'x')).toBe('x');
  expect(choosePaint(false, undefined)('good', 'x')).toBe('x');
});

test('a table is as wide as its widest cells', () => {
  const columns = [
    { title: 'a', align: 'left' },
    { title: 'amount', align: 'right' },
  ] as const;
  expect(drawTable(columns, [['long', '1'], ['b']])).toEqual(['a     amount', 'long       1', 'b']);
});
