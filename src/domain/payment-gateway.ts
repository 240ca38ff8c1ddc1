import type { MinorUnits } from './money';
import type { LineAmount, OrderLine, OrderRequest } from './order';
import type { TransactionPicture } from './transaction-picture';

/** How a call is bounded from outside; the gateway adds its own deadline. */
export interface CallBounds {
  readonly signal: AbortSignal;
}

export interface DraftPicture {
  readonly draftId: string;
  readonly status: 'open' | 'completed' | 'deleted';
  /** Of a completed draft, where the provider tells it. */
  readonly orderId?: string;
}

export interface OrderPicture {
  readonly orderId: string;
  readonly status: 'open' | 'closed' | 'cancelled';
  /** The reference that we stored on the order, where the provider echoes it. */
  readonly orderReference?: string;
  readonly currency?: string;
  /** Where the answer shows the order's items. */
  readonly lines?: readonly OrderLine[];
}

export interface SessionRequest {
  readonly order: OrderRequest;
  readonly orderId: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export interface SessionPicture {
  readonly sessionId: string;
  readonly transactionId?: string;
  /** What it is to be paid for, where the provider tells it: the id of an order in Orders, or the merchant's own. */
  readonly merchantReference?: string;
  /** ISO 8601. */
  readonly cancelledAt?: string;
  /** As the provider spells it: perhaps no instant. */
  readonly expiresAt?: string;
}

export type RecordKind = 'authorization' | 'capture' | 'refund' | 'cancellation';

/** One entry of an order's authorizations, captures, refunds or cancellations. */
export interface RecordPicture {
  readonly recordId: string;
  /** Our operation key, where the provider echoes the record's metadata. */
  readonly key?: string;
  readonly transactionId?: string;
  readonly success: boolean;
  readonly lines: readonly LineAmount[];
}

export interface RecordRequest {
  readonly key: string;
  readonly transactionId: string;
  readonly lines: readonly LineAmount[];
}

/** One line of a capture or refund, with the VAT that this part carries. */
export interface MovementLine extends LineAmount {
  readonly vatAmount: MinorUnits;
}

export interface MovementRequest {
  readonly amount: MinorUnits;
  /** At most 40 characters; how the movement is found again. */
  readonly reference: string;
  readonly lines: readonly MovementLine[];
  /** Captures only: releases what remains (dintero_psp). */
  readonly final?: boolean;
  /** Refunds only. */
  readonly reason?: string;
}

/** `accepted` is a 202: on its way, not done. A 200 proves nothing either: the picture's movements do. */
export interface MovementAnswer {
  readonly accepted: boolean;
  readonly requestId?: string;
  readonly transaction: TransactionPicture;
}

/** A span of time, both ends within it, epoch milliseconds. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What the saga asks of the provider. Every method sends at most one request that has an effect (a repeat after a 401 apart,
 * which had none) and throws a `PaymentFailureError` when it has no answer to give.
 */
export interface PaymentGateway {
  createDraftOrder(order: OrderRequest, bounds: CallBounds): Promise<DraftPicture>;
  readDraftOrder(draftId: string, bounds: CallBounds): Promise<DraftPicture>;
  completeDraftOrder(draftId: string, bounds: CallBounds): Promise<OrderPicture>;
  readOrder(orderId: string, bounds: CallBounds): Promise<OrderPicture>;
  /**
   * The id of the order that bears the reference which we stored on it, among those created within this time, in as many pages
   * as it takes. Undefined: it is not listed.
   * @throws PaymentFailureError `still_waiting` when there are too many to tell
   */
  findOrder(
    orderReference: string,
    created: Window,
    bounds: CallBounds,
  ): Promise<string | undefined>;
  cancelOrder(orderId: string, reason: string, bounds: CallBounds): Promise<OrderPicture>;
  listRecords(
    orderId: string,
    kind: RecordKind,
    bounds: CallBounds,
  ): Promise<readonly RecordPicture[]>;
  addRecord(
    orderId: string,
    kind: RecordKind,
    record: RecordRequest,
    bounds: CallBounds,
  ): Promise<RecordPicture>;
  createCheckoutSession(
    request: SessionRequest,
    bounds: CallBounds,
  ): Promise<{ readonly sessionId: string; readonly checkoutUrl: string }>;
  readCheckoutSession(sessionId: string, bounds: CallBounds): Promise<SessionPicture>;
  cancelCheckoutSession(sessionId: string, bounds: CallBounds): Promise<SessionPicture>;
  readTransaction(transactionId: string, bounds: CallBounds): Promise<TransactionPicture>;
  /** Those that carry the order's id as their merchant reference. */
  findTransactions(orderId: string, bounds: CallBounds): Promise<readonly TransactionPicture[]>;
  captureTransaction(
    transactionId: string,
    request: MovementRequest,
    bounds: CallBounds,
  ): Promise<MovementAnswer>;
  refundTransaction(
    transactionId: string,
    request: MovementRequest,
    bounds: CallBounds,
  ): Promise<MovementAnswer>;
  voidTransaction(transactionId: string, bounds: CallBounds): Promise<MovementAnswer>;
}
