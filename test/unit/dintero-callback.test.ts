import { describe, expect, test } from '@jest/globals';
import { signCallback } from '../../sandbox/callbacks/sign-callback';
import { verifyCallback } from '../../src/dintero/callback';
import { Secret } from '../../src/dintero/secret';

/** The example of the provider's page "Validating callbacks", computed once more by hand. */
const documented = {
  method: 'GET',
  query: 'B=123&A=992',
  signature:
    't=1582236537,v0-hmac-sha256=6bed2ab1b919d460ef7465a20dc6c97260dca73fab6647106ca525f0908df64a',
};
const proof = {
  accountId: 'P00000000',
  secret: new Secret('123'),
  publicUrl: 'https://example.com/callback',
};
const atMs = 1_582_236_537_000;

describe('a callback', () => {
  test('as in the documentation is genuine, whatever the order of its parameters', () => {
    expect(verifyCallback(documented, proof, atMs)).toBe('genuine');
    expect(verifyCallback({ ...documented, query: '?A=992&B=123' }, proof, atMs)).toBe('genuine');
  });

  test.each([
    ['the method', { method: 'POST' }, {}],
    ['a parameter', { query: 'A=992&B=124' }, {}],
    ['a parameter more', { query: 'A=992&B=123&C=1' }, {}],
    ['the secret', {}, { secret: new Secret('124') }],
    ['the account', {}, { accountId: 'P00000001' }],
    ['the host', {}, { publicUrl: 'https://other.example/callback' }],
    ['the path', {}, { publicUrl: 'https://example.com/callbacks' }],
    ['the time', { signature: documented.signature.replace('t=1582236537', 't=1582236538') }, {}],
    ['the hash', { signature: documented.signature.replace(/a$/, 'b') }, {}],
  ])('when %s is another one, is forged', (_what, call, other) => {
    expect(verifyCallback({ ...documented, ...call }, { ...proof, ...other }, atMs)).toBe('forged');
  });

  test('five minutes before and after its time is genuine, and a second further outdated', () => {
    for (const sign of [-1, 1]) {
      expect(verifyCallback(documented, proof, atMs + sign * 300_000)).toBe('genuine');
      expect(verifyCallback(documented, proof, atMs + sign * 301_000)).toBe('outdated');
    }
  });

  test.each([
    ['no signature', undefined, 'unsigned'],
    ['an empty one', '', 'unsigned'],
    [
      'an older scheme',
      documented.signature.replace('v0-hmac-sha256', 'v0-hmac-sha1'),
      'unreadable',
    ],
    ['half a hash', documented.signature.slice(0, -32), 'unreadable'],
    ['two of them', `${documented.signature},${documented.signature}`, 'unreadable'],
    ['no time', documented.signature.replace('1582236537', ''), 'unreadable'],
  ])('with %s is refused', (_what, signature, verdict) => {
    expect(verifyCallback({ ...documented, signature }, proof, atMs)).toBe(verdict);
  });

  test('with spaces and letters beyond ASCII is genuine when the sandbox signed it', () => {
    const url = 'https://example.com/callback?orderReference=web-1&note=blå+bil%20x&a=%26';
    const signature = signCallback({
      secret: '123',
      accountId: 'P00000000',
      method: 'POST',
      url,
      atSeconds: atMs / 1_000,
    });
    const query = new URL(url).search;
    expect(verifyCallback({ method: 'POST', query, signature }, proof, atMs)).toBe('genuine');
  });
});
