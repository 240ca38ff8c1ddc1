import { describe, expect, test } from '@jest/globals';
import type { OrderSagaClient } from '../../src/client/order-saga-client';
import { TemporalUnavailableError } from '../../src/client/temporal-errors';
import { openApp, reader } from '../support/http-app';

async function ask(url: string, answers: Partial<OrderSagaClient>) {
  const http = await openApp(answers);
  const answer = await http.app.inject({ url, headers: reader });
  await http.close();
  return answer;
}

const down = () => Promise.reject(new TemporalUnavailableError('count workers'));

describe('the service', () => {
  test.each([
    [200, 'polling', { forWorkflows: 1, forActivities: 2 }],
    [503, 'none', { forWorkflows: 0, forActivities: 0 }],
    [503, 'none', { forWorkflows: 1, forActivities: 0 }],
  ])('answers %i when the workers are %s', async (status, worker, workers) => {
    const answer = await ask('/readyz', { workers: () => Promise.resolve(workers) });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ temporal: 'reachable', worker });
  });

  test('when Temporal is down, lives and is not ready', async () => {
    expect((await ask('/livez', { workers: down })).statusCode).toBe(200);
    const answer = await ask('/readyz', { workers: down });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ temporal: 'unreachable', worker: 'unknown' });
  });

  test('when many ask at once, asks Temporal once', async () => {
    let asked = 0;
    const workers = () => {
      asked += 1;
      return Promise.resolve({ forWorkflows: 1, forActivities: 1 });
    };
    const http = await openApp({ workers });
    await Promise.all(Array.from({ length: 10 }, () => http.app.inject({ url: '/readyz' })));
    expect(asked).toBe(1);
    await http.close();
  });

  test('when the orders cannot be counted, tells its other metrics and no old number', async () => {
    const { statusCode, body } = await ask('/metrics', { count: down });
    expect(statusCode).toBe(200);
    expect(body).toMatch(/^order_saga_order_counts_readable 0$/m);
    expect(body).not.toMatch(/^order_saga_orders(?:\{|_needing_attention )/m);
    expect(body).toMatch(/^process_cpu_seconds_total /m);
  });
});
