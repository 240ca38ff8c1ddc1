import { describe, expect, it } from '@jest/globals';
import {
  failureTable,
  isFailureCode,
  isRefusal,
  isRetryable,
  mayHaveTakenEffect,
  paymentFailure,
  PaymentFailureError,
} from '../../src/domain/payment-failure';
import type { FailureCode } from '../../src/domain/payment-failure';

/** Code, worth repeating, whether the provider may have carried it out, who has to act. */
const rows = [
  ['not_sent', true, false, 'nobody'],
  ['connection_cut', true, true, 'nobody'],
  ['request_timed_out', true, true, 'nobody'],
  ['provider_error', true, true, 'nobody'],
  ['unreadable_answer', true, true, 'engineers'],
  ['conflict', true, true, 'nobody'],
  ['rate_limited', true, false, 'nobody'],
  ['token_unavailable', true, false, 'nobody'],
  ['credentials_refused', false, false, 'operations'],
  ['unauthorized', false, false, 'operations'],
  ['scope_missing', false, false, 'operations'],
  ['not_found', false, false, 'operations'],
  ['refused', false, false, 'operations'],
  ['invalid_request', false, false, 'engineers'],
  ['still_waiting', true, false, 'nobody'],
  ['payment_deadline', false, false, 'nobody'],
  ['attempt_timed_out', true, true, 'nobody'],
  ['attempt_cancelled', true, true, 'nobody'],
  ['unexpected', true, true, 'engineers'],
] as const satisfies readonly (readonly [FailureCode, boolean, boolean, string])[];

describe('a failure', () => {
  it.each(rows)(
    '%s: retryable %p, perhaps done %p, to be solved by %s',
    (code, retryable, effect, owner) => {
      const failure = paymentFailure(code, 'x');
      expect(isRetryable(failure)).toBe(retryable);
      expect(mayHaveTakenEffect(failure)).toBe(effect);
      expect(failureTable[code].owner).toBe(owner);
      expect(failureTable[code].meaning).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('has a row here, and no row is left without this proof', () => {
    expect(rows.map(([code]) => code).sort()).toEqual(Object.keys(failureTable).sort());
  });

  it('that nobody can repeat away never leaves doubt about the money', () => {
    const doubtful = rows.filter(([, retryable, effect]) => effect && !retryable);
    expect(doubtful).toEqual([]);
  });
});

it.each(['toString', 'constructor', '__proto__', '', 'NOT_SENT', undefined, 1, null])(
  '%p is no failure code',
  (code) => {
    expect(isFailureCode(code)).toBe(false);
  },
);

it('a message is clipped, and what is known besides is kept', () => {
  const failure = paymentFailure('provider_error', 'x'.repeat(1_000), {
    status: 503,
    providerCode: 'BUSY',
    retryAfterMs: 5,
  });
  expect(failure.message).toHaveLength(300);
  expect(failure).toMatchObject({ status: 503, providerCode: 'BUSY', retryAfterMs: 5 });
  expect(new PaymentFailureError(failure).message).toBe(`provider_error: ${'x'.repeat(300)}`);
});

it.each([
  ['refused: 400 \ud83d', 'refused: 400 \uFFFD'],
  [`${'x'.repeat(299)}\u{1F600}`, `${'x'.repeat(299)}\uFFFD`],
  ['\u{1F600} stays', '\u{1F600} stays'],
])('when a message holds or would keep half a character, it is replaced', (message, kept) => {
  expect(paymentFailure('refused', message).message).toBe(kept);
});

it('only what Dintero answered with a no to this very request is a refusal', () => {
  const codes = Object.keys(failureTable).filter(isFailureCode);
  expect(codes.filter((code) => isRefusal({ code }))).toEqual(['not_found', 'refused']);
});
