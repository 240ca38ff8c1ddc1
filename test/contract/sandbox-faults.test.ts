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
