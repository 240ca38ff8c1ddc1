import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { largestAmount } from '../../src/domain/money';
import type { OperationKind } from '../../src/domain/operation';
import { largestLineCount } from '../../src/domain/order';
import { readOperationRequest } from '../../src/domain/read-operation-request';

const lines = [{ lineId: 1, amount: 19_900 }];

function read(kind: OperationKind, payload: unknown) {
  return readOperationRequest(kind, payload);
}

/** Why it was refused; fails when it was not. */
function reasonOf(kind: OperationKind, payload: unknown): string {
  const result = read(kind, payload);
  if (!('refused' in result)) throw new Error(`accepted: ${JSON.stringify(result.request)}`);
  expect(result.refused.code).toBe('malformed_request');
  return result.refused.reason;
}

describe('a request in its known form', () => {
  it('a capture of lines is read whole', () => {
    const payload = {
      captureId: 'shipment-1',
      lines: [{ lineId: 1, amount: 19_900, quantity: 0.5 }],
      final: true,
    };
    expect(read('capture', payload)).toEqual({
      request: { kind: 'capture', operationId: 'shipment-1', lines: payload.lines, final: true },
    });
  });

  it('a capture of an empty object means all that remains', () => {
    expect(read('capture', {})).toEqual({ request: { kind: 'capture' } });
    expect(read('capture', { captureId: 'all' })).toEqual({
      request: { kind: 'capture', operationId: 'all' },
    });
    expect(read('capture', { final: false })).toEqual({
      request: { kind: 'capture', final: false },
    });
  });

  it('a refund and a cancel keep the reason', () => {
    expect(read('refund', { refundId: 'r1', lines, reason: 'damaged' })).toEqual({
      request: { kind: 'refund', operationId: 'r1', lines, note: 'damaged' },
    });
    expect(read('cancel', { reason: 'customer' })).toEqual({
      request: { kind: 'cancel', note: 'customer' },
    });
    expect(read('cancel', {})).toEqual({ request: { kind: 'cancel' } });
  });

  it('an object of another realm is as plain as one of ours', () => {
    const foreign: unknown = runInNewContext(
      '({ captureId: "a", lines: [{ lineId: 1, amount: 5 }] })',
    );
    expect(read('capture', foreign)).toHaveProperty('request.operationId', 'a');
  });

  it('an object without a prototype is plain', () => {
    expect(read('cancel', Object.create(null))).toEqual({ request: { kind: 'cancel' } });
  });
});

describe('what is no plain object', () => {
  class Capture {
    readonly captureId = 'a';
  }
  it.each<[string, unknown]>([
    ['no argument', undefined],
    ['null', null],
    ['a text', '{}'],
    ['a number', 1],
    ['true', true],
    ['an array', []],
    ['an array with a request', [{}]],
    ['a byte array', new Uint8Array([1, 2])],
    ['an empty byte array', new Uint8Array()],
    ['a buffer', Buffer.from('{}')],
    ['an array buffer', new ArrayBuffer(2)],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['an instance of a class', new Capture()],
    ['an object that inherits a request', Object.create({ captureId: 'a' })],
    ['a function', () => ({})],
  ])('%s never becomes "capture everything"', (_name, payload) => {
    for (const kind of ['capture', 'refund', 'cancel'] as const) {
      expect(reasonOf(kind, payload)).toContain('send one plain object');
    }
  });

  it('an object that throws when it is read is refused, not thrown', () => {
    const trap = new Proxy({}, { ownKeys: () => { throw new Error('boom'); } }); // prettier-ignore
    expect(reasonOf('capture', trap)).toBe('the payload cannot be read');
  });
});

describe('a typo', () => {
  it.each([
    [{ captureID: 's1', line: lines }, 'captureID'],
    [{ captureId: 's1', Lines: lines }, 'Lines'],
    [{ refundId: 's1', lines }, 'refundId'],
    [{ amount: 100 }, 'amount'],
  ])('in a key is refused with the keys that are known: %j', (payload, key) => {
    expect(reasonOf('capture', payload)).toBe(
      `unknown key "${key}": known are captureId, lines, final`,
    );
  });

  it('in a key of a line is refused too', () => {
    const payload = { captureId: 'a', lines: [{ lineId: 1, amount: 5, qty: 1 }] };
    expect(reasonOf('capture', payload)).toBe(
      'unknown key "qty": known are lineId, amount, quantity',
    );
  });

  it('a long key is clipped, so that a refusal stays short', () => {
    expect(reasonOf('cancel', { ['x'.repeat(100_000)]: 1 }).length).toBeLessThan(120);
  });

  it.each([
    '{"__proto__": {"lines": [{"lineId": 1, "amount": 5}]}}',
    '{"constructor": {"prototype": {"final": true}}}',
  ])('%s is an unknown key and changes nothing', (text) => {
    expect(reasonOf('capture', JSON.parse(text))).toContain('unknown key');
    expect(({} as { final?: boolean }).final).toBeUndefined();
  });
});

describe('a value of the wrong kind', () => {
  const capture = (more: object) => ({ captureId: 'a', lines, ...more });
  const onLine = (more: object) => capture({ lines: [{ lineId: 1, amount: 5, ...more }] });

  it.each<[string, unknown]>([
    ['a number as the id', capture({ captureId: 1 })],
    ['null as the id', capture({ captureId: null })],
    ['an empty id', capture({ captureId: '' })],
    ['an id of 65 characters', capture({ captureId: 'a'.repeat(65) })],
    ['an id with a slash', capture({ captureId: 'a/b' })],
    ['an id with a line feed at its end', capture({ captureId: 'a\n' })],
    ['an id with a letter outside ASCII', capture({ captureId: 'å' })],
    ['lines without an id', { lines }],
    ['an object as lines', capture({ lines: { 0: lines[0] } })],
    ['null as lines', capture({ lines: null })],
    ['no line', capture({ lines: [] })],
    [
      'too many lines',
      capture({
        lines: Array.from({ length: largestLineCount + 1 }, (_, index) => ({
          lineId: index,
          amount: 1,
        })),
      }),
    ],
    ['a line twice', capture({ lines: [...lines, ...lines] })],
    ['null as a line', capture({ lines: [null] })],
    ['an array as a line', capture({ lines: [[1, 5]] })],
    ['a text as lineId', onLine({ lineId: '1' })],
    ['a fraction as lineId', onLine({ lineId: 1.5 })],
    ['a text as amount', onLine({ amount: '5' })],
    ['a fraction as amount', onLine({ amount: 0.5 })],
    ['a negative amount', onLine({ amount: -5 })],
    ['an amount of nothing', onLine({ amount: 0 })],
    ['a negative nothing', onLine({ amount: -0 })],
    ['no number as amount', onLine({ amount: Number.NaN })],
    ['an amount above int32', onLine({ amount: largestAmount + 1 })],
    ['an amount as bigint', onLine({ amount: 5n })],
    ['a text as quantity', onLine({ quantity: '1' })],
    ['a quantity of nothing', onLine({ quantity: 0 })],
    ['a quantity without end', onLine({ quantity: Number.POSITIVE_INFINITY })],
    ['a text as final', capture({ final: 'true' })],
    ['null as final', capture({ final: null })],
  ])('%s is refused in a capture', (_name, payload) => {
    expect(reasonOf('capture', payload)).not.toBe('the payload cannot be read');
  });

  it.each<[string, unknown]>([
    ['an empty object: a refund never means all', {}],
    ['no lines', { refundId: 'r1' }],
    ['no id', { lines }],
    ['a number as the reason', { refundId: 'r1', lines, reason: 1 }],
    ['null as the reason', { refundId: 'r1', lines, reason: null }],
    ['a reason of 201 characters', { refundId: 'r1', lines, reason: 'x'.repeat(201) }],
    ['a final', { refundId: 'r1', lines, final: true }],
  ])('%s is refused in a refund', (_name, payload) => {
    expect(reasonOf('refund', payload)).not.toBe('the payload cannot be read');
  });
});

describe('what a refused message is shown under', () => {
  function idOf(kind: OperationKind, payload: unknown): string {
    const result = read(kind, payload);
    return 'refused' in result ? result.refused.operationId : 'accepted';
  }

  it('its own id, where that is usable', () => {
    expect(idOf('capture', { captureId: 'shipment-1', line: [] })).toBe('shipment-1');
    expect(idOf('refund', { refundId: 'return-7' })).toBe('return-7');
  });

  it.each<[unknown]>([
    [{ captureId: 'x'.repeat(1_000), lines }],
    [{ captureId: '<b>', lines }],
    ['text'],
    [undefined],
  ])('never something too long or strange: case %#', (payload) => {
    expect(idOf('capture', payload)).toBe('unreadable');
  });
});
