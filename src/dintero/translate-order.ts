import { isMinorUnits, sum, toMinorUnits } from '../domain/money';
import { lineVat, orderTotal } from '../domain/order';
import type { LineAmount, OrderLine, OrderRequest, TaxLine } from '../domain/order';
import type {
  DraftPicture,
  OrderPicture,
  RecordPicture,
  RecordRequest,
  SessionPicture,
  SessionRequest,
} from '../domain/payment-gateway';
import type {
  Draft,
  DraftRequest,
  ListedOrder,
  Order,
  OrderItem,
  OrderRecord,
  RecordRequestBody,
  StoredItem,
} from './wire/merchant-order';
import type { Session, SessionItem, SessionRequestBody } from './wire/session';

/** Under which name our reference stands among an order's external ids. */
const referenceSource = 'dintero-order-saga';

/** Under which name the operation key stands in a record's metadata. */
const keyName = 'operation_key';

export function toDraftRequest(order: OrderRequest): DraftRequest {
  return {
    options: { generate_order_id: 'ALPHANUMERIC_9' },
    order: {
      currency: order.currency,
      items: order.lines.map(toOrderItem),
      external_ids: [{ id: order.orderReference, source: referenceSource }],
    },
  };
}

export function toOrderItem(line: OrderLine): OrderItem {
  return {
    id: line.productId,
    line_id: line.lineId,
    quantity: line.quantity,
    gross_amount: line.grossAmount,
    tax_lines: line.taxLines.map(({ amount, percentage }) => ({ amount, percentage })),
    description: line.description,
    ...(line.descriptionAlias === undefined ? {} : { description_alias: line.descriptionAlias }),
  };
}

/** The inverse of `toOrderItem`; Orders does not know a line's type. */
export function fromOrderItem(item: OrderItem): OrderLine {
  const taxLines: TaxLine[] = item.tax_lines.map(({ amount, percentage }) => ({
    amount: toMinorUnits(amount),
    percentage,
  }));
  return {
    lineId: item.line_id,
    productId: item.id,
    description: item.description,
    ...(item.description_alias === undefined ? {} : { descriptionAlias: item.description_alias }),
    quantity: item.quantity,
    grossAmount: toMinorUnits(item.gross_amount),
    taxLines,
  };
}

export function toSessionRequest(
  { order, orderId, expiresAt }: SessionRequest,
  defaultProfileId: string,
): SessionRequestBody {
  const { customer } = order;
  return {
    url: {
      return_url: order.returnUrl,
      ...(order.callbackUrl === undefined ? {} : { callback_url: order.callbackUrl }),
    },
    ...(customer === undefined
      ? {}
      : {
          customer: {
            ...(customer.email === undefined ? {} : { email: customer.email }),
            ...(customer.phoneNumber === undefined ? {} : { phone_number: customer.phoneNumber }),
          },
        }),
    order: {
      amount: orderTotal(order),
      vat_amount: sum(order.lines.map(lineVat)),
      currency: order.currency,
      merchant_reference: orderId,
      merchant_reference_2: order.orderReference,
      items: order.lines.map(toSessionItem),
    },
    profile_id: order.profileId ?? defaultProfileId,
    expires_at: expiresAt,
  };
}

/** A line has one `vat` here and several tax lines in Orders: the first line's percentage stands for all, the amount is their sum. */
function toSessionItem(line: OrderLine): SessionItem {
  return {
    id: line.productId,
    line_id: String(line.lineId),
    description: line.description,
    quantity: line.quantity,
    amount: line.grossAmount,
    vat_amount: lineVat(line),
    vat: line.taxLines[0]?.percentage ?? 0,
    ...(line.type === undefined ? {} : { type: line.type }),
  };
}

export function fromDraft(draft: Draft): DraftPicture {
  const orderId = draft.orders?.[0]?.order_id ?? draft.order?.order_id;
  const status = draft.status ?? (draft.orders ? 'completed' : 'open');
  return {
    draftId: draft.id,
    status,
    ...(status === 'completed' && orderId ? { orderId } : {}),
  };
}

export function orderIdOf(order: ListedOrder): string | undefined {
  return order.order_id || order.id || undefined;
}

export function referenceOf({ external_ids }: ListedOrder): string | undefined {
  return external_ids?.find(({ source }) => source === referenceSource)?.id ?? undefined;
}

/** Undefined when the answer names no order. */
export function fromOrder(order: Order): OrderPicture | undefined {
  const orderId = orderIdOf(order);
  if (orderId === undefined) return undefined;
  const reference = referenceOf(order);
  const status = order.status ?? (order.cancelled_at ? 'cancelled' : 'open');
  return {
    orderId,
    status,
    ...(reference ? { orderReference: reference } : {}),
    ...(order.currency ? { currency: order.currency } : {}),
    ...(order.items ? { lines: order.items.map(fromStoredItem) } : {}),
  };
}

/** What the back office left out of an item is made up from what is there; the amounts are always there. */
function fromStoredItem(item: StoredItem): OrderLine {
  const alias = item.description_alias;
  return {
    lineId: item.line_id,
    productId: item.id || String(item.line_id),
    description: item.description ?? '',
    ...(alias ? { descriptionAlias: alias } : {}),
    quantity: item.quantity ?? 1,
    grossAmount: toMinorUnits(item.gross_amount),
    taxLines: (item.tax_lines ?? []).map(({ amount, percentage }) => ({
      amount: toMinorUnits(amount),
      percentage: percentage ?? 0,
    })),
  };
}

export function toRecordRequest(record: RecordRequest): RecordRequestBody {
  return {
    items: record.lines.map(({ lineId, amount }) => ({ line_id: lineId, amount })),
    payment_details: { payment_id: record.transactionId },
    success: true,
    metadata: { [keyName]: record.key },
  };
}

type RecordItem = OrderRecord['items'][number];

export function fromRecord(record: OrderRecord): RecordPicture {
  const key = record.metadata?.[keyName];
  const transactionId = record.payment_details?.payment_id;
  return {
    recordId: record.id,
    ...(typeof key === 'string' ? { key } : {}),
    ...(transactionId ? { transactionId } : {}),
    success: record.success !== false,
    lines: record.items.flatMap(readRecordItem),
  };
}

/** No line of ours is 0: an amount without a line that can be read counts in the sum, and is on none of them. */
function readRecordItem({ line_id, amount }: RecordItem): readonly LineAmount[] {
  const lineId = Number(line_id ?? 0);
  return isMinorUnits(amount) ? [{ lineId: Number.isInteger(lineId) ? lineId : 0, amount }] : [];
}

export function fromSession(session: Session): SessionPicture {
  const merchantReference = session.order?.merchant_reference;
  return {
    sessionId: session.id,
    ...(session.transaction_id ? { transactionId: session.transaction_id } : {}),
    ...(merchantReference ? { merchantReference } : {}),
    ...(session.cancelled_at ? { cancelledAt: session.cancelled_at } : {}),
    ...(session.expires_at ? { expiresAt: session.expires_at } : {}),
  };
}
