import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDinteroRig, failureFrom, verdict } from '../support/dintero-rig';
import type { DinteroRig } from '../support/dintero-rig';
import { json } from '../support/scripted-provider';

let rig: DinteroRig;

beforeAll(async () => {
  rig = await createDinteroRig();
});
afterAll(() => rig.close());

const { signal } = new AbortController();

const unreadable = 'unreadable_answer, retryable, effect possible';

describe('a draft of which two orders were made', () => {
  const orders = [{ order_id: 'O1' }, { order_id: 'O2' }];

  it('is told when it is completed, and when it is looked at later, since the payment is for one of them', async () => {
    rig.provider.script(json(200, { orders }));
    const completing = rig.gateway.completeDraftOrder('D1', { signal });
    expect(verdict(await failureFrom(completing))).toBe(unreadable);
    rig.provider.script(json(200, { id: 'D1', status: 'completed', orders }));
    const looking = rig.gateway.readDraftOrder('D1', { signal });
    expect(verdict(await failureFrom(looking))).toBe(unreadable);
  });
});

describe('an order is found by its reference', () => {
  const external_ids = [{ id: 'web-1', source: 'dintero-order-saga' }];

  it.each([
    ['a status of its own', { order_id: 'X', status: 'archived' }],
    ['a line without an amount', { order_id: 'X', items: [{ line_id: 1 }] }],
    ['a line id that is a text', { order_id: 'X', items: [{ line_id: '1', gross_amount: 100 }] }],
    ['a fraction as its amount', { order_id: 'X', items: [{ line_id: 1, gross_amount: 99.5 }] }],
    ['references of another form', { order_id: 'X', external_ids: { id: 'web-1' } }],
    ['nothing that can be read', 'X'],
  ])('whatever stands beside it: an order of somebody else with %s', async (_, other) => {
    rig.provider.script(json(200, { orders: [other, { order_id: 'O1', external_ids }] }));
    const found = rig.gateway.findOrder('web-1', { fromMs: 0, toMs: 1_000 }, { signal });
    await expect(found).resolves.toBe('O1');
  });

  it('when two on one page bear it, neither is taken, since the payment is for one of them', async () => {
    const orders = ['O1', 'O2'].map((order_id) => ({ order_id, external_ids }));
    rig.provider.script(json(200, { orders }));
    const finding = rig.gateway.findOrder('web-1', { fromMs: 0, toMs: 1_000 }, { signal });
    expect(verdict(await failureFrom(finding))).toBe(unreadable);
  });
});
