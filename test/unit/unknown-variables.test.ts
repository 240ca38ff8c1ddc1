import { expect, test } from '@jest/globals';
import { findUnknownVariables, warnOfUnknown } from '../../src/unknown-variables';

test('when a variable of ours is misspelt, it is named, and none that is read or belongs to others', () => {
  const env = {
    ORDER_POLL_MAXX: '5s',
    DINTERO_CLIENT: 'secret',
    ORDER_POLL_MAX: '5s',
    HTTP_PORT: '8080',
    HTTP_PROXY: 'http://proxy',
    TEMPORAL_CLOUD_OPS: '1',
    OTEL_SERVICE_NAME: 'orders',
    PATH: '/bin',
  };
  expect(findUnknownVariables(env)).toEqual(['DINTERO_CLIENT', 'ORDER_POLL_MAXX']);
  expect(warnOfUnknown(env)).toMatch(/^DINTERO_CLIENT, ORDER_POLL_MAXX are read by no program/);
  expect(warnOfUnknown(env)).not.toContain('secret');
});

test('when Kubernetes describes a service whose name begins as ours do, it is not taken for one of ours', () => {
  const env = {
    ORDER_SERVER_SERVICE_HOST: '10.0.0.7',
    ORDER_SERVER_SERVICE_PORT: '80',
    ORDER_SERVER_SERVICE_PORT_HTTP: '80',
    ORDER_SERVER_PORT: 'tcp://10.0.0.7:80',
    ORDER_SERVER_PORT_80_TCP_ADDR: '10.0.0.7',
  };
  expect(findUnknownVariables(env)).toEqual([]);
  expect(findUnknownVariables({ ORDER_SERVER_PORT: '80' })).toEqual(['ORDER_SERVER_PORT']);
});

test('when all are known, nothing is said', () => {
  expect(warnOfUnknown({ DINTERO_CALLBACK_SECRET: 'x', WORKER_BUILD_ID: '1' })).toBeUndefined();
});
