import { afterEach, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/dintero/watch-exchange';
import { watchedEndpoints } from '../../src/dintero/watch-exchange';
import { authorizedTransaction, createDinteroRig, failureFrom } from '../support/dintero-rig';
import type { DinteroRig } from '../support/dintero-rig';
import { json, refusal } from '../support/scripted-provider';

let rig: DinteroRig;
afterEach(() => rig.close());

async function openRig(onExchange?: (exchange: Exchange) => void): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  rig = await createDinteroRig({ onExchange: onExchange ?? ((exchange) => seen.push(exchange)) });
  return seen;
}

describe('an exchange with the provider', () => {
  test('when it succeeds, is told by its route, its status and the name that the provider gave it', async () => {
    const seen = await openRig();
    rig.provider.script(json(200, authorizedTransaction, { 'request-id': 'req-7' }));
    await rig.read();
    expect(seen).toEqual([
      expect.objectContaining({
        endpoint: '/accounts/{id}/auth/token',
        method: 'POST',
        status: 200,
      }),
      {
        endpoint: '/transactions/{id}',
        method: 'GET',
        status: 200,
        requestId: 'req-7',
        durationMs: expect.any(Number),
      },
    ]);
    for (const { endpoint } of seen) expect(watchedEndpoints).toContain(endpoint);
  });

  test('when it is refused or breaks, is told with the failure, and nothing of what was said', async () => {
    const seen = await openRig();
    rig.provider.script(refusal(500, 'Kari Nordmann is not at home'));
    await failureFrom(rig.capture());
    expect(seen.at(-1)).toMatchObject({
      endpoint: '/transactions/{id}/capture',
      method: 'POST',
      status: 500,
      failure: 'provider_error',
    });
    expect(JSON.stringify(seen)).not.toContain('Kari');
  });

  test('when the watcher throws, the answer still arrives', async () => {
    await openRig(() => {
      throw new Error('the watcher is broken');
    });
    rig.provider.script(json(200, authorizedTransaction));
    expect(await rig.read()).toMatchObject({ transactionId: authorizedTransaction.id });
  });
});
