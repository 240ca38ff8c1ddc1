import { describe, expect, it } from '@jest/globals';
import { canonicalJson, fingerprint } from '../../src/domain/fingerprint';
import { canonicalContent } from '../../src/domain/operation';
import { longestReference, operationKey, providerReference } from '../../src/domain/operation-key';
import { line } from '../support/order-states';

describe('what is sent as a reference', () => {
  it('is the key itself while it fits', () => {
    const key = operationKey('web-100234', 'capture', 'shipment-1');
    expect(key).toBe('web-100234/capture/shipment-1');
    expect(providerReference(key)).toBe(key);
  });

  it('a key of exactly 40 characters is left alone, one of 41 is shortened', () => {
    expect(providerReference('x'.repeat(40))).toBe('x'.repeat(40));
    expect(providerReference('x'.repeat(41))).toHaveLength(40);
    expect(providerReference('x'.repeat(41))).not.toBe('x'.repeat(40));
  });

  it('keeps the readable start of a long key, and never exceeds the limit', () => {
    const key = operationKey('r'.repeat(64), 'refund', 'i'.repeat(64));
    const reference = providerReference(key);
    expect(reference.length).toBeLessThanOrEqual(longestReference);
    expect(reference.startsWith('r'.repeat(20))).toBe(true);
  });

  it('is the same every time and everywhere: old movements must be found again', () => {
    const key = operationKey('a-rather-long-order-reference', 'capture', 'shipment-000001');
    expect(providerReference(key)).toBe(providerReference(key));
    expect(providerReference(key)).toBe('a-rather-long-order-ref-a91bca600437446b');
  });

  it('tells long keys apart that differ only at their end', () => {
    const references = Array.from({ length: 2_000 }, (_, index) =>
      providerReference(operationKey('r'.repeat(64), 'capture', `shipment-${index}`)),
    );
    expect(new Set(references).size).toBe(references.length);
  });

  it('tells kinds apart: a refund and a capture may bear one id', () => {
    const long = 'r'.repeat(64);
    const kinds = ['capture', 'refund', 'cancel', 'authorization'] as const;
    const references = kinds.map((kind) => providerReference(operationKey(long, kind, '1')));
    expect(new Set(references).size).toBe(kinds.length);
  });
});

describe('a fingerprint', () => {
  it('is FNV-1a over the low and the high byte of each UTF-16 unit', () => {
    expect(fingerprint('')).toBe('cbf29ce484222325');
    expect(fingerprint('foobar')).toBe('c882d5010e965f1a');
    expect(fingerprint('中')).toBe('07d03807b4981da2');
  });

  it('depends on every unit and on their order', () => {
    const texts = ['ab', 'ba', 'a', 'b', 'aa', 'å', 'Å', '中', 'a\u0000'];
    expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
  });
});

describe('canonical content', () => {
  it('does not depend on the order of keys or lines', () => {
    const left = [line(1, 5), line(2, 6)];
    const right = [{ amount: line(2, 6).amount, lineId: 2 }, line(1, 5)];
    expect(canonicalContent({ kind: 'capture', operationId: 'a', lines: left })).toBe(
      canonicalContent({ kind: 'capture', operationId: 'a', lines: right }),
    );
  });

  it('"final: false" says the same as no word about it', () => {
    expect(canonicalContent({ kind: 'capture', final: false })).toBe(
      canonicalContent({ kind: 'capture' }),
    );
  });

  it.each([
    ['lines', { lines: [line(1, 6)] }],
    ['a quantity', { lines: [{ ...line(1, 5), quantity: 1 }] }],
    ['a reason', { note: 'damaged' }],
    ['final', { final: true }],
  ])('differs when %s differ', (_name, more) => {
    const request = { kind: 'capture', operationId: 'a', lines: [line(1, 5)] } as const;
    expect(canonicalContent({ ...request, ...more })).not.toBe(canonicalContent(request));
  });

  it('all that remains is other content than any lines', () => {
    expect(canonicalContent({ kind: 'capture' })).toBe('{"lines":"all"}');
  });

  it('JSON with sorted keys leaves out what is undefined, and keeps lists in order', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: undefined, c: null } })).toBe(
      '{"a":{"c":null},"b":[2,1]}',
    );
  });
});
