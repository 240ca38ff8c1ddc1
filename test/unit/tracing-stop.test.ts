import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTracing } from '../../src/tracing/start-tracing';

/** A receiver that takes everything and never answers. */
const receiver = createServer(() => undefined);

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  const { port } = receiver.address() as AddressInfo;
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${port}`;
});

afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

test('when the receiver does not answer, a program stops within seconds all the same, and says once that spans were lost', async () => {
  const warnings: string[] = [];
  const tracing = startTracing({
    protocol: 'http/json',
    service: 'order-worker',
    version: '0',
    warn: (text) => void warnings.push(text),
  });
  await tracing.ofCommand('first', async () => undefined);
  await tracing.ofCommand('second', async () => undefined);
  const startedMs = performance.now();
  await tracing.stop();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(warnings).toEqual([expect.stringContaining('look at OTEL_EXPORTER_OTLP_ENDPOINT')]);
}, 10_000);
