import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from '@jest/globals';
import {
  authorizationLifetimeMs,
  authorizationWarningAfterMs,
  authorizationWindows,
  commonWindowDays,
} from '../../src/domain/authorization-windows';
import { defaultTiming } from '../../src/domain/timing';

const day = 86_400_000;
const lasting = (days: number) => ({ ...defaultTiming, authorizationLifetimeMs: days * day });

test.each([
  ['klarna.klarna', 28],
  ['klarna.billie', 28],
  ['collector.invoice', 90],
  ['walley', 90],
  ['vipps', 7],
  ['payex.creditcard', 7],
  ['payex.applepay', 7],
  ['constructor.toString', 7],
  ['a-product-of-tomorrow', 7],
  [undefined, 7],
])('what is reserved by %s is kept for %d days', (product, days) => {
  expect(authorizationLifetimeMs(product, defaultTiming)).toBe(days * day);
});

it('when an order was started with another time, it holds for cards and for products that are unknown, and nobody keeps less', () => {
  expect(authorizationLifetimeMs('payex.creditcard', lasting(5))).toBe(5 * day);
  expect(authorizationLifetimeMs('a-product-of-tomorrow', lasting(30))).toBe(30 * day);
  expect(authorizationLifetimeMs('klarna', lasting(5))).toBe(28 * day);
  expect(authorizationLifetimeMs('klarna', lasting(100))).toBe(100 * day);
});

it('when 70 % of the time are over a person is warned, or earlier where the order was started so', () => {
  expect(authorizationWarningAfterMs('payex.creditcard', defaultTiming)).toBe(
    Math.round(4.9 * day),
  );
  expect(authorizationWarningAfterMs('walley', defaultTiming)).toBe(63 * day);
  const early = { ...defaultTiming, authorizationWarningMs: 6 * day };
  expect(authorizationWarningAfterMs('payex.creditcard', early)).toBe(day);
});

it('the common window is what an order is started with by default', () => {
  expect(defaultTiming.authorizationLifetimeMs).toBe(commonWindowDays * day);
});

it('the page on authorizations lists each product with its days and where the figure comes from', () => {
  const page = readFileSync(join(__dirname, '../../docs/authorizations.md'), 'utf8');
  const rows = page
    .split('\n')
    .filter((row) => row.startsWith('| `'))
    .map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, product, days, grade, note]) => ({ product, days: Number(days), grade, note }));
  expect(rows).toEqual(authorizationWindows);
});
