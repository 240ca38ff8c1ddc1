/** What `dintero-order-saga/messages` offers to services that speak to an order by Temporal's own client. */

export {
  cancelSignal,
  cancelUpdate,
  captureSignal,
  captureUpdate,
  checkoutUpdate,
  defaultTaskQueue,
  largestPayloadBytes,
  paymentNoticeSignal,
  reconcileUpdate,
  refundSignal,
  refundUpdate,
  refusalTypes,
  resolveUpdate,
  searchAttributes,
  stateQuery,
  workflowIdOf,
  workflowType,
} from '../workflows/messages';
export type {
  CheckoutRequest,
  OrderLifecycleInput,
  PaymentNotice,
  ReconcileView,
} from '../workflows/messages';

export { toMinorUnits } from '../domain/money';
export { defaultTiming } from '../domain/timing';
export type { Timing } from '../domain/timing';
export type { LineAmount, OrderLine, OrderRequest } from '../domain/order';
export type { CancelRequest, CaptureRequest, RefundRequest } from '../domain/operation';
export type { CheckoutView, OperationView, OrderStatus, OrderView } from '../domain/order-view';
export type { Attention, Resolution } from '../domain/attention';
