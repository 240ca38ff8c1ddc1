import { expect } from '@jest/globals';
import type { OrderView } from '../../src/domain/order-view';
import type { Story } from './order-stories';

/** Provider, records and state tell the same of the money, and none of it moved twice. */
export function expectOneStory({ provider }: Story, { amounts, operations }: OrderView): void {
  const ledger = provider.ledger();
  const { captured, refunded } = ledger;
  expect({
    state: [amounts.captured, amounts.refunded],
    records: [ledger.recordedCaptures, ledger.recordedRefunds],
    doubled: ledger.doubled,
    unfinished: operations.filter(({ status }) => !['recorded', 'rejected'].includes(status)),
  }).toEqual({
    state: [captured, refunded],
    records: [captured, refunded],
    doubled: [],
    unfinished: [],
  });
}

/** Nothing is reserved, nothing is kept, and Orders says that the order is cancelled. */
/** Both systems have let the order go; after a doubt it lives on for the looks that follow. */
export function untilLetGo(story: Story): Promise<OrderView> {
  return story.until(
    ({ status, operations }) =>
      status === 'cancelled' &&
      operations.every((operation) => ['recorded', 'rejected'].includes(operation.status)) &&
      story.provider.ledger().orderStatus === 'cancelled',
  );
}

export function expectLetGo(story: Story, view: OrderView): void {
  expectOneStory(story, view);
  const { reserved, captured, refunded, orderStatus } = story.provider.ledger();
  expect({ reserved, kept: captured - refunded, orderStatus }).toEqual({
    reserved: 0,
    kept: 0,
    orderStatus: 'cancelled',
  });
}
