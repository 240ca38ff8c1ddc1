import { createHash } from 'node:crypto';
import { pino } from 'pino';
import type { OrderSagaClient } from '../../src/client/order-saga-client';
import { readApiKeys } from '../../src/http/api-keys';
import type { HttpOptions } from '../../src/http/app';
import { buildApp } from '../../src/http/build-app';

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

const keys = readApiKeys(`reports:read:${hashOf('key-1')},shop:read+operate:${hashOf('key-2')}`);
export const reader = { authorization: 'Bearer key-1' };
export const operator = { authorization: 'Bearer key-2' };

/** Stands where Temporal would be: only what a test gives it is there to be asked. */
function answering(answers: Partial<OrderSagaClient>): OrderSagaClient {
  return new Proxy(answers as OrderSagaClient, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => Promise.reject(new Error(`${String(name)} was not expected`))),
  });
}

/** The whole service without a port; requests are put into it. */
export function openApp(
  answers: Partial<OrderSagaClient> = {},
  more: Partial<HttpOptions> = {},
): ReturnType<typeof buildApp> {
  return buildApp({
    orders: answering(answers),
    keys,
    logger: pino({ level: 'silent' }),
    version: '1.2.3',
    requestsPerMinute: 1_000,
    mostStreams: 2,
    trustedProxies: [],
    ...more,
  });
}
