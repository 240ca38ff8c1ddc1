import type { Books } from '../domain/compare-systems';
import type { PaymentGateway, SessionPicture } from '../domain/payment-gateway';
import { present } from '../domain/present';
import { judgeTransaction } from '../domain/transaction-picture';
import type { TransactionPicture } from '../domain/transaction-picture';
import { readBounds } from './attempt-bounds';
import type { AdoptionInput, AdoptionResult, SystemsLook } from './contract';
import { failureOf } from './raise-application-failure';

/** The transaction and everything that Orders holds of the order. */
export async function lookAtSystems(
  gateway: PaymentGateway,
  transactionId: string,
  orderId: string,
): Promise<SystemsLook> {
  const picture = await gateway.readTransaction(transactionId, readBounds());
  return { picture, books: await readBooks(gateway, orderId) };
}

async function readBooks(gateway: PaymentGateway, orderId: string): Promise<Books> {
  const list = (kind: 'authorization' | 'capture' | 'refund' | 'cancellation') =>
    gateway.listRecords(orderId, kind, readBounds());
  const { status } = await gateway.readOrder(orderId, readBounds());
  return {
    orderStatus: status,
    records: {
      authorization: await list('authorization'),
      capture: await list('capture'),
      refund: await list('refund'),
      cancellation: await list('cancellation'),
    },
  };
}

/** All that both systems know of an order; what cannot be found is an obstacle that a person has to hear of, not a failure. */
export async function lookForAdoption(
  gateway: PaymentGateway,
  input: AdoptionInput,
): Promise<AdoptionResult> {
  const { orderId } = input;
  const order = await found(() => gateway.readOrder(orderId, readBounds()));
  if (order === undefined) return { obstacle: `Orders knows no order ${orderId}` };
  const transaction = await findTransaction(gateway, input);
  if ('obstacle' in transaction) return transaction;
  const { picture } = transaction;
  const currency = order.currency ?? picture?.currency;
  return {
    found: {
      stored: { ...order, ...present('currency', currency) },
      books: await readBooks(gateway, orderId),
      ...present('picture', picture),
      ...present('session', await readSession(gateway, input.sessionId ?? picture?.sessionId)),
    },
  };
}

async function readSession(
  gateway: PaymentGateway,
  sessionId: string | undefined,
): Promise<SessionPicture | undefined> {
  if (sessionId === undefined) return undefined;
  return found(() => gateway.readCheckoutSession(sessionId, readBounds()));
}

async function findTransaction(
  gateway: PaymentGateway,
  { orderId, transactionId, sessionId }: AdoptionInput,
): Promise<{ readonly picture?: TransactionPicture } | { readonly obstacle: string }> {
  if (transactionId !== undefined) {
    const picture = await found(() => gateway.readTransaction(transactionId, readBounds()));
    return picture === undefined
      ? { obstacle: `Checkout knows no transaction ${transactionId}` }
      : { picture };
  }
  const all = await gateway.findTransactions(orderId, readBounds());
  const ofSession =
    sessionId === undefined ? all : all.filter((one) => one.sessionId === sessionId);
  const paid = ofSession.filter((one) => judgeTransaction(one) === 'paid');
  const candidates = paid.length > 0 ? paid : ofSession;
  if (candidates.length > 1)
    return {
      obstacle: `order ${orderId} has several transactions: name one of ${candidates
        .slice(0, 5)
        .map((one) => one.transactionId)
        .join(', ')}`,
    };
  return present('picture', candidates[0]);
}

async function found<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (failureOf(error).code === 'not_found') return undefined;
    throw error;
  }
}
