import { largestAmount, toMinorUnits, zero } from '../../src/domain/money';
import { paymentFailure, PaymentFailureError } from '../../src/domain/payment-failure';
import type { FailureCode, PaymentFailure } from '../../src/domain/payment-failure';
import type {
  DraftPicture,
  MovementAnswer,
  MovementRequest,
  OrderPicture,
  PaymentGateway,
  RecordKind,
  RecordPicture,
  SessionPicture,
  SessionRequest,
} from '../../src/domain/payment-gateway';
import { tally } from '../../src/domain/transaction-picture';
import type {
  Movement,
  MovementKind,
  TransactionPicture,
  TransactionStatus,
} from '../../src/domain/transaction-picture';

/** How the next movement turns out at the provider. */
export interface Turnout {
  readonly outcome?: Movement['outcome'];
  /** `null`: the event carries no reference. */
  readonly reference?: string | null;
  /** Two events instead of one. */
  readonly twice?: boolean;
}

export interface World {
  readonly drafts: Map<string, DraftPicture>;
  readonly orders: Map<string, OrderPicture>;
  readonly sessions: Map<string, SessionPicture>;
  readonly transactions: Map<string, TransactionPicture>;
  readonly records: Map<RecordKind, RecordPicture[]>;
  /** Whether records echo the key in their metadata. */
  echoesKeys: boolean;
  turnout: Turnout;
}

export function failureError(
  code: FailureCode,
  more: Omit<PaymentFailure, 'code' | 'message'> = {},
): PaymentFailureError {
  return new PaymentFailureError(paymentFailure(code, `${code} on purpose`, more));
}

export function transactionPicture(
  status: TransactionStatus,
  authorized: number,
  movements: readonly Movement[] = [],
): TransactionPicture {
  return {
    ...tally(status, toMinorUnits(authorized), movements),
    transactionId: 'T1',
    currency: 'NOK',
    product: 'payex.creditcard',
    authorizedAt: '2026-01-01T00:00:00.000Z',
    movements,
  };
}

export function movement(kind: MovementKind, more: Partial<Movement> = {}): Movement {
  return { eventId: `e-${kind}`, kind, outcome: 'succeeded', amount: zero, lines: [], ...more };
}

export function createWorld(): World {
  return {
    drafts: new Map(),
    orders: new Map(),
    sessions: new Map(),
    transactions: new Map(),
    records: new Map(),
    echoesKeys: true,
    turnout: {},
  };
}

export function methodsOf(world: World): PaymentGateway {
  return { ...ordersOf(world), ...recordsOf(world), ...checkoutOf(world), ...movementsOf(world) };
}

function ordersOf(world: World) {
  return {
    createDraftOrder: async () =>
      keep(world.drafts, { draftId: `D${world.drafts.size + 1}`, status: 'open' } as const),
    readDraftOrder: async (draftId: string) => get(world.drafts, draftId),
    async completeDraftOrder(draftId: string) {
      const order = { orderId: `O-${draftId}`, status: 'open', orderReference: 'web-1' } as const;
      world.drafts.set(draftId, { draftId, status: 'completed', orderId: order.orderId });
      world.orders.set(order.orderId, order);
      return order;
    },
    readOrder: async (orderId: string) => get(world.orders, orderId),
    findOrder: async (reference: string) =>
      [...world.orders.values()].find((order) => order.orderReference === reference)?.orderId,
    async cancelOrder(orderId: string) {
      const cancelled = { ...get(world.orders, orderId), status: 'cancelled' } as const;
      world.orders.set(orderId, cancelled);
      return cancelled;
    },
  };
}

function keep(drafts: Map<string, DraftPicture>, draft: DraftPicture): DraftPicture {
  drafts.set(draft.draftId, draft);
  return draft;
}

function recordsOf(world: World): Pick<PaymentGateway, 'listRecords' | 'addRecord'> {
  const recordsOfKind = (kind: RecordKind) => world.records.get(kind) ?? [];
  return {
    listRecords: async (_orderId, kind) => [...recordsOfKind(kind)],
    async addRecord(_orderId, kind, { key, transactionId, lines }) {
      const record: RecordPicture = {
        recordId: `R-${kind}-${recordsOfKind(kind).length + 1}`,
        ...(world.echoesKeys ? { key } : {}),
        transactionId,
        success: true,
        lines,
      };
      world.records.set(kind, [...recordsOfKind(kind), record]);
      return record;
    },
  };
}

function checkoutOf(world: World) {
  return {
    async createCheckoutSession({ orderId }: SessionRequest) {
      const sessionId = `S${world.sessions.size + 1}`;
      world.sessions.set(sessionId, { sessionId, merchantReference: orderId });
      return { sessionId, checkoutUrl: `https://checkout.example/${sessionId}` };
    },
    readCheckoutSession: async (sessionId: string) => get(world.sessions, sessionId),
    async cancelCheckoutSession(sessionId: string) {
      const session = {
        ...get(world.sessions, sessionId),
        cancelledAt: '2026-01-01T00:00:00.000Z',
      };
      world.sessions.set(sessionId, session);
      return session;
    },
    readTransaction: async (transactionId: string) => get(world.transactions, transactionId),
    findTransactions: async (orderId: string) =>
      [...world.transactions.values()].filter((one) => one.merchantReference === orderId),
  };
}

function movementsOf(
  world: World,
): Pick<PaymentGateway, 'captureTransaction' | 'refundTransaction' | 'voidTransaction'> {
  return {
    captureTransaction: async (id, request) => moveIn(world, id, 'capture', request),
    refundTransaction: async (id, request) => moveIn(world, id, 'refund', request),
    voidTransaction: async (id) => moveIn(world, id, 'void'),
  };
}

function moveIn(
  world: World,
  transactionId: string,
  kind: MovementKind,
  request?: MovementRequest,
): MovementAnswer {
  const {
    outcome = 'succeeded',
    reference = request?.reference ?? null,
    twice = false,
  } = world.turnout;
  const picture = get(world.transactions, transactionId);
  const fresh = Array.from({ length: twice ? 2 : 1 }, (_, index) =>
    movement(kind, {
      eventId: `e${picture.movements.length + 1 + index}`,
      outcome,
      amount: request?.amount ?? zero,
      ...(reference === null ? {} : { reference }),
      ...(outcome === 'failed' ? { error: 'the acquirer declined' } : {}),
    }),
  );
  const transaction = withMovements(picture, [...picture.movements, ...fresh]);
  world.transactions.set(transactionId, transaction);
  return { accepted: outcome === 'pending', transaction };
}

/** Refuses nothing: what may be asked for is the business of the code under test. */
export function withMovements(
  picture: TransactionPicture,
  movements: readonly Movement[],
): TransactionPicture {
  const { authorized } = picture;
  const sums = tally(picture.status, largestAmount, movements);
  const released = movements.some((each) => each.kind === 'void' && each.outcome === 'succeeded');
  const status = statusAfter(picture, { ...sums, authorized, isReleased: released });
  return { ...picture, ...tally(status, authorized, movements), movements };
}

function statusAfter(
  { status }: TransactionPicture,
  sums: { authorized: number; captured: number; refunded: number; isReleased: boolean },
): TransactionStatus {
  const { authorized, captured, refunded, isReleased } = sums;
  const isFull = captured === authorized;
  if (refunded > 0 && !isFull) return 'PARTIALLY_CAPTURED_REFUNDED';
  if (refunded > 0) return refunded === captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  if (captured > 0) return isFull ? 'CAPTURED' : 'PARTIALLY_CAPTURED';
  return isReleased ? 'AUTHORIZATION_VOIDED' : status;
}

function get<Value>(map: ReadonlyMap<string, Value>, id: string): Value {
  const value = map.get(id);
  if (value === undefined) throw failureError('not_found');
  return value;
}
