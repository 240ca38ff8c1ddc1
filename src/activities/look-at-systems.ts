import type { AdoptionLook } from '../domain/adopt-order';
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
  const payment = await findPayment(gateway, input);
  if ('obstacle' in payment) return payment;
  const { picture } = payment;
  return {
    found: {
      stored: { ...order, ...present('currency', order.currency ?? picture?.currency) },
      books: await readBooks(gateway, orderId),
      ...payment,
    },
  };
}

interface Obstacle {
  readonly obstacle: string;
}

type Payment = Pick<AdoptionLook, 'picture' | 'session'>;

async function findPayment(
  gateway: PaymentGateway,
  { orderId, transactionId, sessionId }: AdoptionInput,
): Promise<Payment | Obstacle> {
  if (transactionId !== undefined)
    return findByTransaction(gateway, orderId, {
      transactionId,
      ...present('sessionId', sessionId),
    });
  if (sessionId !== undefined) return findBySession(gateway, orderId, sessionId);
  const choice = chooseAmong(orderId, await gateway.findTransactions(orderId, readBounds()));
  if ('obstacle' in choice) return choice;
  const session = await readSession(gateway, choice.picture?.sessionId);
  return { ...choice, ...present('session', session) };
}

async function findByTransaction(
  gateway: PaymentGateway,
  orderId: string,
  { transactionId, sessionId }: { readonly transactionId: string; readonly sessionId?: string },
): Promise<Payment | Obstacle> {
  const picture = await readNamed(gateway, transactionId);
  if (picture === undefined) return { obstacle: `Checkout knows no transaction ${transactionId}` };
  const others = isPaid(picture) ? [] : await gateway.findTransactions(orderId, readBounds());
  const paid = others.filter((one) => one.transactionId !== transactionId && isPaid(one));
  if (paid.length > 0)
    return {
      obstacle: `transaction ${transactionId} is not paid (${picture.status}), and order ${orderId} has ${listFirst(paid)}, which is: name that instead`,
    };
  const session = await readSession(gateway, sessionId ?? picture.sessionId);
  if (sessionId !== undefined && !belongTogether(picture, session, sessionId))
    return {
      obstacle: `transaction ${transactionId} is not the one of session ${sessionId}: name only the one that the order was paid by`,
    };
  return { picture, ...present('session', session) };
}

/** Either may keep silent about the other. */
function belongTogether(
  picture: TransactionPicture,
  session: SessionPicture | undefined,
  sessionId: string,
): boolean {
  if (picture.sessionId !== undefined) return picture.sessionId === sessionId;
  return session?.transactionId === undefined || session.transactionId === picture.transactionId;
}

/** The search may be behind or show no session, so that the session itself is asked first. */
async function findBySession(
  gateway: PaymentGateway,
  orderId: string,
  sessionId: string,
): Promise<Payment | Obstacle> {
  const session = await readSession(gateway, sessionId);
  const named = session?.transactionId;
  const picture = named === undefined ? undefined : await readNamed(gateway, named);
  if (named !== undefined && picture === undefined)
    return { obstacle: `Checkout knows no transaction ${named}, which session ${sessionId} names` };
  const shown = { ...present('picture', picture), ...present('session', session) };
  return isPaid(picture) ? shown : holdAgainstAll(gateway, { orderId, sessionId }, shown);
}

/** What was paid in another session of the order is not passed over: nobody would look at that money again. */
async function holdAgainstAll(
  gateway: PaymentGateway,
  { orderId, sessionId }: { readonly orderId: string; readonly sessionId: string },
  shown: Payment,
): Promise<Payment | Obstacle> {
  const all = await gateway.findTransactions(orderId, readBounds());
  const ofSession = all.filter((one) => one.sessionId === sessionId);
  const choice = shown.picture === undefined ? chooseAmong(orderId, ofSession) : shown;
  if ('obstacle' in choice) return choice;
  const passedOver = findPassedOver(all, choice.picture);
  if (passedOver.length > 0)
    return {
      obstacle: `session ${sessionId} shows nothing that was paid, and order ${orderId} has ${listFirst(passedOver)}: name the transaction instead`,
    };
  if (choice.picture === undefined && shown.session === undefined)
    return { obstacle: `Checkout knows no session ${sessionId}` };
  return { ...shown, ...choice };
}

function findPassedOver(
  all: readonly TransactionPicture[],
  chosen: TransactionPicture | undefined,
): readonly TransactionPicture[] {
  if (isPaid(chosen)) return [];
  const others = all.filter((one) => one.transactionId !== chosen?.transactionId);
  return others.filter((one) => judgeTransaction(one) !== 'not_paid');
}

function chooseAmong(
  orderId: string,
  transactions: readonly TransactionPicture[],
): Pick<Payment, 'picture'> | Obstacle {
  // What is held for review may still become money of this order, which nobody would look at beside the one that is paid.
  const expected = transactions.filter((one) =>
    ['paid', 'on_hold'].includes(judgeTransaction(one)),
  );
  const candidates = expected.length > 0 ? expected : transactions;
  if (candidates.length > 1)
    return {
      obstacle: `order ${orderId} has several transactions: name one of ${listFirst(candidates)}`,
    };
  return present('picture', candidates[0]);
}

function isPaid(picture: TransactionPicture | undefined): boolean {
  return picture !== undefined && judgeTransaction(picture) === 'paid';
}

function listFirst(transactions: readonly TransactionPicture[]): string {
  const ids = transactions.map(({ transactionId }) => transactionId);
  return ids.slice(0, 5).join(', ');
}

function readNamed(
  gateway: PaymentGateway,
  transactionId: string,
): Promise<TransactionPicture | undefined> {
  return found(() => gateway.readTransaction(transactionId, readBounds()));
}

async function readSession(
  gateway: PaymentGateway,
  sessionId: string | undefined,
): Promise<SessionPicture | undefined> {
  if (sessionId === undefined) return undefined;
  return found(() => gateway.readCheckoutSession(sessionId, readBounds()));
}

async function found<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (failureOf(error).code === 'not_found') return undefined;
    throw error;
  }
}
