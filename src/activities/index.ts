import type { PaymentGateway } from '../domain/payment-gateway';
import { readBounds, sendInTime } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type {
  CancelOrderInput,
  OrderActivities,
  ReadTransactionInput,
  ReadTransactionResult,
} from './contract';
import { closeSession, lookAtSession } from './look-at-session';
import { lookAtSystems, lookForAdoption } from './look-at-systems';
import { lookWhatBecame } from './look-what-became';
import { captureTransaction, refundTransaction, voidTransaction } from './move-money-once';
import { pollUntilAuthorized } from './poll-until-authorized';
import { createPreparingActivities } from './prepare-order';
import { raising } from './raise-application-failure';
import { recordOperation } from './record-operation';

export interface ActivityDependencies {
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
  /** From 0 to 1; for the jitter of the poll. */
  readonly random: () => number;
}

/** The fourteen activities of an order, each with its recipe: look before you act, and unknown is never failed. */
export function createActivities({
  gateway,
  clock,
  random,
}: ActivityDependencies): OrderActivities {
  return {
    ...createPreparingActivities(gateway, clock),
    pollUntilAuthorized: (input) =>
      raising(() => pollUntilAuthorized(gateway, clock, random, input)),
    captureTransaction: (input) => raising(() => captureTransaction(gateway, clock, input)),
    refundTransaction: (input) => raising(() => refundTransaction(gateway, clock, input)),
    voidTransaction: (input) => raising(() => voidTransaction(gateway, clock, input)),
    recordAuthorization: (input) =>
      raising(() => recordOperation(gateway, clock, 'authorization', input)),
    recordCapture: (input) => raising(() => recordOperation(gateway, clock, 'capture', input)),
    recordRefund: (input) => raising(() => recordOperation(gateway, clock, 'refund', input)),
    recordCancellation: (input) =>
      raising(() => recordOperation(gateway, clock, 'cancellation', input)),
    cancelCheckoutSession: ({ sessionId }) =>
      raising(() => closeSession(gateway, clock, sessionId)),
    cancelOrder: (input) => raising(() => cancelOrder(gateway, clock, input)),
    readTransaction: (input) => raising(() => readTransaction(gateway, clock, input)),
  };
}

async function cancelOrder(
  gateway: PaymentGateway,
  clock: Clock,
  { orderId, reason }: CancelOrderInput,
): Promise<void> {
  const order = await gateway.readOrder(orderId, readBounds());
  if (order.status === 'cancelled') return;
  await sendInTime(clock, (bounds) => gateway.cancelOrder(orderId, reason, bounds));
}

async function readTransaction(
  gateway: PaymentGateway,
  clock: Clock,
  input: ReadTransactionInput,
): Promise<ReadTransactionResult> {
  switch (input.purpose) {
    case 'session':
      return lookAtSession(gateway, clock, input.sessionId);
    case 'settle':
      return lookWhatBecame(gateway, clock, input);
    case 'books':
      return lookAtSystems(gateway, input.transactionId, input.orderId);
    case 'adopt':
      return lookForAdoption(gateway, input);
    case 'look':
      return { picture: await gateway.readTransaction(input.transactionId, readBounds()) };
  }
}
