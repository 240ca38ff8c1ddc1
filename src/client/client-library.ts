/** What `dintero-order-saga/client` offers to other services; docs/client-library.md explains each name. */

export { connectOrderSagaClient } from './connect';
export type { ConnectedClient, ConnectOptions } from './connect';
export { createOrderSagaClient } from './order-saga-client';
export type {
  CallOptions,
  OrderSagaClient,
  OrderSagaClientOptions,
  TimelineOptions,
} from './order-saga-client';

export { parseOrder } from './parse-order';
export type { StartedOrder } from './start-order';
export type { AdoptionIds } from './take-over-order';
export type { ListedOrder, ListRequest, OrderPage } from './list-orders';
export type { OrderCounts, Workers } from './count-in-list';
export type { OrderFilter } from './order-filter';
export type { TimelineRow, TimelineSource } from './timeline';

export {
  AdoptionRefusedError,
  DeadlineExceededError,
  InvalidOrderError,
  OperationRefusedError,
  OrderClosedError,
  OrderEndedError,
  OrderNotFoundError,
  OrderReferenceTakenError,
  OrderSagaError,
  PayloadTooLargeError,
} from './order-saga-errors';
export {
  TemporalRefusedError,
  TemporalUnavailableError,
  WorkerUnavailableError,
} from './temporal-errors';
export type { OrderSagaErrorCode, RefusalType } from './order-saga-errors';

export { formatMoney, parseMoney, toMinorUnits } from '../domain/money';
export type { Currency, MinorUnits } from '../domain/money';
export { defaultTiming } from '../domain/timing';
export type { Timing } from '../domain/timing';
export type {
  Customer,
  Fault,
  LineAmount,
  LineType,
  OrderLine,
  OrderRequest,
  TaxLine,
} from '../domain/order';
export type {
  CancelRequest,
  CaptureRequest,
  OperationKind,
  OperationStatus,
  RefundRequest,
} from '../domain/operation';
export type {
  LineView,
  OperationView,
  OrderAmounts,
  OrderStatus,
  OrderView,
} from '../domain/order-view';
export type { Attention, AttentionChoice, AttentionCode, Resolution } from '../domain/attention';
export type { Comparison } from '../domain/order-state';
export type { Difference, DifferenceKind } from '../domain/difference';
export type { PaymentNotice } from '../workflows/messages';
