import { Context } from '@temporalio/activity';
import { epochMs, instantOf } from '../domain/instant';
import { absenceGapMs } from '../domain/movement-step';
import { mayHaveTakenEffect, paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type { DraftPicture, PaymentGateway } from '../domain/payment-gateway';
import { readBounds, sendInTime } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type {
  CompleteDraftOrderInput,
  CreateCheckoutSessionInput,
  CreateDraftOrderInput,
  OrderActivities,
} from './contract';
import { failureOf, raiseApplicationFailure, raising } from './raise-application-failure';

/** How far the provider's clock may be from ours: an order of ours may seem older than its own start, or yet to be made. */
const clockAllowanceMs = 60_000;
/** No attempt is tried again sooner after the one before it. */
const shortestRetryMs = 1_000;

type Preparing = Pick<
  OrderActivities,
  'createDraftOrder' | 'completeDraftOrder' | 'createCheckoutSession'
>;

interface CompletedOrder {
  readonly orderId: string;
}

export function createPreparingActivities(gateway: PaymentGateway, clock: Clock): Preparing {
  return {
    /** Repeated freely: an orphan draft is harmless. */
    createDraftOrder: ({ order }: CreateDraftOrderInput) =>
      raising(async () => {
        const { draftId } = await sendInTime(clock, (bounds) =>
          gateway.createDraftOrder(order, bounds),
        );
        return { draftId };
      }),

    completeDraftOrder: (input: CompleteDraftOrderInput) =>
      raising(() => completeDraftOrder(gateway, clock, input)),

    /** Repeated freely: only the session whose URL is returned can be paid, and an orphan expires. */
    createCheckoutSession: ({ order, orderId, payWithinMs }: CreateCheckoutSessionInput) =>
      raising(async () => {
        const expiresAt = instantOf(clock.now() + payWithinMs);
        const session = await sendInTime(clock, (bounds) =>
          gateway.createCheckoutSession({ order, orderId, expiresAt }, bounds),
        );
        return { ...session, expiresAt };
      }),
  };
}

/** Looks first, every time: what a second completion of a draft does is not documented, so there is none. */
async function completeDraftOrder(
  gateway: PaymentGateway,
  clock: Clock,
  input: CompleteDraftOrderInput,
): Promise<CompletedOrder> {
  const trail = readTrail(input);
  const known = await lookUntilCertain(gateway, clock, input, trail).catch((error: unknown) => {
    trail.noteNothingLeft();
    throw error;
  });
  if (known !== undefined) return known;
  if (input.lookOnly === true) throw refused(`draft ${input.draftId} was not completed`);
  try {
    const { orderId } = await sendInTime(clock, (bounds) =>
      gateway.completeDraftOrder(input.draftId, bounds),
    );
    return { orderId };
  } catch (error) {
    if (mayHaveTakenEffect(failureOf(error))) trail.noteReported();
    else trail.noteNothingLeft();
    return explain(gateway, clock, input, error);
  }
}

interface Trail {
  /** Whether a completion may have been sent before this attempt. */
  readonly mayHaveLeft: boolean;
  /** For how much longer one may be on its way, milliseconds. */
  readonly unsettledMs: number;
  /** This attempt sent nothing. */
  noteNothingLeft(): void;
  /** This attempt sent it, and its report keeps the next away until that has arrived. */
  noteReported(): void;
}

/** What an attempt tells the next, by its number: one whose worker was lost says nothing. Moments are the server's. */
interface Noted {
  readonly nothingLeftUpTo?: number;
  readonly quiet?: { readonly upTo: number; readonly sinceMs: number };
  readonly reported?: { readonly upTo: number; readonly scheduledMs: number };
}

function readTrail(input: CompleteDraftOrderInput): Trail {
  const { info } = Context.current();
  const { attempt, currentAttemptScheduledTimestampMs: scheduledMs } = info;
  const noted = (info.heartbeatDetails ?? {}) as Noted;
  const isUnsent = isFirst(noted) || noted.nothingLeftUpTo === attempt - 1;
  const isClean = input.mayHaveLeft !== true && isUnsent;
  const sinceMs = quietSinceMs(input, noted);
  const tell = (note: Noted) => Context.current().heartbeat(note);
  return {
    mayHaveLeft: !isClean,
    unsettledMs: Math.max(0, sinceMs + input.settleDelayMs - scheduledMs),
    noteNothingLeft: () =>
      tell(isClean ? { nothingLeftUpTo: attempt } : { quiet: { upTo: attempt, sinceMs } }),
    noteReported: () => tell({ reported: { upTo: attempt, scheduledMs } }),
  };
}

/** One that was reset in Temporal is counted from one again, and is not the first. */
function isFirst(noted: Noted): boolean {
  const isCountedSo = Context.current().info.attempt === 1 && noted.reported === undefined;
  return isCountedSo && triedForMs() < shortestRetryMs;
}

/** By the server's clock alone. */
function triedForMs(): number {
  const { currentAttemptScheduledTimestampMs, scheduledTimestampMs } = Context.current().info;
  return currentAttemptScheduledTimestampMs - scheduledTimestampMs;
}

/**
 * Since when nothing can have been sent. That the next attempt is kept away for the settle delay is true only of one that
 * reported: where it ran out of time after its note, the next was scheduled no sooner than at the end of that time.
 */
function quietSinceMs(input: CompleteDraftOrderInput, { quiet, reported }: Noted): number {
  const { attempt, ...times } = Context.current().info;
  const { currentAttemptScheduledTimestampMs: scheduledMs, startToCloseTimeoutMs } = times;
  if (quiet?.upTo === attempt - 1) return quiet.sinceMs;
  const isReported =
    reported?.upTo === attempt - 1 && scheduledMs - reported.scheduledMs < startToCloseTimeoutMs;
  if (isReported) return scheduledMs - input.settleDelayMs;
  const mayStillSend = input.mayStillRun === true && attempt === 1;
  return scheduledMs + (mayStillSend ? startToCloseTimeoutMs : 0);
}

/**
 * After an attempt that may have got through, one look may be behind: that the draft is open is believed of two, apart from
 * each other, once what may have been sent has arrived. Temporal waits for that, so that no attempt has to have the time.
 */
async function lookUntilCertain(
  gateway: PaymentGateway,
  clock: Clock,
  input: CompleteDraftOrderInput,
  { mayHaveLeft, unsettledMs }: Trail,
): Promise<CompletedOrder | undefined> {
  const known = await findCompleted(gateway, clock, input);
  if (known !== undefined || (!mayHaveLeft && input.lookOnly !== true)) return known;
  if (input.lookOnly !== true && unsettledMs > 0)
    throw stillWaiting(
      `draft ${input.draftId} is open, and a completion may still be on its way`,
      unsettledMs,
    );
  await clock.pause(absenceGapMs(input.settleDelayMs), readBounds().signal);
  return findCompleted(gateway, clock, input);
}

/** A refusal may mean that an earlier attempt got through; a request without an answer may still be on its way. */
async function explain(
  gateway: PaymentGateway,
  clock: Clock,
  input: CompleteDraftOrderInput,
  error: unknown,
): Promise<CompletedOrder> {
  const failure = failureOf(error);
  const late = failure.code === 'refused' ? await findCompleted(gateway, clock, input) : undefined;
  if (late !== undefined) return late;
  if (!mayHaveTakenEffect(failure)) throw error;
  throw raiseApplicationFailure(failure, Math.max(input.settleDelayMs, failure.retryAfterMs ?? 0));
}

async function findCompleted(
  gateway: PaymentGateway,
  clock: Clock,
  input: CompleteDraftOrderInput,
): Promise<CompletedOrder | undefined> {
  const { draftId, orderReference } = input;
  const draft = await readDraft(gateway, clock, input);
  if (draft.status === 'open') return undefined;
  if (draft.status === 'deleted') throw refused(`draft ${draftId} was deleted in the back office`);
  const orderId = draft.orderId ?? (await findOrderOf(gateway, clock, input));
  if (orderId !== undefined) return { orderId };
  throw stillWaiting(
    `draft ${draftId} is completed, but no order with reference ${orderReference} is listed yet`,
  );
}

/**
 * Whether Orders keeps a draft that has become an order is not documented: one that it does not show may be one. One that was
 * made just now may not be shown yet.
 */
async function readDraft(
  gateway: PaymentGateway,
  clock: Clock,
  input: CompleteDraftOrderInput,
): Promise<DraftPicture> {
  const { draftId } = input;
  try {
    return await gateway.readDraftOrder(draftId, readBounds());
  } catch (error) {
    if (failureOf(error).code !== 'not_found') throw error;
    const orderId = await findOrderOf(gateway, clock, input);
    if (orderId === undefined) throw isYoung(input) ? stillWaiting(notShown(draftId)) : error;
    return { draftId, status: 'completed', orderId };
  }
}

/** The first round of a run begins as soon as the draft is made. */
function isYoung({ mayHaveLeft, lookOnly, settleDelayMs }: CompleteDraftOrderInput): boolean {
  return mayHaveLeft !== true && lookOnly !== true && triedForMs() < settleDelayMs;
}

function notShown(draftId: string): string {
  return `draft ${draftId} was made, but Orders does not show it yet`;
}

async function findOrderOf(
  gateway: PaymentGateway,
  clock: Clock,
  { orderReference, startedAt }: CompleteDraftOrderInput,
): Promise<string | undefined> {
  const fromMs = epochMs(startedAt) - clockAllowanceMs;
  const created = { fromMs, toMs: Math.max(fromMs, clock.now() + clockAllowanceMs) };
  return gateway.findOrder(orderReference, created, readBounds());
}

function stillWaiting(why: string, retryAfterMs?: number): PaymentFailureError {
  const more = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new PaymentFailureError(paymentFailure('still_waiting', why, more));
}

function refused(why: string): PaymentFailureError {
  return new PaymentFailureError(paymentFailure('refused', why));
}
