import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { draftItem, startSandboxRig } from '../support/sandbox-rig';
import type { RawAnswer, SandboxRig } from '../support/sandbox-rig';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
});
afterEach(() => rig.close());

const complete = (draft: RawAnswer) =>
  rig.orders('PUT', `/draft_orders/${String(draft.body['id'])}/complete`, {});
const orderIdsOf = (completed: RawAnswer) =>
  completed.body['orders']!.map((order) => String(order['order_id']));
const newOrder = async () => orderIdsOf(await complete(await rig.draft()))[0]!;

describe('drafts', () => {
  it('when an id is reserved, the draft shows it and the order gets it', async () => {
    const draft = await rig.draft({}, { generate_order_id: 'ALPHANUMERIC_9_RESERVE' });
    const reserved = String(draft.body['order']!['order_id']);
    expect(reserved).toMatch(/^[A-Z0-9]{9}$/);
    expect(orderIdsOf(await complete(draft))).toEqual([reserved]);
  });

  it('when none is generated, the order id is the order’s own id', async () => {
    const completed = await complete(await rig.draft({}, {}));
    expect(orderIdsOf(completed)).toEqual([completed.body['orders']![0]!['id']]);
  });

  it('when an id is supplied, it is used, and a second one like it is refused', async () => {
    const supplied = { order_id: 'web-1' };
    expect(orderIdsOf(await complete(await rig.draft(supplied, {})))).toEqual(['web-1']);
    expect((await complete(await rig.draft(supplied, {}))).status).toBe(409);
    await rig.control('/switches', { orderIdTaken: 'accept' });
    expect((await complete(await rig.draft(supplied, {}))).status).toBe(200);
    const refused = await rig.draft(supplied, { split_draft: true });
    expect(refused.status).toBe(400);
  });

  it('when it is split, one draft makes many orders', async () => {
    const items = [draftItem, { ...draftItem, line_id: 2 }];
    const options = { split_draft: true, generate_order_id: 'ALPHANUMERIC_9' };
    const completed = await complete(await rig.draft({ items }, options));
    expect(new Set(orderIdsOf(completed)).size).toBe(2);
  });

  it.each([
    ['refuse-400', 400, 1],
    ['refuse-409', 409, 1],
    ['same-orders', 200, 1],
    ['new-orders', 200, 2],
  ])(
    'when it is completed twice (%s), the answer is %i and %i orders exist',
    async (form, status, count) => {
      await rig.control('/switches', { completeTwice: form });
      const draft = await rig.draft();
      await complete(draft);
      expect((await complete(draft)).status).toBe(status);
      expect((await rig.ledger())['orders']!.length).toBe(count);
    },
  );

  it.each([
    ['order-id', true, false],
    ['orders', false, true],
    ['nothing', false, false],
  ])('when it is completed, it shows %s of its order', async (form, named, listed) => {
    await rig.control('/switches', { completedDraftShows: form });
    const draft = await rig.draft();
    const [orderId] = orderIdsOf(await complete(draft));
    const { body } = await rig.orders('GET', `/draft_orders/${String(draft.body['id'])}`);
    expect(body['status']).toBe('completed');
    expect(body['order']!['order_id'] ?? undefined).toBe(named ? orderId : undefined);
    expect(body['orders']?.[0]?.['order_id'] ?? undefined).toBe(listed ? orderId : undefined);
  });
});

describe('records', () => {
  const record = (amount: number, lineId = 1, more = {}) => ({
    items: [{ line_id: lineId, amount }],
    payment_details: { payment_id: 'T00000000.x' },
    metadata: { operation_key: 'k' },
    ...more,
  });

  it('when the same one is posted twice, there are two', async () => {
    const path = `/orders/${await newOrder()}/authorizations`;
    const ids = [];
    for (let index = 0; index < 2; index += 1)
      ids.push((await rig.orders('POST', path, record(10000))).body['id']);
    expect(new Set(ids).size).toBe(2);
    const order = (await rig.ledger())['orders']![0]!;
    expect(order['sums']).toMatchObject({ authorizations: 20000 });
    expect(order['records']!['authorizations']).toMatchObject([
      { amount: 10000, metadata: { operation_key: 'k' }, paymentId: 'T00000000.x' },
      { amount: 10000 },
    ]);
  });

  it('when more is recorded than is left, the strict form refuses and the lenient accepts', async () => {
    const base = `/orders/${await newOrder()}`;
    const post = async (collection: string, amount: number, more = {}) =>
      (await rig.orders('POST', `${base}/${collection}`, record(amount, 1, more))).status;
    expect(await post('captures', 1)).toBe(400);
    expect(await post('authorizations', 39801)).toBe(400);
    expect(await post('authorizations', 39800)).toBe(200);
    expect(await post('captures', 30000)).toBe(200);
    expect(await post('captures', 9801)).toBe(400);
    expect(await post('refunds', 30001)).toBe(400);
    expect(await post('refunds', 30000)).toBe(200);
    expect(await post('cancellations', 9800)).toBe(200);
    expect(await post('captures', 1)).toBe(400);
    expect(await post('captures', 1, { success: false })).toBe(200);
    await rig.control('/switches', { recordSums: 'lenient' });
    expect(await post('captures', 99999)).toBe(200);
  });

  it('when a line does not exist or items are missing, it is refused', async () => {
    const path = `/orders/${await newOrder()}/authorizations`;
    expect((await rig.orders('POST', path, record(1, 9))).status).toBe(400);
    expect((await rig.orders('POST', path, { success: true })).status).toBe(400);
    expect(
      (await rig.orders('POST', path, record(1, 1, { authorization_id: 'x'.repeat(41) }))).status,
    ).toBe(400);
  });

  it.each([
    ['echo', true, true],
    ['answer-only', true, false],
    ['drop', false, false],
  ])('when metadata is %s, the answer and the list show it so', async (form, answered, listed) => {
    await rig.control('/switches', { recordMetadata: form });
    const path = `/orders/${await newOrder()}/authorizations`;
    const answer = await rig.orders('POST', path, record(1));
    const list = await rig.orders('GET', path);
    expect(answer.body['metadata'] !== undefined).toBe(answered);
    expect(list.body['authorizations']![0]!['metadata'] !== undefined).toBe(listed);
    const kept = (await rig.ledger())['orders']![0]!['records']!['authorizations']![0]!;
    expect(kept['metadata']).toEqual({ operation_key: 'k' });
  });

  it('when records come, the payment status follows, and nothing of it moves money', async () => {
    const orderId = await newOrder();
    const seen: unknown[] = [];
    const acts: [string, number][] = [
      ['authorizations', 39800],
      ['captures', 100],
      ['captures', 39700],
      ['refunds', 1],
      ['refunds', 39799],
    ];
    for (const [collection, amount] of acts) {
      await rig.orders('POST', `/orders/${orderId}/${collection}`, record(amount));
      seen.push((await rig.orders('GET', `/orders/${orderId}`)).body['payment_status']);
    }
    expect(seen).toEqual(['pending', 'partially_paid', 'paid', 'partially_refunded', 'refunded']);
    expect((await rig.ledger())['totals']).toMatchObject({ authorized: 0, captured: 0 });
    const events = await rig.orders('GET', `/orders/${orderId}/events`);
    expect(events.body['events']!.length).toBe(6);
  });
});

describe('orders', () => {
  it('when one is cancelled, it says when and why; a second cancel is refused; it can be opened again', async () => {
    const path = `/orders/${await newOrder()}`;
    const cancelled = await rig.orders('POST', `${path}/cancel`, { reason: 'customer' });
    expect(cancelled.body).toMatchObject({ status: 'cancelled', cancelled_reason: 'customer' });
    expect((await rig.orders('POST', `${path}/cancel`)).status).toBe(400);
    expect((await rig.orders('POST', `${path}/open`)).body['status']).toBe('open');
    await rig.control('/switches', { cancelOrderTwice: 'answer' });
    for (let index = 0; index < 2; index += 1)
      expect((await rig.orders('POST', `${path}/cancel`)).body['status']).toBe('cancelled');
  });

  it('when they are listed, the filters and the lag count', async () => {
    const first = await newOrder();
    await rig.orders('POST', `/orders/${first}/cancel`);
    const second = await newOrder();
    const idsOf = async (query: string) =>
      (await rig.orders('GET', `/orders${query}`)).body['orders']!.map((one) => one['order_id']);
    expect(await idsOf('')).toEqual([second, first]);
    expect(await idsOf('?status=cancelled')).toEqual([first]);
    expect(await idsOf('?limit=1')).toEqual([second]);
    expect(await idsOf('?created_at.gte=2999-01-01T00:00:00Z')).toEqual([]);
    await rig.control('/switches', { listLagMs: 60_000 });
    expect(await idsOf('')).toEqual([]);
  });
});

describe('switches', () => {
  it.each([
    [{ recordSums: 'sometimes' }, 'recordSums'],
    [{ listLagMs: -1 }, 'listLagMs'],
    [{ listLagMs: 0.5 }, 'listLagMs'],
    [{ sunshine: true }, 'sunshine'],
    [{ extraFields: 'yes' }, 'extraFields'],
    [{ recordSums: 'lenient', eventOrder: 7 }, 'eventOrder'],
  ])(
    'when %j is asked for, it is refused by the name %s and nothing changes',
    async (change, name) => {
      const before = (await rig.send('GET', '/sandbox/switches')).body;
      const refused = await rig.control('/switches', change);
      expect(refused.status).toBe(400);
      expect(refused.body['error']!['errors']).toEqual([{ field: name }]);
      expect((await rig.send('GET', '/sandbox/switches')).body).toEqual(before);
    },
  );
});

describe('the request log', () => {
  it('when an order runs from draft to capture, each request is counted for it', async () => {
    const { orderId, transactionId } = await rig.purchase();
    await rig.checkout('POST', `/transactions/${transactionId}/capture`, {
      amount: 5,
      capture_reference: 'ship-1',
    });
    await rig.orders('GET', `/orders/${orderId}/captures`);
    const { body } = await rig.send('GET', `/sandbox/requests?orderId=${orderId}`);
    expect(body).toMatchObject({
      total: 5,
      byEndpoint: {
        createDraftOrder: 1,
        completeDraftOrder: 1,
        createSession: 1,
        captureTransaction: 1,
        listCaptures: 1,
      },
      byOrder: { [orderId]: { total: 5 } },
    });
    expect(body['requests']!.map((request) => request['outcome'])).toEqual([
      200, 200, 200, 200, 200,
    ]);
    expect(body['requests']![3]).toMatchObject({ reference: 'ship-1', transactionId });
  });
});
