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

describe('movements that end later', () => {
  it('when a capture is accepted, its end names the event that accepted it', async () => {
    // Long enough for a slow machine to look at the ledger before the end comes.
    await fault({ ...onCapture, kind: 'accepted-202', afterMs: 1_000 });
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
