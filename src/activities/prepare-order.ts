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
    if (!mayHaveTakenEffect(failureOf(error))) trail.noteNothingLeft();
    return explain(gateway, clock, input, error);
  }
}

interface Trail {
  /** Whether a completion may have been sent before this attempt. */
  readonly mayHaveLeft: boolean;
  noteNothingLeft(): void;
}

/** An attempt that sent nothing says so to the next, by its number: one whose worker was lost says nothing. */
function readTrail({ mayHaveLeft }: CompleteDraftOrderInput): Trail {
  const { attempt, heartbeatDetails } = Context.current().info;
  const noted = heartbeatDetails as { readonly nothingLeftUpTo?: number } | undefined;
  const isClean = mayHaveLeft !== true && (noted?.nothingLeftUpTo ?? 0) === attempt - 1;
  return {
    mayHaveLeft: !isClean,
    noteNothingLeft() {
      if (isClean) Context.current().heartbeat({ nothingLeftUpTo: attempt });
    },
  };
}

/** After an attempt that may have got through, one look may be behind: that the draft is open is believed of two, apart from each other. */
async function lookUntilCertain(
  gateway: PaymentGateway,
  clock: Clock,
  input: CompleteDraftOrderInput,
  { mayHaveLeft }: Trail,
): Promise<CompletedOrder | undefined> {
  const known = await findCompleted(gateway, clock, input);
  if (known !== undefined || (!mayHaveLeft && input.lookOnly !== true)) return known;
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
  throw new PaymentFailureError(
    paymentFailure(
      'still_waiting',
      `draft ${draftId} is completed, but no order with reference ${orderReference} is listed yet`,
    ),
  );
}

/** Whether Orders keeps a draft that has become an order is not documented: one that it does not show may be one. */
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
    if (orderId === undefined) throw error;
    return { draftId, status: 'completed', orderId };
  }
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

function refused(why: string): PaymentFailureError {
  return new PaymentFailureError(paymentFailure('refused', why));
}
