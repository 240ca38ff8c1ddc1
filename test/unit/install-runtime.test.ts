import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { installRuntime } from '../../src/observe/install-runtime';
import { StartupError } from '../../src/startup-error';

const silent = new DefaultLogger('ERROR', () => {});
const server = createServer();

afterEach(() => {
  server.close();
});

test('when the address of the metrics is taken, a worker that starts is told so, and which variable to change', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const install = () => installRuntime(address, silent);
  expect(install).toThrow(StartupError);
  expect(install).toThrow(new RegExp(`at ${address}: .*METRICS_PORT`, 's'));
  expect(() => installRuntime(undefined, silent)).not.toThrow();
  await Runtime.instance().shutdown();
});
