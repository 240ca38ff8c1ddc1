import { expect, test } from '@jest/globals';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import { renderOrder } from '../../src/http/console/order-page';
import { after, awaitingPayment, noon } from '../support/order-states';

/** The page without the state as JSON, which shows everything. */
function draw(state: OrderState): string {
  const look = { orderReference: 'web-1', view: viewOrder(state), timeline: [] };
  const { markup } = renderOrder({ look, mayOperate: true, source: '/console/orders/web-1/live' });
  return markup.replace(/<details.*<\/details>/s, '');
}

test('when the provider holds the payment, the page says since when, and links no page to pay at', () => {
  expect(draw(awaitingPayment())).toContain('https://checkout.example/S1');
  const held = draw(after(awaitingPayment(), { type: 'payment_held', at: noon }));
  expect(held).toMatch(/by the provider since\s*<time[^>]*>2026-01-01 12:00/);
  expect(held).not.toContain('https://checkout.example/S1');
});
