import { describe, expect, it } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import {
  attemptAfterAbsence,
  attemptLater,
  attemptNow,
  isInVain,
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
    const second = attemptLater(sentInVain(sentInVain(attemptNow(false))));
    const anew = settleAnew(settleAfter(0, delayMs, second.absences), 1_000, delayMs);
    expect(anew && isInVain(attemptAfterAbsence(anew))).toBe(true);
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
