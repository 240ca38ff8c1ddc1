import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, startSandboxRig } from '../support/sandbox-rig';
import type { Json, Purchase, SandboxRig } from '../support/sandbox-rig';

let rig: SandboxRig;
let bought: Purchase;

beforeEach(async () => {
  rig = await startSandboxRig();
  bought = await rig.purchase();
});
afterEach(() => rig.close());

const fault = (definition: Record<string, unknown>) => rig.control('/faults', definition);
const capture = (amount = 1000, headers?: Record<string, string>) =>
  rig.checkout(
    'POST',
    `/transactions/${bought.transactionId}/capture`,
    { amount, capture_reference: 'ship-1' },
    headers,
  );
const read = () => rig.checkout('GET', `/transactions/${bought.transactionId}`);
const captured = async () => Number((await rig.money(bought.transactionId))['captured']);
const lastEvent = (transaction: Json) => transaction['events']!.at(-1)!;
const onCapture = { endpoint: 'captureTransaction' };

describe('what becomes of the money and of the answer', () => {
  it('when the answer is cut after the effect, the money has moved', async () => {
    await fault({ ...onCapture, kind: 'apply-then-cut' });
    await expect(capture()).rejects.toThrow();
    expect(await captured()).toBe(1000);
  });

  it('when the connection is cut before the effect, nothing has moved', async () => {
    await fault({ ...onCapture, kind: 'cut-before' });
    await expect(capture()).rejects.toThrow();
    expect(await captured()).toBe(0);
  });

  it('when an error comes before the effect, nothing has moved, and the status is the chosen one', async () => {
    await fault({ ...onCapture, kind: 'error-before', status: 502 });
    expect((await capture()).status).toBe(502);
    expect(await captured()).toBe(0);
  });

  it('when an error comes after the effect, the money has moved with the same face', async () => {
    await fault({ ...onCapture, kind: 'error-after', status: 503 });
    expect((await capture()).status).toBe(503);
    expect(await captured()).toBe(1000);
  });

  it('when the effect is slow, it comes at the end of the delay although the client has gone', async () => {
    await fault({ ...onCapture, kind: 'slow-then-apply', delayMs: 150 });
    const given = new AbortController();
    const asked = fetch(`${rig.sandbox.apiUrl}/transactions/${bought.transactionId}/capture`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await rig.token()}`,
      },
      body: JSON.stringify({ amount: 1000 }),
      signal: given.signal,
    });
    await eventually(async () => {
      const log = (await rig.send('GET', '/sandbox/requests?endpoint=captureTransaction')).body;
      return log['total'] === (1 as unknown as Json) ? true : undefined;
    });
    given.abort();
    await expect(asked).rejects.toThrow();
    expect(await captured()).toBe(0);
    await eventually(async () => ((await captured()) === 1000 ? true : undefined));
  });

  it('when the answer is slow, the effect is there at once', async () => {
    await fault({ ...onCapture, kind: 'apply-then-slow', delayMs: 100 });
    const asked = capture();
    await eventually(async () => ((await captured()) === 1000 ? true : undefined));
    expect((await asked).status).toBe(200);
  });

  it('when a conflict comes, nothing has moved, unless the fault says so', async () => {
    await fault({ ...onCapture, kind: 'conflict-409' });
    expect((await capture()).status).toBe(409);
    expect(await captured()).toBe(0);
    await fault({ ...onCapture, kind: 'conflict-409', applied: true });
    expect((await capture()).status).toBe(409);
    expect(await captured()).toBe(1000);
  });

  it('when the rate is limited, Retry-After stands there if it was asked for', async () => {
    await fault({ ...onCapture, kind: 'rate-limit-429', retryAfterSeconds: 7 });
    await fault({ ...onCapture, kind: 'rate-limit-429' });
    const answers = [await capture(), await capture()];
    expect(answers.map(({ status }) => status)).toEqual([429, 429]);
    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual(['7', null]);
    expect(await captured()).toBe(0);
  });

  it.each([
    ['unreadable-body', {}],
    ['oversized-body', { bytes: 3_000_000 }],
  ])('when the body is spoiled by %s, the money has moved', async (kind, more) => {
    await fault({ ...onCapture, kind, ...more });
    const answer = await capture();
    expect(answer.status).toBe(200);
    expect(answer.body['events']).toBeUndefined();
    if (kind === 'oversized-body') expect(answer.text.length).toBeGreaterThan(3_000_000);
    expect(await captured()).toBe(1000);
  });

  it.each([
    ['unauthorized-401', 401],
    ['forbidden-403', 403],
    ['not-found-404', 404],
  ])('when %s is asked for, nothing has moved', async (kind, status) => {
    await fault({ ...onCapture, kind });
    expect((await capture()).status).toBe(status);
    expect(await captured()).toBe(0);
  });
});

describe('movements that end later', () => {
  it('when a capture is accepted, its end names the event that accepted it', async () => {
    await fault({ ...onCapture, kind: 'accepted-202', afterMs: 30 });
    const accepted = await capture();
    const requestId = accepted.headers.get('event-request-id');
    expect(accepted.status).toBe(202);
    expect(accepted.body['status']).toBe('AUTHORIZED');
    expect(lastEvent(accepted.body)).toMatchObject({
      event: 'INITIATE_CAPTURE',
      request_id: requestId,
      event_reference: 'ship-1',
    });
    expect(await captured()).toBe(0);
    await eventually(async () => ((await captured()) === 1000 ? true : undefined));
    const ended = (await read()).body;
    expect(ended['status']).toBe('PARTIALLY_CAPTURED');
    expect(lastEvent(ended)).toMatchObject({
      event: 'CAPTURE',
      success: true,
      correlation_request_id: requestId,
      event_reference: 'ship-1',
    });
  });

  it('when an accepted capture fails, its end says so and nothing has moved', async () => {
    await fault({ ...onCapture, kind: 'accepted-202', afterMs: 10, outcome: 'fails' });
    await capture();
    const ended = await eventually(async () => {
      const { body } = await read();
      return lastEvent(body)['event'] === ('CAPTURE' as unknown as Json) ? body : undefined;
    });
    expect(lastEvent(ended)).toMatchObject({ success: false });
    expect(await captured()).toBe(0);
  });

  it('when an accepted capture never ends, its amount is held and the rest can be captured', async () => {
    await fault({ ...onCapture, kind: 'accepted-202', outcome: 'never' });
    expect((await capture(30000)).status).toBe(202);
    expect((await capture(9801)).status).toBe(400);
    expect((await capture(9800)).status).toBe(200);
    expect(await captured()).toBe(9800);
    const money = await rig.money(bought.transactionId);
    expect(money['pending']).toMatchObject([{ kind: 'capture', amount: 30000 }]);
  });

  it.each(['refund', 'void'] as const)('when a %s is accepted, it ends as one', async (act) => {
    if (act === 'refund') await capture(39800);
    await fault({ endpoint: `${act}Transaction`, kind: 'accepted-202', afterMs: 5 });
    const path = `/transactions/${bought.transactionId}/${act}`;
    const body = act === 'refund' ? { amount: 39800, refund_reference: 'back' } : undefined;
    expect((await rig.checkout('POST', path, body)).status).toBe(202);
    const sum = act === 'refund' ? 'refunded' : 'voided';
    await eventually(async () =>
      Number((await rig.money(bought.transactionId))[sum]) === 39800 ? true : undefined,
    );
  });

  it('when a 200 carries a failed event, the status is unchanged and nothing has moved', async () => {
    await fault({ ...onCapture, kind: 'failed-event-200' });
    const answer = await capture();
    expect(answer.status).toBe(200);
    expect(answer.body['status']).toBe('AUTHORIZED');
    expect(lastEvent(answer.body)).toMatchObject({ success: false, event_reference: 'ship-1' });
    expect(await captured()).toBe(0);
  });

  it.each([
    ['added-event', 'ship-1'],
    ['added-event-unnamed', undefined],
  ])(
    'when a failed event is corrected (%s), the money had moved, and it names the event that was added',
    async (correctionForm, reference) => {
      await rig.control('/switches', { correctionForm });
      await fault({ ...onCapture, kind: 'failed-event-200', correctAfterMs: 20 });
      expect((await capture()).body['status']).toBe('AUTHORIZED');
      expect(await captured()).toBe(1000);
      const corrected = await eventually(async () => {
        const { body } = await read();
        return body['status'] === ('PARTIALLY_CAPTURED' as unknown as Json) ? body : undefined;
      });
      const added = lastEvent(corrected);
      expect(added).toMatchObject({ event: 'CAPTURE', success: true, amount: 1000 });
      expect(added['event_reference']).toBe(reference);
      expect(corrected['events']!.at(-2)).toMatchObject({
        success: false,
        correction: { event_ids: [added['id']], status: 'PARTIALLY_CAPTURED' },
      });
      expect(await captured()).toBe(1000);
    },
  );

  it('when the correction adds no event, it stands on the failed one', async () => {
    await rig.control('/switches', { correctionForm: 'on-failed-event' });
    await fault({ ...onCapture, kind: 'failed-event-200', correctAfterMs: 1 });
    await capture();
    const corrected = await eventually(async () => {
      const event = lastEvent((await read()).body);
      return event['correction'] === undefined ? undefined : event;
    });
    expect(corrected).toMatchObject({
      success: false,
      correction: { remaining_void_amount: 38800 },
    });
    expect(corrected['correction']!['event_ids']).toBeUndefined();
  });
});

describe('reads and whole systems', () => {
  it('when reads are stale, they show the state of before, and the fresh one afterwards', async () => {
    await fault({ endpoint: 'readTransaction', kind: 'stale-read', forMs: 60_000, times: 2 });
    await capture();
    const looks = [await read(), await read(), await read()];
    expect(looks.map(({ body }) => body['events']!.length)).toEqual([0, 0, 3]);
    expect(looks.map(({ body }) => body['status'])).toEqual([
      'INITIATED',
      'INITIATED',
      'PARTIALLY_CAPTURED',
    ]);
  });

  it('when the list of records is stale, a record that exists is not in it', async () => {
    const path = `/orders/${bought.orderId}/authorizations`;
    await rig.orders('POST', path, { items: [{ line_id: 1, amount: 39800 }] });
    await fault({ endpoint: 'listAuthorizations', kind: 'stale-read', forMs: 60_000 });
    const counts = [await rig.orders('GET', path), await rig.orders('GET', path)];
    expect(counts.map(({ body }) => body['authorizations']!.length)).toEqual([0, 1]);
  });

  it('when Checkout is down, Orders is up, and the reverse', async () => {
    await fault({ endpoint: 'checkout', kind: 'down' });
    expect([(await read()).status, (await capture()).status]).toEqual([503, 503]);
    expect((await rig.orders('GET', `/orders/${bought.orderId}`)).status).toBe(200);
    await rig.send('DELETE', '/sandbox/faults');
    await fault({ endpoint: 'orders', kind: 'down', cut: true });
    await expect(rig.orders('GET', `/orders/${bought.orderId}`)).rejects.toThrow();
    expect((await read()).status).toBe(200);
  });
});

describe('which requests a fault meets', () => {
  const statuses = async (count: number) => {
    const seen: number[] = [];
    for (let index = 0; index < count; index += 1) seen.push((await read()).status);
    return seen;
  };
  const onRead = { endpoint: 'readTransaction', kind: 'error-before' };

  it('when some are to be skipped and it strikes twice, the others pass', async () => {
    await fault({ ...onRead, skip: 1, times: 2 });
    expect(await statuses(5)).toEqual([200, 500, 500, 200, 200]);
  });

  it('when it counts per order, each order meets it on its own', async () => {
    await fault({ ...onRead, times: 1, perOrder: true });
    const first = bought;
    expect(await statuses(2)).toEqual([500, 200]);
    bought = await rig.purchase();
    expect(await statuses(2)).toEqual([500, 200]);
    bought = first;
    expect(await statuses(1)).toEqual([200]);
  });

  it('when it is about one transaction, order or reference, others pass', async () => {
    const other = await rig.purchase({}, {});
    await fault({ ...onRead, times: 'forever', orderId: other.orderId });
    await fault({ endpoint: 'captureTransaction', kind: 'error-before', reference: 'web-77' });
    expect(await statuses(1)).toEqual([200]);
    expect((await capture()).status).toBe(200);
    bought = other;
    expect(await statuses(1)).toEqual([500]);
    await rig.checkout('PUT', `/transactions/${other.transactionId}`, {
      merchant_reference_2: 'web-77',
    });
    const session = await rig.session({ merchant_reference_2: 'shop/web-77' });
    const paid = await rig.control(`/sessions/${String(session.body['id'])}/pay`);
    bought = { ...other, transactionId: String(paid.body['transaction']!['id']) };
    expect((await capture()).status).toBe(500);
  });

  it('when it strikes by chance, the same seed strikes the same requests', async () => {
    const drawn: number[][] = [];
    for (let round = 0; round < 2; round += 1) {
      await fault({ ...onRead, times: 'forever', probability: 0.5, seed: 42 });
      drawn.push(await statuses(12));
      await rig.send('DELETE', '/sandbox/faults');
    }
    expect(drawn[0]).toEqual(drawn[1]);
    expect(new Set(drawn[0])).toEqual(new Set([200, 500]));
  });

  it('when it is removed, it strikes no more; the list shows how often it did', async () => {
    const added = await fault({ ...onRead, times: 'forever' });
    await statuses(2);
    const listed = (await rig.send('GET', '/sandbox/faults')).body['faults']!;
    expect(listed).toMatchObject([{ id: added.body['id'], met: 2, passed: 0 }]);
    await rig.send('DELETE', `/sandbox/faults/${String(added.body['id'])}`);
    expect(await statuses(1)).toEqual([200]);
  });

  it.each([
    [{ ...onCapture, kind: 'explode' }, 'kind'],
    [{ kind: 'cut-before', endpoint: 'makeCoffee' }, 'endpoint'],
    [{ ...onCapture, kind: 'slow-then-apply' }, 'delayMs'],
    [{ ...onCapture, kind: 'cut-before', times: 0 }, 'times'],
    [{ ...onCapture, kind: 'cut-before', probability: 2 }, 'probability'],
    [{ ...onCapture, kind: 'cut-before', delay: 3 }, 'delay'],
    [{ ...onCapture, kind: 'stale-read', forMs: 5 }, 'endpoint'],
    [{ endpoint: 'createSession', kind: 'accepted-202' }, 'endpoint'],
    [{ ...onCapture, kind: 'error-before', status: 200 }, 'status'],
  ])('when the definition is %j, it is refused by the field %s', async (definition, field) => {
    const refused = await fault(definition);
    expect(refused.status).toBe(400);
    expect(refused.body['error']!['errors']).toEqual([{ field }]);
    expect((await rig.send('GET', '/sandbox/faults')).body['faults']).toEqual([]);
  });
});
