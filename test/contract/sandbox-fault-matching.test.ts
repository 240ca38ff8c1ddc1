import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandboxRig } from '../support/sandbox-rig';
import type { Purchase, SandboxRig } from '../support/sandbox-rig';

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
const onCapture = { endpoint: 'captureTransaction' };

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
