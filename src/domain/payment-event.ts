import type { AdoptionLook } from './adopt-order';
import type { Attention, Resolution } from './attention';
import type { Difference } from './difference';
import type { MinorUnits } from './money';
import type { Operation } from './operation';
import type { LineAmount } from './order';
import type { CheckoutSession, Ending, Refusal, Transaction } from './order-state';
import type { TransactionPicture, TransactionTotals } from './transaction-picture';

/** Names one operation: ids are unique per kind only. */
export interface OperationName {
  readonly kind: Operation['kind'];
  readonly operationId: string;
}

/** Everything that can become known about an order, in the order's own words. `at` is ISO 8601. */
export type PaymentEvent =
  | { readonly type: 'draft_created'; readonly draftId: string }
  | { readonly type: 'order_completed'; readonly orderId: string }
  | { readonly type: 'session_created'; readonly session: CheckoutSession }
  | { readonly type: 'payment_held'; readonly at: string }
  | { readonly type: 'payment_confirmed'; readonly transaction: Transaction; readonly at: string }
  | { readonly type: 'unwinding_started'; readonly why: Ending }
  | {
      readonly type: 'session_read';
      readonly closed: boolean;
      /** The look followed an attempt to close the session. */
      readonly closeTried: boolean;
      readonly transaction?: Transaction;
    }
  | { readonly type: 'order_cancelled'; readonly at: string }
  | { readonly type: 'order_ended'; readonly at: string }
  | { readonly type: 'totals_read'; readonly totals: TransactionTotals }
  | { readonly type: 'transaction_read'; readonly picture: TransactionPicture; readonly at: string }
  | {
      readonly type: 'order_adopted';
      readonly look: AdoptionLook;
      readonly at: string;
      readonly quietUntil: string;
      readonly lookAgainAt: readonly string[];
    }
  | {
      readonly type: 'systems_compared';
      readonly differences: readonly Difference[];
      readonly at: string;
    }
  | { readonly type: 'authorization_recorded' }
  | { readonly type: 'request_refused'; readonly refusal: Refusal }
  | { readonly type: 'operation_accepted'; readonly operation: Operation }
  | ({
      readonly type: 'operation_started';
      readonly amount: MinorUnits;
      readonly lines: readonly LineAmount[];
    } & OperationName)
  | ({
      readonly type: 'operation_moved';
      readonly eventId?: string;
      readonly totals: TransactionTotals;
      readonly at: string;
      readonly lookAgainAt: readonly string[];
    } & OperationName)
  | ({
      readonly type: 'operation_failed';
      readonly eventId: string;
      readonly reason: string;
    } & OperationName)
  | ({ readonly type: 'operation_unknown' } & OperationName)
  | ({ readonly type: 'operation_retried' } & OperationName)
  | ({
      readonly type: 'operation_rejected';
      readonly reason: string;
      readonly withdrawn?: boolean;
      readonly at: string;
      readonly lookAgainAt: readonly string[];
    } & OperationName)
  | ({
      readonly type: 'operation_recorded';
      readonly recordId: string;
      readonly lines: readonly LineAmount[];
      readonly at: string;
    } & OperationName)
  | { readonly type: 'looks_planned'; readonly lookAgainAt: readonly string[] }
  | { readonly type: 'looked_again'; readonly at: string }
  | { readonly type: 'attention_raised'; readonly attention: Attention }
  | {
      readonly type: 'attention_cleared';
      readonly code: Attention['code'];
      readonly operationId?: string;
    }
  | { readonly type: 'attention_resolved'; readonly resolution: Resolution }
  | { readonly type: 'resolution_taken'; readonly resolution: Resolution }
  | { readonly type: 'matter_accepted'; readonly matter: string };
