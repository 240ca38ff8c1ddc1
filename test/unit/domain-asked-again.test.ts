import { expect, test } from '@jest/globals';
import type { OrderState } from '../../src/domain/order-state';
import {
  accepting,
  after,
  capture,
  done,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  orderOf,
  paid,
  starting,
} from '../support/order-states';

const reason = 'declined; to try again, ask with a new id';

const rejecting = (state: OrderState, operationId: string, at = noon) =>
  after(starting(state, 'capture', operationId), {
    type: 'operation_rejected',
    kind: 'capture',
    operationId,
    reason,
    at,
    lookAgainAt: [],
  });

/** Capture `a` of 100 of 600 waits, and is called rejected. */
const asked = accepting(paid(orderOf(600)), capture('a', [line(1, 100)]));
const rejected = rejecting(asked, 'a');
const again = capture('b', [line(1, 100)]);
const first = movementOn('capture', '5', 100, { reference: 'web-1/capture/a' });
const second = movementOn('capture', 'e-capture-b', 100, { reference: 'web-1/capture/b' });
const byBackOffice = movementOn('capture', '7', 100);
const evening = '2026-01-01T20:00:00.000Z';
const surplus = [expect.objectContaining({ code: 'surplus_moved', operationId: 'a' })];

test.each<[string, OrderState, readonly (typeof first)[]]>([
  ['has moved', done(rejected, again), [first, second]],
  ['is moving', starting(accepting(rejected, again), 'capture', 'b'), [first]],
  ['waits, and has room', accepting(rejected, again), [first]],
])(
  'when what was called rejected moves after all, and what was asked for in its place %s, a person is told',
  (_what, state, movements) => {
    const read = looking(state, movements);
    expect(operationNamed(read, 'capture', 'a').status).toBe('moved');
    expect(read.attentions).toEqual(surplus);
  },
);

test.each<[string, OrderState]>([
  ['nothing was asked for since', rejected],
  ['something else was', accepting(rejected, capture('b', [line(1, 50)]))],
  ['the same was asked for before', rejecting(accepting(asked, again), 'a', evening)],
  ['what was asked for in its place was rejected, too', rejecting(accepting(rejected, again), 'b')],
  ['the back office moved as much', looking(rejected, [byBackOffice])],
])(
  'when it moves after all and %s, a person is told that whoever was told of the rejection does not know',
  (_what, state) => {
    const [told, ...further] = looking(state, [first]).attentions;
    expect(told).toMatchObject({ code: 'surplus_moved', operationId: 'a' });
    expect(told?.message).toMatch(/moved after all, of which whoever was told so does not know$/);
    expect(further).toEqual([]);
  },
);
