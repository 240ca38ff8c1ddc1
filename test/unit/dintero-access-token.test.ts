import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { createAccessTokens } from '../../src/dintero/access-token';
import { Secret } from '../../src/dintero/secret';
import { paymentFailure, PaymentFailureError } from '../../src/domain/payment-failure';
import {
  authorizedTransaction,
  clientSecret,
  createDinteroRig,
  failureFrom,
  verdict,
} from '../support/dintero-rig';
import type { DinteroRig } from '../support/dintero-rig';
import { cut, grant, held, json, refusal, silence, text } from '../support/scripted-provider';
import type { Reply } from '../support/scripted-provider';

let rig: DinteroRig;
const answer = json(200, authorizedTransaction);

beforeEach(async () => {
  rig = await createDinteroRig();
  rig.provider.script(answer);
});
afterEach(() => rig.close());

/** Which token the business requests carried. */
function carried(): readonly (string | undefined)[] {
  return rig.provider.business.map((seen) => seen.headers.authorization);
}

describe('the request for a token', () => {
  it('names the account as audience on the api host, whichever host is called', async () => {
    await rig.read();
    const [asked] = rig.provider.tokens;
    expect(asked).toMatchObject({
      method: 'POST',
      path: '/v1/accounts/T12345678/auth/token',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`client-1:${clientSecret}`).toString('base64')}`,
      },
    });
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      grant_type: 'client_credentials',
      audience: 'https://api.dintero.com/v1/accounts/T12345678',
    });
  });

  it('is sent once, however many calls ask at once', async () => {
    const token = held(grant('one-for-all'));
    rig.provider.scriptTokens(token);
    const calls = Array.from({ length: 20 }, () => rig.read());
    token.release();
    await Promise.all(calls);
    expect(rig.provider.tokens).toHaveLength(1);
    expect(new Set(carried())).toEqual(new Set(['Bearer one-for-all']));
  });

  it('is not repeated while the token is good, and is before it lapses', async () => {
    rig.provider.scriptTokens(grant('first', 1_000), grant('second', 1_000));
    await rig.read();
    rig.clock.nowMs += 790_000;
    await rig.read();
    rig.clock.nowMs += 20_000;
    await rig.read();
    expect(carried()).toEqual(['Bearer first', 'Bearer first', 'Bearer second']);
  });
});

describe('a token that is refused with 401', () => {
  it('is renewed and the call sent once more', async () => {
    rig.provider.scriptTokens(grant('stale'), grant('fresh'));
    rig.provider.script(refusal(401, 'expired'), answer);
    await expect(rig.capture()).resolves.toMatchObject({ accepted: false });
    expect(carried()).toEqual(['Bearer stale', 'Bearer fresh']);
    expect(rig.provider.business[1]?.body).toBe(rig.provider.business[0]?.body);
  });

  it('again and again ends as unauthorized after two requests', async () => {
    rig.provider.script(refusal(401, 'no'));
    expect(verdict(await failureFrom(rig.capture()))).toBe('unauthorized, final, no effect');
    expect(rig.provider.business).toHaveLength(2);
    expect(rig.provider.tokens).toHaveLength(2);
  });

  it('by many calls at once is renewed once', async () => {
    rig.provider.scriptTokens(grant('stale'), grant('fresh'));
    rig.provider.script((response, seen) => {
      const isStale = seen.headers.authorization === 'Bearer stale';
      (isStale ? refusal(401, 'expired') : answer)(response, seen);
    });
    await Promise.all(Array.from({ length: 10 }, () => rig.read()));
    expect(rig.provider.tokens).toHaveLength(2);
  });

  it('when none can be had in its place has had no effect', async () => {
    rig.provider.scriptTokens(grant('stale'), refusal(500, 'down'));
    rig.provider.script(refusal(401, 'expired'));
    expect(verdict(await failureFrom(rig.capture()))).toBe(
      'token_unavailable, retryable, no effect',
    );
    expect(rig.provider.business).toHaveLength(1);
  });

  it('what becomes of the second request is told as of any other', async () => {
    rig.provider.script(refusal(401, 'expired'), cut);
    expect(verdict(await failureFrom(rig.capture()))).toBe(
      'connection_cut, retryable, effect possible',
    );
  });
});

describe('when no token can be had, the business call is never sent', () => {
  it.each([
    ['400', refusal(400, 'bad audience'), 'credentials_refused, final, no effect'],
    ['401', refusal(401, 'wrong secret'), 'credentials_refused, final, no effect'],
    ['403', refusal(403, 'FORBIDDEN'), 'credentials_refused, final, no effect'],
    ['404', refusal(404, 'no such account'), 'credentials_refused, final, no effect'],
    ['409', refusal(409, 'conflict'), 'token_unavailable, retryable, no effect'],
    ['429', refusal(429, 'slow down'), 'rate_limited, retryable, no effect'],
    ['500', refusal(500, 'down'), 'token_unavailable, retryable, no effect'],
    ['503', refusal(503, 'down'), 'token_unavailable, retryable, no effect'],
    ['a cut connection', cut, 'token_unavailable, retryable, no effect'],
    ['no JSON', text(200, 'hello'), 'token_unavailable, retryable, no effect'],
    [
      'no token in it',
      json(200, { token_type: 'Bearer' }),
      'token_unavailable, retryable, no effect',
    ],
    [
      'a token without a lifetime',
      json(200, { access_token: 'a', token_type: 'Bearer' }),
      'token_unavailable, retryable, no effect',
    ],
  ])('after %s', async (_, reply, expected) => {
    rig.provider.scriptTokens(reply);
    expect(verdict(await failureFrom(rig.capture()))).toBe(expected);
    expect(rig.provider.business).toHaveLength(0);
    expect(rig.provider.tokens).toHaveLength(1);
  });

  it('after no answer in time', async () => {
    await rig.close();
    rig = await createDinteroRig({ requestTimeoutMs: 300 });
    rig.provider.scriptTokens(silence);
    expect(verdict(await failureFrom(rig.capture()))).toBe(
      'token_unavailable, retryable, no effect',
    );
    expect(rig.provider.business).toHaveLength(0);
  });

  it('and a wait that the provider asks for is passed on', async () => {
    rig.provider.scriptTokens(refusal(429, 'slow down', { 'retry-after': '30' }));
    expect(await failureFrom(rig.read())).toMatchObject({ retryAfterMs: 30_000 });
  });

  it('all that wait fail alike, and the next call asks again', async () => {
    const failing = held(refusal(500, 'down'));
    rig.provider.scriptTokens(failing, grant('late'));
    const calls = Array.from({ length: 5 }, () => failureFrom(rig.read()));
    failing.release();
    const codes = (await Promise.all(calls)).map(({ code }) => code);
    expect(codes).toEqual(Array(5).fill('token_unavailable'));
    expect(rig.provider.tokens).toHaveLength(1);
    await rig.read();
    expect(carried()).toEqual(['Bearer late']);
  });
});

describe('a caller that is cancelled', () => {
  it('while the token is fetched ends alone, and has sent nothing', async () => {
    const token = held(grant('for-the-other'));
    rig.provider.scriptTokens(token);
    const cancelling = new AbortController();
    const cancelled = failureFrom(rig.capture(cancelling.signal));
    const other = rig.read();
    cancelling.abort();
    expect(verdict(await cancelled)).toBe('not_sent, retryable, no effect');
    token.release();
    await other;
    expect(rig.provider.tokens).toHaveLength(1);
    expect(carried()).toEqual(['Bearer for-the-other']);
  });

  it('before it asks fetches no token, whose failure nobody would handle', async () => {
    const asked: string[] = [];
    const tokens = createAccessTokens({
      http: {
        send: ({ what }) => {
          asked.push(what);
          return Promise.reject(new PaymentFailureError(paymentFailure('provider_error', 'down')));
        },
        close: () => Promise.resolve(),
      },
      apiUrl: rig.provider.url,
      accountId: 'T12345678',
      clientId: 'client-1',
      clientSecret: new Secret(clientSecret),
      audience: 'account',
      clock: Date.now,
    });
    expect(verdict(await failureFrom(tokens.current(AbortSignal.abort())))).toBe(
      'not_sent, retryable, no effect',
    );
    expect(asked).toEqual([]);
    await failureFrom(tokens.current(new AbortController().signal));
    expect(asked).toEqual(['token']);
  });
});

describe('no secret is shown', () => {
  it('by a Secret, however it is printed', () => {
    const secret = new Secret(clientSecret);
    const prints = [
      String(secret),
      `a text with ${String(secret)}`,
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
      inspect(new Error('x', { cause: secret })),
      JSON.stringify(Object.entries(secret)),
      inspect(structuredClone(secret)),
    ];
    for (const print of prints) expect(print).not.toContain(clientSecret);
    expect(secret.reveal()).toBe(clientSecret);
  });

  it('by any failure, of the token or of the call', async () => {
    const basic = Buffer.from(`client-1:${clientSecret}`).toString('base64');
    const repeating =
      (status: number): Reply =>
      (response, seen) =>
        refusal(status, `refused: ${JSON.stringify(seen.headers)}`)(response, seen);
    const failures = [];
    for (const status of [401, 403, 429, 500]) {
      rig.provider.scriptTokens(repeating(status));
      failures.push(await failureFrom(rig.read()));
    }
    rig.provider.scriptTokens(grant('token-nobody-may-see'));
    for (const reply of [repeating(400), repeating(401), repeating(500), cut, text(200, '{')]) {
      rig.provider.script(reply);
      failures.push(await failureFrom(rig.read()));
    }
    expect(failures).toHaveLength(9);
    const print = failures.map((failure) => inspect(failure, { depth: 9 })).join('\n');
    for (const secret of [clientSecret, basic, 'token-nobody-may-see'])
      expect(print).not.toContain(secret);
  });
});
