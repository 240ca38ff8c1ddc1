import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from 'dintero-order-saga/client';
import * as messages from 'dintero-order-saga/messages';
import * as errors from '../../src/client/order-saga-errors';
import * as contract from '../../src/workflows/messages';

const read = (path: string) => readFileSync(join(__dirname, '..', '..', path), 'utf8');

describe('what other services import', () => {
  test('when the client can throw an error, the library names it, so that it can be told from others', () => {
    const named = Object.keys(errors).filter((name) => name.endsWith('Error'));
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !(name in library))).toEqual([]);
  });

  test('when a message is added to the contract, the library offers it as well', () => {
    const names = Object.keys(contract).filter((name) => /(?:Signal|Update|Query)$/.test(name));
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !(name in messages))).toEqual([]);
  });

  test('when an order came as JSON, parseOrder gives what start takes, and refuses what it would refuse', () => {
    const order = JSON.parse(read('examples/order.json')) as object;
    expect(library.parseOrder(order)).toMatchObject(order);
    expect(() => library.parseOrder({ ...order, currency: 'kr' })).toThrow(/currency/);
  });

  test('when the defaults of an order’s life change, the input of the raw examples has them too', () => {
    const { order, timing } = JSON.parse(read('examples/order-input.json')) as {
      order: unknown;
      timing: unknown;
    };
    expect(timing).toEqual(library.defaultTiming);
    expect(library.parseOrder(order)).toEqual(order);
  });
});

describe('docs/client-library.md', () => {
  const document = read('docs/client-library.md');

  test('when the client has a method, it is explained there', () => {
    const [, body = ''] =
      /export interface OrderSagaClient \{([\s\S]*?)\n\}/.exec(
        read('src/client/order-saga-client.ts'),
      ) ?? [];
    const methods = [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name ?? '');
    expect(methods).toContain('capture');
    expect(methods.filter((name) => !document.includes(`\`${name}(`))).toEqual([]);
  });

  test('when an error has a code, or a refusal a type, it says what to do about it', () => {
    const [, union = ''] =
      /type OrderSagaErrorCode =([^;]*);/.exec(read('src/client/order-saga-errors.ts')) ?? [];
    const codes = [...union.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code ?? '');
    expect(codes).toContain('deadline_exceeded');
    const missing = [...codes, ...messages.refusalTypes].filter(
      (code) => !document.includes(`| \`${code}\``),
    );
    expect(missing).toEqual([]);
  });
});
