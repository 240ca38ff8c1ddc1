import { CancellationScope } from '@temporalio/workflow';
import { stepCodes } from '../domain/attention';
import type { AttentionChoice, AttentionCode, Resolution } from '../domain/attention';
import { isLastingRefusal, isRefusal, isRetryable } from '../domain/payment-failure';
import type { FailureCode, PaymentFailure } from '../domain/payment-failure';
import type { Timing } from '../domain/timing';
import type { OrderSaga } from './order-saga';
import { readActivityFailure } from './read-activity-failure';

export type Interrupted = 'interrupted';

type Finished<T> = { readonly value: T } | { readonly error: unknown };

/** Runs a cancellable step until it ends, or until `when` holds: then the step is cancelled, and counts only where it succeeds all the same. */
export function interruptible<T>(
  saga: OrderSaga,
  step: () => Promise<T>,
  when: () => boolean,
): Promise<T | Interrupted> {
  return unlessCalledOff(step, (isOver) => saga.until(() => isOver() || when()));
}

/** The same, called off when `wait` is through. */
export async function unlessCalledOff<T>(
  step: () => Promise<T>,
  wait: (isOver: () => boolean) => Promise<unknown>,
): Promise<T | Interrupted> {
  let finished: Finished<T> | undefined;
  const scope = new CancellationScope({ cancellable: true });
  const running = scope
    .run(step)
    .then(
      (value): Finished<T> => ({ value }),
      (error: unknown): Finished<T> => ({ error }),
    )
    .then((outcome) => (finished = outcome));
  await wait(() => finished !== undefined);
  const ended = readFinished(finished);
  if (ended === undefined) {
    scope.cancel();
    const late = await running;
    return 'value' in late ? late.value : 'interrupted';
  }
  if ('error' in ended) throw ended.error;
  return ended.value;
}

/** The compiler cannot see that a callback assigns the variable. */
function readFinished<T>(finished: Finished<T> | undefined): Finished<T> | undefined {
  return finished;
}

interface WayOut {
  readonly choice: 'accept' | 'cancel';
  readonly take: () => void;
  /** Of which failure it is a way out by now; of any that Dintero may answer for ever, where it is absent. */
  readonly isOffered?: (failure: PaymentFailure) => boolean;
}

interface Bounds {
  readonly interrupt?: () => boolean;
  /** Done after each round that failed: the part of the step that need not wait for the rest. */
  readonly meanwhile?: () => Promise<void>;
  /** A step may be one that can never be carried out: a person may choose to go on without it, and `interrupt` holds then. */
  readonly wayOut?: WayOut;
}

const noBounds = { interrupt: () => false, meanwhile: () => Promise.resolve() };

/**
 * Carries a step that may be repeated through to its success, however long that takes: after a while the order says that it
 * needs attention, and goes on slowly. Ends early only when `interrupt` holds or the run has to end.
 */
export async function carryOn<T>(
  saga: OrderSaga,
  about: string,
  step: (pace: 'brisk' | 'slow') => Promise<T>,
  bounds: Bounds = {},
): Promise<T | Interrupted> {
  const { interrupt, meanwhile, wayOut } = { ...noBounds, ...bounds };
  const isCalledOff = () => interrupt() || retryWanted(saga, about);
  for (let round = 0; !interrupt() && !saga.mustLeave(); round += 1) {
    try {
      const value = await interruptible(
        saga,
        () => step(round === 0 ? 'brisk' : 'slow'),
        isCalledOff,
      );
      if (value !== 'interrupted') {
        takeLateWord(saga, about, wayOut);
        clearStepAttentions(saga, about);
        return value;
      }
    } catch (error) {
      const failure = readActivityFailure(error);
      raiseStepAttention(saga, about, failure, furtherChoices(failure, wayOut));
      await meanwhile();
      const pauseMs = pauseAfter(failure, saga.timing);
      if (pauseMs > 0) await saga.until(isCalledOff, pauseMs);
    }
    const decisions = takeDecisions(saga, about);
    if (decisions.some(({ choice }) => choice === wayOut?.choice)) wayOut?.take();
  }
  return 'interrupted';
}

/** A step may succeed in the very moment in which a person gives the order up; to go on without the step has no object then. */
function takeLateWord(saga: OrderSaga, about: string, wayOut?: WayOut): void {
  if (isTaken(saga, about, 'cancel')) wayOut?.take();
}

/**
 * A failure that repeating cannot mend waits for a person; one that it can has just waited for long, unless the provider wants
 * to be left alone beyond the round: then Temporal ends the round at once.
 */
function pauseAfter(failure: PaymentFailure, { attentionAfterMs }: Timing): number {
  return isRetryable(failure) ? (failure.retryAfterMs ?? 0) : attentionAfterMs;
}

function furtherChoices(failure: PaymentFailure, wayOut?: WayOut): readonly AttentionChoice[] {
  if (wayOut === undefined) return [];
  const { choice, isOffered = isLastingRefusal } = wayOut;
  return isOffered(failure) ? [choice] : [];
}

export function raiseStepAttention(
  saga: OrderSaga,
  about: string,
  failure: PaymentFailure,
  further: readonly AttentionChoice[] = [],
): void {
  const code = attentionCodeOf(failure.code);
  for (const other of stepCodes) if (other !== code) saga.clear(other, about);
  saga.raise(code, `${about}: ${failure.code}: ${failure.message}`, ['retry', ...further], about);
}

export function clearStepAttentions(saga: OrderSaga, about: string): void {
  for (const code of stepCodes) saga.clear(code, about);
}

export function retryWanted(saga: OrderSaga, about: string): boolean {
  return stepCodes.some((code) => saga.isDecided(code, about));
}

/** What was chosen among the choices that the step offered. */
export function takeDecisions(saga: OrderSaga, about: string): readonly Resolution[] {
  return stepCodes.flatMap((code) => saga.decision(code, about) ?? []);
}

export function isTaken(saga: OrderSaga, about: string, choice: AttentionChoice): boolean {
  return takeDecisions(saga, about).some((decided) => decided.choice === choice);
}

function attentionCodeOf(code: FailureCode): AttentionCode {
  if (code === 'credentials_refused' || code === 'unauthorized' || code === 'scope_missing')
    return 'configuration_refused';
  if (isRefusal({ code })) return 'step_refused';
  if (code === 'invalid_request' || code === 'unexpected') return 'defect';
  return 'provider_unreachable';
}
