import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { readResolution } from '../../src/domain/read-resolution';
import { noon } from '../support/order-states';

const unknownCapture = attention(
  'outcome_unknown',
  'Nobody knows yet',
  ['retry', 'mark_moved', 'mark_not_moved'],
  noon,
  'shipment-1',
);
const unknownRefund = { ...unknownCapture, operationId: 'return-1' };
const difference = attention('authorized_differs', 'differs', ['accept', 'cancel'], noon);
const all = [unknownCapture, unknownRefund, difference];

describe('a decision that was offered', () => {
  it('is read with what it is about', () => {
    const payload = { choice: 'mark_moved', code: 'outcome_unknown', operationId: 'return-1' };
    expect(readResolution(all, payload)).toEqual(payload);
  });

  it('needs no more than the choice', () => {
    expect(readResolution(all, { choice: 'accept' })).toEqual({ choice: 'accept' });
  });

  it('keeps the note, clipped', () => {
    const resolution = readResolution(all, { choice: 'accept', note: 'x'.repeat(500) });
    expect(resolution).toEqual({ choice: 'accept', note: 'x'.repeat(200) });
  });
});

describe('anything else is no decision', () => {
  it.each<[string, unknown]>([
    ['no argument', undefined],
    ['null', null],
    ['a text', 'accept'],
    ['an array', ['accept']],
    ['an empty object', {}],
    ['a choice that nobody offered', { choice: 'mark_recorded' }],
    ['a choice that another matter offers', { choice: 'accept', code: 'outcome_unknown' }],
    ['a choice in other letters', { choice: 'Accept' }],
    ['an operation that needs no attention', { choice: 'retry', operationId: 'shipment-2' }],
    ['null as the operation', { choice: 'retry', operationId: null }],
    ['a number as the note', { choice: 'retry', note: 1 }],
  ])('%s', (_name, payload) => {
    expect(readResolution(all, payload)).toBeUndefined();
  });

  it('a typo in a key, since it would decide on another matter than the one that is meant', () => {
    const payload = { choice: 'mark_moved', operationID: 'return-1' };
    expect(readResolution(all, payload)).toBeUndefined();
  });

  it('what an object only inherits', () => {
    const inherited: unknown = Object.create({ choice: 'accept' });
    expect(readResolution(all, inherited)).toBeUndefined();
  });

  it('every decision, when nothing needs attention', () => {
    expect(readResolution([], { choice: 'retry' })).toBeUndefined();
  });
});
