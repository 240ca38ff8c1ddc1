import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { classifyAnswer } from '../../src/dintero/classify-failure';
import {
  authorizedTransaction,
  createDinteroRig,
  failureFrom,
  verdict,
} from '../support/dintero-rig';
import type { DinteroRig } from '../support/dintero-rig';
import { json, refusal, text } from '../support/scripted-provider';
import type { Reply } from '../support/scripted-provider';

let rig: DinteroRig;

beforeAll(async () => {
  rig = await createDinteroRig();
});
afterAll(() => rig.close());

async function failureAfter(reply: Reply) {
  rig.provider.script(reply);
  return failureFrom(rig.capture());
}

describe('an answer that is no success, by its status', () => {
  it.each([
    [400, 'refused, final, no effect'],
    [401, 'unauthorized, final, no effect'],
    [403, 'scope_missing, final, no effect'],
    [404, 'not_found, final, no effect'],
    [408, 'provider_error, retryable, effect possible'],
    [409, 'conflict, retryable, effect possible'],
    [413, 'refused, final, no effect'],
    [422, 'refused, final, no effect'],
    [429, 'rate_limited, retryable, no effect'],
    [500, 'provider_error, retryable, effect possible'],
    [502, 'provider_error, retryable, effect possible'],
    [503, 'provider_error, retryable, effect possible'],
    [504, 'provider_error, retryable, effect possible'],
    [599, 'provider_error, retryable, effect possible'],
    [302, 'unreadable_answer, retryable, effect possible'],
  ])('%i is told as: %s', async (status, expected) => {
    const failure = await failureAfter(refusal(status, 'the provider says why'));
    expect(verdict(failure)).toBe(expected);
    expect(failure).toMatchObject({
      status,
      providerCode: 'SOME CODE',
      message: `captureTransaction: ${status} the provider says why`,
    });
  });

  it.each([400, 403, 404, 409, 429, 500, 503])('%i is not asked a second time', async (status) => {
    const before = rig.provider.business.length;
    await failureAfter(refusal(status, 'no'));
    expect(rig.provider.business).toHaveLength(before + 1);
  });
});

describe('the body of a refusal', () => {
  it.each([
    ['an error page', '<html>internal address 10.0.0.7</html>'],
    ['JSON of another shape', '{"fault":"internal address 10.0.0.7"}'],
    ['nothing', ''],
  ])('is not shown where it is %s', async (_, body) => {
    const failure = await failureAfter(text(502, body));
    expect(failure).toEqual({
      code: 'provider_error',
      status: 502,
      message: 'captureTransaction: 502 without a readable error',
    });
  });

  it('is read also where its optional fields are null', async () => {
    const error = { message: 'amount too high', code: null, errors: null };
    const failure = await failureAfter(json(400, { error }));
    expect(failure).toEqual({
      code: 'refused',
      status: 400,
      message: 'captureTransaction: 400 amount too high',
    });
  });

  it('is clipped', async () => {
    const failure = await failureAfter(refusal(400, 'x'.repeat(5_000)));
    expect(failure.message.length).toBeLessThanOrEqual(300);
  });

  it.each(['Bearer eyJhbGciOi.J9.abc', 'basic dXNlcjpwYXNz'])(
    'that repeats our credentials is shown without them: %s',
    async (credentials) => {
      const failure = await failureAfter(refusal(400, `bad header: ${credentials} (proxy)`));
      expect(failure.message).toContain('bad header');
      expect(failure.message).not.toContain(credentials.split(' ')[1]);
    },
  );
});

describe('how long to wait, where the provider says so', () => {
  const waitFor = (retryAfter: string) =>
    classifyAnswer('x', { status: 429, body: '', retryAfter }).retryAfterMs;

  it('is taken from the header of the answer', async () => {
    const failure = await failureAfter(refusal(429, 'slow down', { 'retry-after': '7' }));
    expect(failure.retryAfterMs).toBe(7_000);
  });

  it('is absent without the header', async () => {
    expect(await failureAfter(refusal(429, 'slow down'))).not.toHaveProperty('retryAfterMs');
  });

  it('is also read beside a 503', async () => {
    const failure = await failureAfter(refusal(503, 'later', { 'retry-after': '2' }));
    expect(failure.retryAfterMs).toBe(2_000);
  });

  it('may be an HTTP date', () => {
    const wait = waitFor(new Date(Date.now() + 90_000).toUTCString());
    expect(wait).toBeGreaterThan(80_000);
    expect(wait).toBeLessThanOrEqual(90_000);
  });

  it('is at most an hour, so that a slip of the provider stops no order for days', () => {
    expect(waitFor('864000')).toBe(3_600_000);
    expect(waitFor('Fri, 31 Dec 2199 23:59:59 GMT')).toBe(3_600_000);
  });

  it.each(['0', '-5', '', ' ', 'soon', 'Infinity', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'is left to our own pauses where it says nothing, so that no order asks again and again: "%s"',
    (header) => {
      expect(waitFor(header)).toBeUndefined();
    },
  );
});

describe('an answer that says success', () => {
  it.each([
    ['is no JSON', text(200, '<html>')],
    ['ends in the middle of its JSON', text(200, '{"id":"T1')],
    ['is empty', text(200, '')],
    ['lacks a field that we need', json(200, { ...authorizedTransaction, status: undefined })],
    ['has a status that nobody knows', json(200, { ...authorizedTransaction, status: 'PAID' })],
    ['has half an øre', json(200, { ...authorizedTransaction, amount: 0.5 })],
    [
      'has half an øre in an event',
      json(200, {
        ...authorizedTransaction,
        events: [{ id: '1', event: 'CAPTURE', success: true, amount: 100.5 }],
      }),
    ],
    ['is accepted without content', text(202, '')],
  ])('and %s leaves in doubt what was done', async (_, reply) => {
    const failure = await failureAfter(reply);
    expect(verdict(failure)).toBe('unreadable_answer, retryable, effect possible');
    expect(failure.message).not.toContain('html');
  });

  it('names the field that is missing', async () => {
    const failure = await failureAfter(json(200, { ...authorizedTransaction, currency: 5 }));
    expect(failure).toMatchObject({ status: 200, message: expect.stringContaining('currency') });
  });

  it('and is larger than eight megabytes is not read to its end', async () => {
    const failure = await failureAfter(
      json(200, { ...authorizedTransaction, padding: 'x'.repeat(9_000_000) }),
    );
    expect(verdict(failure)).toBe('unreadable_answer, retryable, effect possible');
  });

  it('and is seven megabytes large is read', async () => {
    rig.provider.script(json(200, { ...authorizedTransaction, padding: 'x'.repeat(7_000_000) }));
    await expect(rig.read()).resolves.toMatchObject({ status: 'AUTHORIZED' });
  });

  it('with 202 is accepted and not done, and names the event that will answer', async () => {
    rig.provider.script(json(202, authorizedTransaction, { 'event-request-id': 'request-9' }));
    await expect(rig.capture()).resolves.toMatchObject({
      accepted: true,
      requestId: 'request-9',
      transaction: { captured: 0 },
    });
  });

  it('with 200 proves nothing by itself: the movements do', async () => {
    rig.provider.script(json(200, authorizedTransaction));
    await expect(rig.capture()).resolves.toMatchObject({
      accepted: false,
      transaction: { captured: 0, movements: [] },
    });
  });
});

it('a request that does not fit its schema is our own defect, and is not sent', async () => {
  const before = rig.provider.business.length;
  const failure = await failureFrom(
    rig.gateway.captureTransaction(
      'T12345678.tx',
      { amount: 0 as never, reference: 'r', lines: [] },
      { signal: new AbortController().signal },
    ),
  );
  expect(verdict(failure)).toBe('invalid_request, final, no effect');
  expect(failure.message).toContain('amount');
  expect(rig.provider.business).toHaveLength(before);
});
