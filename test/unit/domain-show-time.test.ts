import { expect, it } from '@jest/globals';
import { sameAppointment } from '../../src/domain/appointments';
import { isFailureCode } from '../../src/domain/payment-failure';
import { showDuration, showInstant } from '../../src/domain/show-instant';
import { noon } from '../support/order-states';

it('a duration is shown in the largest unit that fits, rounded, and as one second at least', () => {
  const day = 86_400_000;
  const shown = [day, 3 * day, 2 * 3_600_000, 3_600_000, 300_000, 59_999, 1_000, 1].map(
    showDuration,
  );
  expect(shown).toEqual([
    '1 day',
    '3 days',
    '2 hours',
    '1 hour',
    '5 minutes',
    '60 seconds',
    '1 second',
    '1 second',
  ]);
});

it('an instant is shown to the minute', () => {
  expect(showInstant('2026-01-01T12:34:56.789Z')).toBe('2026-01-01 12:34 UTC');
  expect(showInstant(undefined)).toBeUndefined();
});

it('an appointment is the same when it is for the same thing at the same time', () => {
  const look = { what: 'look_again', at: noon } as const;
  expect(sameAppointment(look, { ...look })).toBe(true);
  expect(sameAppointment(look, { ...look, what: 'complete' })).toBe(false);
  expect(sameAppointment(look, { ...look, at: '2026-01-02T12:00:00.000Z' })).toBe(false);
  expect(sameAppointment(look, undefined)).toBe(false);
  expect(sameAppointment(undefined, look)).toBe(false);
  expect(sameAppointment(undefined, undefined)).toBe(true);
});

it('a failure is known by its code, and by nothing that an object inherits', () => {
  expect(isFailureCode('not_found')).toBe(true);
  expect(isFailureCode('toString')).toBe(false);
  expect(isFailureCode(['not_found'])).toBe(false);
});
