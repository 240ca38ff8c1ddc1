import type { AdoptionLook } from '../domain/adopt-order';
import type { Books } from '../domain/compare-systems';
import type { MinorUnits } from '../domain/money';
import type { LineAmount, OrderRequest } from '../domain/order';
import type { CheckoutSession, Transaction } from '../domain/order-state';
import type { PaymentFailure } from '../domain/payment-failure';
import type { MovementLine } from '../domain/payment-gateway';
import type {
  MovedTotals,
  MovementKind,
  TransactionPicture,
  TransactionTotals,
} from '../domain/transaction-picture';

export interface CreateDraftOrderInput {
  readonly order: OrderRequest;
}

export interface CompleteDraftOrderInput {
  readonly draftId: string;
  readonly orderReference: string;
  /** ISO 8601: no order of ours is older than this. */
  readonly startedAt: string;
  /** After an attempt with an unknown outcome the next look waits this long. */
  readonly settleDelayMs: number;
  /** An attempt before this step may have completed it yet: that it is open takes two looks. */
  readonly mayHaveLeft?: boolean;
  /** One of those attempts ran out of its time without a report: until a whole attempt has passed, it may yet send. */
  readonly mayStillRun?: boolean;
  /** Completes nothing: tells which order an earlier attempt made, and is refused when there is none. */
  readonly lookOnly?: boolean;
}

export interface CreateCheckoutSessionInput {
  readonly order: OrderRequest;
  readonly orderId: string;
  /** Counted from the attempt that makes the page: one that comes late still gives the customer the whole time. */
  readonly payWithinMs: number;
}

export interface PollInput {
  readonly sessionId: string;
  /** Epoch milliseconds. */
  readonly deadlineAtMs: number;
  readonly pollFirstMs: number;
  readonly pollMaxMs: number;
  /** The payment is under manual review already: keep waiting while it is. */
  readonly held: boolean;
  /** Epoch milliseconds: a page that was made just now may not be shown before. */
  readonly shownAtMs?: number;
  /** After so long without a look that told anything, say so; absent where the deadline is near enough. */
  readonly tellAfterMs?: number;
}

/** `unreadable`: why nobody could look. */
export type PollResult =
  | { readonly verdict: 'paid' | 'not_paid' | 'on_hold'; readonly transaction: Transaction }
  | { readonly unreadable: PaymentFailure };

/** `outcome: 'failed'` is provisional: the provider may correct the event later. */
export type MoveResult =
  | {
      readonly outcome: 'moved';
      readonly eventId: string;
      readonly amount: MinorUnits;
      readonly echoed: boolean;
      readonly totals: TransactionTotals;
    }
  | { readonly outcome: 'pending'; readonly totals: TransactionTotals }
  | {
      readonly outcome: 'failed';
      readonly eventId: string;
      readonly reason: string;
      readonly totals: TransactionTotals;
    }
  | { readonly outcome: 'refused'; readonly reason: string; readonly totals: TransactionTotals };

export interface MoveInput {
  readonly transactionId: string;
  readonly reference: string;
  readonly amount: MinorUnits;
  readonly lines: readonly MovementLine[];
  readonly final?: boolean;
  readonly reason?: string;
  /** Events of others that a provider which cuts references may show under ours. */
  readonly ofOthers?: readonly string[];
  /** What the provider has shown before: a picture with less is an older one, in which no obstacle counts. */
  readonly seen: MovedTotals;
  /**
   * How many equal movements of the kind are known to be others. One more, under the beginning of our reference, is perhaps
   * this one: a reset made the order forget it. Absent in what was scheduled by a version that did not count them.
   */
  readonly othersAlike?: number;
}

export interface VoidInput {
  readonly transactionId: string;
  readonly seen: MovedTotals;
}

export interface RecordInput {
  readonly orderId: string;
  readonly transactionId: string;
  /** The operation key, stored in the record's metadata. */
  readonly key: string;
  /** A movement that an earlier run may have recorded under the key of which this is the reference. */
  readonly reference?: string;
  readonly lines: readonly LineAmount[];
  /** How many of our records with the same lines exist already: what counts where metadata is not echoed. */
  readonly equalBefore: number;
  /** An earlier attempt ended unknown: absence takes two reads this far apart (0: a first attempt, one read). */
  readonly absenceGapMs: number;
}

export interface RecordResult {
  readonly recordId: string;
}

export interface CancelCheckoutSessionInput {
  readonly sessionId: string;
}

export interface SessionLook {
  /** Proof that no payment can come through this session any more. */
  readonly closed: boolean;
  readonly transaction?: Transaction;
}

export interface CancelOrderInput {
  readonly orderId: string;
  readonly reason: string;
}

/** What an order that is to be adopted is known by. */
export interface AdoptionInput {
  readonly purpose: 'adopt';
  readonly orderId: string;
  readonly transactionId?: string;
  readonly sessionId?: string;
}

/** `look`: the whole picture. `books`: what both systems say. `adopt`: all that they know of an order. `session`: has money arrived late? `settle`: what became of a movement whose outcome is unknown? */
export type ReadTransactionInput =
  | { readonly purpose: 'look'; readonly transactionId: string }
  | { readonly purpose: 'books'; readonly transactionId: string; readonly orderId: string }
  | AdoptionInput
  | { readonly purpose: 'session'; readonly sessionId: string }
  | SettleInput;

export interface SettleInput {
  readonly purpose: 'settle';
  readonly transactionId: string;
  readonly kind: MovementKind;
  /** Of a void, which carries no reference, the empty string. */
  readonly reference: string;
  /** Events of others that a provider which cuts references may show under ours. */
  readonly ofOthers?: readonly string[];
  /** What was known to have moved before this step: a difference means that somebody else moved money. */
  readonly known: MovedTotals;
  /** Epoch milliseconds: only after it does a look that finds nothing count. */
  readonly notBeforeMs: number;
  /** The two looks that prove absence are this far apart. */
  readonly absenceGapMs: number;
}

/** `changed`: our movement is not there, yet the totals are not the known ones. */
export type SettleResult =
  | {
      readonly settled: 'moved';
      readonly eventId: string;
      readonly amount: MinorUnits;
      readonly totals: TransactionTotals;
    }
  | {
      readonly settled: 'failed';
      readonly eventId: string;
      readonly reason: string;
      readonly totals: TransactionTotals;
    }
  | { readonly settled: 'absent'; readonly totals: TransactionTotals }
  | { readonly settled: 'changed'; readonly totals: TransactionTotals };

/** What both systems say of one order. */
export interface SystemsLook {
  readonly picture: TransactionPicture;
  readonly books: Books;
}

/** `obstacle`: why there is nothing to adopt. */
export type AdoptionResult = { readonly found: AdoptionLook } | { readonly obstacle: string };

export type ReadTransactionResult =
  | { readonly picture: TransactionPicture }
  | SystemsLook
  | AdoptionResult
  | SessionLook
  | SettleResult;

/** The fourteen activities. Each throws only what `raiseApplicationFailure` made of a row of the failure table. */
export interface OrderActivities {
  createDraftOrder(input: CreateDraftOrderInput): Promise<{ readonly draftId: string }>;
  completeDraftOrder(input: CompleteDraftOrderInput): Promise<{ readonly orderId: string }>;
  createCheckoutSession(input: CreateCheckoutSessionInput): Promise<CheckoutSession>;
  pollUntilAuthorized(input: PollInput): Promise<PollResult>;
  recordAuthorization(input: RecordInput): Promise<RecordResult>;
  captureTransaction(input: MoveInput): Promise<MoveResult>;
  recordCapture(input: RecordInput): Promise<RecordResult>;
  refundTransaction(input: MoveInput): Promise<MoveResult>;
  recordRefund(input: RecordInput): Promise<RecordResult>;
  voidTransaction(input: VoidInput): Promise<MoveResult>;
  cancelCheckoutSession(input: CancelCheckoutSessionInput): Promise<SessionLook>;
  recordCancellation(input: RecordInput): Promise<RecordResult>;
  cancelOrder(input: CancelOrderInput): Promise<void>;
  readTransaction(input: ReadTransactionInput): Promise<ReadTransactionResult>;
}
