import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Resolution } from '../domain/attention';
import type { CancelRequest, CaptureRequest, RefundRequest } from '../domain/operation';
import type { OrderRequest } from '../domain/order';
import type { OrderState } from '../domain/order-state';
import type { CheckoutView, OperationView, OrderView } from '../domain/order-view';
import type { Timing } from '../domain/timing';

export const defaultTaskQueue = 'order-lifecycle';

export const workflowType = 'orderLifecycle';

/**
 * The one argument of `orderLifecycle`. `carried` is set by continue-as-new and by adoption; `lookWanted` by continue-as-new,
 * where the run before did not come to a look at both systems that it owed.
 */
export interface OrderLifecycleInput {
  readonly order: OrderRequest;
  readonly timing: Timing;
  readonly carried?: OrderState;
  readonly lookWanted?: boolean;
}

export interface PaymentNotice {
  readonly sessionId?: string;
  readonly transactionId?: string;
  readonly deliveryId?: string;
}

export interface CheckoutRequest {
  /** Compared with the order that runs: another content is refused as `order_reference_taken`. */
  readonly order?: OrderRequest;
}

/** What `reconcile` answers: the state after both systems were read. */
export type ReconcileView = OrderView;

export function workflowIdOf(orderReference: string): string {
  return `order-${orderReference}`;
}

/** For services that send signals by Temporal's own client. @public */
export const captureSignal = defineSignal<[CaptureRequest]>('capture');
/** @public */
export const refundSignal = defineSignal<[RefundRequest]>('refund');
/** @public */
export const cancelSignal = defineSignal<[CancelRequest]>('cancel');
export const paymentNoticeSignal = defineSignal<[PaymentNotice]>('paymentNotice');

export const captureUpdate = defineUpdate<OperationView, [CaptureRequest]>('capture');
export const refundUpdate = defineUpdate<OperationView, [RefundRequest]>('refund');
export const cancelUpdate = defineUpdate<OperationView, [CancelRequest]>('cancel');
export const checkoutUpdate = defineUpdate<CheckoutView, [CheckoutRequest]>('checkout');
export const resolveUpdate = defineUpdate<OrderView, [Resolution]>('resolve');
export const reconcileUpdate = defineUpdate<ReconcileView>('reconcile');

export const stateQuery = defineQuery<OrderView>('state');

/** The `type` of every refusal that a caller of an update can meet. */
export const refusalTypes = [
  'malformed_request',
  'operation_id_reused',
  'unknown_line',
  'amount_exceeds_remainder',
  'nothing_remains',
  'not_paid',
  'already_ended',
  'order_is_full',
  'order_reference_taken',
  'choice_not_offered',
  'look_left_out',
  'payload_too_large',
] as const;

/** The `type` of the failure with which a run ends that was to adopt an order and could not. */
export const adoptionRefused = 'adoption_refused';

/** The memo entry that tells the same order from another one with its reference. */
export const orderHashMemo = 'orderHash';

export const searchAttributes = {
  orderStatus: defineSearchAttributeKey('OrderStatus', SearchAttributeType.KEYWORD),
  orderReference: defineSearchAttributeKey('OrderReference', SearchAttributeType.KEYWORD),
  dinteroOrderId: defineSearchAttributeKey('DinteroOrderId', SearchAttributeType.KEYWORD),
  dinteroTransactionId: defineSearchAttributeKey(
    'DinteroTransactionId',
    SearchAttributeType.KEYWORD,
  ),
  orderCurrency: defineSearchAttributeKey('OrderCurrency', SearchAttributeType.KEYWORD),
  needsAttention: defineSearchAttributeKey('NeedsAttention', SearchAttributeType.BOOL),
  authorizedAmount: defineSearchAttributeKey('AuthorizedAmount', SearchAttributeType.INT),
  capturedAmount: defineSearchAttributeKey('CapturedAmount', SearchAttributeType.INT),
  refundedAmount: defineSearchAttributeKey('RefundedAmount', SearchAttributeType.INT),
  authorizationExpiresAt: defineSearchAttributeKey(
    'AuthorizationExpiresAt',
    SearchAttributeType.DATETIME,
  ),
} as const;

/** A Keyword above 2,048 bytes makes the server terminate the workflow, so every value is cut to this many characters. */
export const longestKeyword = 64;

/** Larger payloads are refused at every entry: an update above 2 MB would wedge its order. */
export const largestPayloadBytes = 65_536;
