import { describe, expect, it } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import {
  absenceGapMs,
  attemptAfterAbsence,
  attemptLater,
  attemptNow,
  firstPause,
  hasWaitedLong,
  isInVain,
  lastSendMs,
  longerPause,
  settleAfter,
  settleAnew,
} from '../../src/domain/movement-step';
import type { AttemptStep } from '../../src/domain/movement-step';
import { permits } from '../../src/domain/transaction-picture';

const delayMs = 30_000;

/** Sent, and proven absent. */
function sentInVain(step: AttemptStep): AttemptStep {
  return attemptAfterAbsence(settleAfter(0, delayMs, step.absences));
}

describe('a movement that is sent again and again without a trace', () => {
  it('is in vain after the third proof of absence, and not before', () => {
    const first = sentInVain(attemptNow(false));
    const second = sentInVain(first);
    expect([attemptNow(false), first, second].map(isInVain)).toEqual([false, false, false]);
    expect(isInVain(sentInVain(second))).toBe(true);
  });

  it('keeps its count over a pause and over a picture that changed', () => {
    const second = attemptLater(sentInVain(sentInVain(attemptNow(false))), 0);
    const anew = settleAnew(settleAfter(0, delayMs, second.absences), 1_000, delayMs);
    expect(anew && isInVain(attemptAfterAbsence(anew))).toBe(true);
  });
});

describe('a movement of which nobody knows whether it happened', () => {
  const settling = settleAfter(10_000, delayMs);

  it('is looked for until the settle delay after the last moment at which it could have left', () => {
    expect(settling).toEqual({ next: 'settle', notBeforeMs: 40_000, changes: 0, absences: 0 });
    expect(lastSendMs({ scheduledMs: 1_000, moneyAttemptMs: 20_000 })).toBe(21_000);
    expect(lastSendMs({ scheduledMs: 1_000, reportedMs: 5_000, moneyAttemptMs: 20_000 })).toBe(
      5_000,
    );
  });

  it('is looked for anew once when somebody else moves money meanwhile, and then a person decides', () => {
    const anew = settleAnew(settling, 50_000, delayMs);
    expect(anew).toMatchObject({ notBeforeMs: 80_000, changes: 1 });
    expect(anew && settleAnew(anew, 90_000, delayMs)).toBeUndefined();
  });

  it('is attempted again only as one that is uncertain, and looked at later', () => {
    expect(attemptAfterAbsence(settling)).toEqual({
      next: 'attempt',
      uncertain: true,
      pauseMs: firstPause,
      absences: 1,
    });
    expect(attemptNow(false)).toMatchObject({ next: 'attempt', uncertain: false });
  });

  it('is proven absent by two reads that are half the settle delay apart, ten seconds at most', () => {
    expect([5_001, 20_000, 60_000].map(absenceGapMs)).toEqual([2_501, 10_000, 10_000]);
  });
});

describe('pauses between attempts', () => {
  it('double, and end at half a minute', () => {
    expect([500, 10_000, 16_000, 30_000].map(longerPause)).toEqual([1_000, 20_000, 30_000, 30_000]);
    expect(attemptLater(attemptNow(true), 0).pauseMs).toBe(1_000);
    expect(attemptLater(attemptNow(true), 60_000).pauseMs).toBe(30_000);
  });

  it('are long once they have come to half a minute', () => {
    const step = attemptNow(false);
    expect(hasWaitedLong({ ...step, pauseMs: 29_999 })).toBe(false);
    expect(hasWaitedLong({ ...step, pauseMs: 30_000 })).toBe(true);
  });
});

describe('what was captured of a transaction that is called AUTHORIZATION_VOIDED since its rest was let go', () => {
  const totals = (captured: number, refunded: number) =>
    ({
      status: 'AUTHORIZATION_VOIDED',
      captured: toMinorUnits(captured),
      refunded: toMinorUnits(refunded),
    }) as const;

  it('can be refunded as long as something of it is kept', () => {
    expect(permits('refund', totals(100, 40))).toBe(true);
    expect(permits('refund', totals(100, 100))).toBe(false);
    expect(permits('refund', totals(0, 0))).toBe(false);
  });

  it('allows neither another capture nor another release', () => {
    expect(permits('capture', totals(100, 0))).toBe(false);
    expect(permits('void', totals(100, 0))).toBe(false);
  });
});
