import { expect, test } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { describeAttentions } from '../../src/domain/describe-attention';
import { describeTwin } from '../../src/domain/describe-twin';
import { viewOrder } from '../../src/domain/order-view';
import { nameChoice } from '../../src/http/console/console-words';
import { accepting, capture, line, noon, paid, starting } from '../support/order-states';

const moving = starting(accepting(paid(), capture('a', [line(1, 600)])), 'capture', 'a');
const [asked] = moving.operations;
const taken = { ...asked!, operationId: 'auto-2', status: 'moved', foreign: true } as const;
const doubted = [asked!, taken];
const matter = attention('outcome_unknown', 'why', ['retry', 'mark_not_moved'], noon, 'a');
const says = 'Capture a itself shall not move any more (auto-2 is it, or nothing moved)';

test('when an equal movement was taken in, the choice says nothing of whether money moved', () => {
  const view = { ...viewOrder(moving), operations: doubted };
  expect(nameChoice('mark_not_moved', matter, view)).toBe(says);
  expect(nameChoice('retry', matter, view)).toBe('Try again now');
  expect(describeAttentions('web-1', [matter], doubted)[0]).toContain(`- ${says}:`);
});

test('when nothing equal was taken in since, the choice is that it did not move', () => {
  const other = [asked!, { ...taken, amount: line(1, 500).amount }];
  const earlier = [asked!, { ...taken, requestedAt: '2025-12-31T12:00:00.000Z' }];
  for (const operations of [moving.operations, other, earlier])
    expect(describeTwin(operations, matter, 'mark_not_moved')).toBeUndefined();
  const free = { ...matter, choices: ['retry', 'mark_moved', 'mark_not_moved'] as const };
  expect(describeTwin(doubted, free, 'mark_not_moved')).toBeUndefined();
  expect(nameChoice('mark_not_moved', free, viewOrder(moving))).toBe('It did not move');
});
