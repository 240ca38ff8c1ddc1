import { Context } from '@temporalio/activity';
import { mayHaveTakenEffect, paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type { PaymentGateway } from '../domain/payment-gateway';
import { readBounds, sendBounds } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type {
  CompleteDraftOrderInput,
  CreateCheckoutSessionInput,
  CreateDraftOrderInput,
  OrderActivities,
} from './contract';
import { failureOf, raiseApplicationFailure, raising } from './raise-application-failure';

type Preparing = Pick<
  OrderActivities,
  'createDraftOrder' | 'completeDraftOrder' | 'createCheckoutSession'
>;

export function createPreparingActivities(gateway: PaymentGateway, clock: Clock): Preparing {
  return {
    /** Repeated freely: an orphan draft is harmless. */
    createDraftOrder: ({ order }: CreateDraftOrderInput) =>
      raising(async () => ({
        draftId: (await gateway.createDraftOrder(order, sendBounds(clock))).draftId,
      })),

    completeDraftOrder: (input: CompleteDraftOrderInput) =>
      raising(() => completeDraftOrder(gateway, clock, input)),

    /** Repeated freely: only the session whose URL is returned can be paid, and an orphan expires. */
    createCheckoutSession: ({ order, orderId, expiresAt }: CreateCheckoutSessionInput) =>
      raising(() =>
        gateway.createCheckoutSession({ order, orderId, expiresAt }, sendBounds(clock)),
      ),
  };
}

/** Looks first, every time: what a second completion of a draft does is not documented, so there is none. */
async function completeDraftOrder(
  gateway: PaymentGateway,
  clock: Clock,
  input: CompleteDraftOrderInput,
): Promise<{ orderId: string }> {
  const draft = await gateway.readDraftOrder(input.draftId, readBounds());
  if (draft.status === 'deleted')
    throw new PaymentFailureError(
      paymentFailure('refused', `draft ${input.draftId} was deleted in the back office`),
    );
  if (draft.status === 'completed')
    return { orderId: draft.orderId ?? (await findOrderId(gateway, input)) };
  try {
    return {
      orderId: (await gateway.completeDraftOrder(input.draftId, sendBounds(clock))).orderId,
    };
  } catch (error) {
    const failure = failureOf(error);
    // The request may still be on its way: a look before it has landed would complete the draft twice.
    const waitMs =
      Context.current().info.startToCloseTimeoutMs > 0 ? input.settleDelayMs : undefined;
    throw raiseApplicationFailure(failure, mayHaveTakenEffect(failure) ? waitMs : undefined);
  }
}

async function findOrderId(
  gateway: PaymentGateway,
  input: CompleteDraftOrderInput,
): Promise<string> {
  const order = await gateway.findOrder(input.orderReference, input.startedAt, readBounds());
  if (order !== undefined) return order.orderId;
  throw new PaymentFailureError(
    paymentFailure(
      'still_waiting',
      `draft ${input.draftId} is completed, but its order is not listed yet`,
    ),
  );
}
