import { describe, expect, test } from '@jest/globals';
import {
  createSessions,
  mostSessions,
  sessionIdleMs,
  sessionLifetimeMs,
} from '../../src/http/console/console-sessions';
import { createFormTokens, isFromOurPage } from '../../src/http/console/csrf';

describe('a token of a form', () => {
  const tokens = createFormTokens();
  const token = tokens.make('visitor', '/a');

  test('fits the visitor and the path that it was made for, and no other', () => {
    expect(tokens.fits(token, 'visitor', '/a')).toBe(true);
    expect(tokens.fits(token, 'another', '/a')).toBe(false);
    expect(tokens.fits(token, 'visitor', '/b')).toBe(false);
    expect(createFormTokens().fits(token, 'visitor', '/a')).toBe(false);
    for (const forged of ['', 'x', `${token}A`, token.slice(0, -4)])
      expect(tokens.fits(forged, 'visitor', '/a')).toBe(false);
  });

  test('when a form comes from elsewhere, or hides from where, it is none of ours', () => {
    const host = 'orders.example';
    expect(isFromOurPage({ origin: 'https://orders.example', host })).toBe(true);
    const foreign = ['https://evil.example', 'https://orders.example:444', 'null', undefined];
    for (const origin of foreign) expect(isFromOurPage({ origin, host })).toBe(false);
    const site = { origin: 'https://orders.example', host, 'sec-fetch-site': 'same-site' };
    expect(isFromOurPage(site)).toBe(false);
  });
});

const opsKey = { name: 'ops', scopes: ['read'], hash: Buffer.alloc(32) } as const;

describe('a session', () => {
  test('ends when nobody has come for an hour, whatever a timer asks, and after ten hours in any case', () => {
    let now = 0;
    const sessions = createSessions(() => now);
    const id = sessions.open(opsKey);
    now = sessionIdleMs - 1;
    expect(sessions.find(id)).toBe(opsKey);
    now = sessionIdleMs;
    expect(sessions.touch(id)).toBeUndefined();
    const second = sessions.open(opsKey);
    const endsAt = now + sessionLifetimeMs;
    for (; now < endsAt; now += sessionIdleMs / 2) expect(sessions.touch(second)).toBe(opsKey);
    expect(sessions.touch(second)).toBeUndefined();
  });
});

test('when more sessions are opened than are kept, the oldest is over', () => {
  const sessions = createSessions(() => 0);
  const ids = Array.from({ length: mostSessions + 1 }, () => sessions.open(opsKey));
  expect(ids.map((id) => sessions.find(id) !== undefined)).toEqual(
    ids.map((_id, index) => index > 0),
  );
});
