import { toMinorUnits, zero } from '../domain/money';
import type { MinorUnits } from '../domain/money';
import type { LineAmount } from '../domain/order';
import type { MovementLine, MovementRequest } from '../domain/payment-gateway';
import { tally } from '../domain/transaction-picture';
import type { Movement, MovementKind, TransactionPicture } from '../domain/transaction-picture';
import type {
  CaptureRequestBody,
  RefundRequestBody,
  TransactionEvent,
  WireTransaction,
} from './wire/transaction';

export function toCaptureRequest(request: MovementRequest): CaptureRequestBody {
  return {
    amount: request.amount,
    capture_reference: request.reference,
    ...toItems(request.lines),
    ...(request.final === undefined ? {} : { final_capture: request.final }),
  };
}

export function toRefundRequest(request: MovementRequest): RefundRequestBody {
  return {
    amount: request.amount,
    refund_reference: request.reference,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...toItems(request.lines),
  };
}

function toItems(lines: readonly MovementLine[]) {
  if (lines.length === 0) return {};
  const items = lines.map(({ lineId, amount, quantity, vatAmount }) => ({
    line_id: String(lineId),
    amount,
    ...(quantity === undefined ? {} : { quantity }),
    vat_amount: vatAmount,
  }));
  return { items };
}

const kinds: Readonly<Record<string, MovementKind>> = {
  CAPTURE: 'capture',
  REFUND: 'refund',
  VOID: 'void',
};
const initiations: Readonly<Record<string, MovementKind>> = {
  INITIATE_CAPTURE: 'capture',
  INITIATE_REFUND: 'refund',
  INITIATE_VOID: 'void',
};

export function fromTransaction(transaction: WireTransaction): TransactionPicture {
  const movements = readMovements(transaction.events);
  const authorized = toMinorUnits(transaction.amount);
  const product = transaction.payment_product_type ?? transaction.payment_product;
  const authorizedAt = findAuthorizedAt(transaction);
  return {
    ...tally(transaction.status, authorized, movements),
    transactionId: transaction.id,
    currency: transaction.currency,
    ...(transaction.merchant_reference
      ? { merchantReference: transaction.merchant_reference }
      : {}),
    ...(product ? { product } : {}),
    ...(authorizedAt === undefined ? {} : { authorizedAt }),
    movements,
  };
}

/** Of the authorization, or of the capture where a method captures at once. */
function findAuthorizedAt(transaction: WireTransaction): string | undefined {
  const moment = (name: string) =>
    transaction.events.find((event) => event.event === name && event.success !== false)?.created_at;
  return moment('AUTHORIZE') ?? moment('CAPTURE') ?? transaction.created_at ?? undefined;
}

/** The finished movements, and those that were accepted (202) and have not finished. The order of the events means nothing. */
function readMovements(events: readonly TransactionEvent[]): readonly Movement[] {
  const corrected = correctedIds(events);
  const finished = events.flatMap((event) => {
    const kind = kinds[event.event];
    return kind === undefined ? [] : [fromEvent(event, kind, outcomeOf(event, corrected))];
  });
  const answered = new Set(events.map((event) => event.correlation_request_id));
  const pending = events.flatMap((event) => {
    const kind = initiations[event.event];
    if (kind === undefined || answered.has(event.request_id ?? '') || event.success === false)
      return [];
    return [fromEvent(event, kind, 'pending')];
  });
  return [...finished, ...pending];
}

/** Inferred: a `correction` names the events that took effect after all, or stands on the one that did. */
function correctedIds(events: readonly TransactionEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap(({ id, correction }) => {
      if (!correction) return [];
      const named = (correction.event_ids ?? []).map(String);
      return named.length === 0 ? [id] : named;
    }),
  );
}

function outcomeOf(event: TransactionEvent, corrected: ReadonlySet<string>): Movement['outcome'] {
  return event.success !== false || corrected.has(event.id) ? 'succeeded' : 'failed';
}

function fromEvent(
  event: TransactionEvent,
  kind: MovementKind,
  outcome: Movement['outcome'],
): Movement {
  const error = event.error?.message ?? event.error?.code;
  return {
    eventId: event.id,
    kind,
    outcome,
    amount: readAmount(event.amount),
    ...(event.event_reference ? { reference: event.event_reference } : {}),
    ...(event.request_id ? { requestId: event.request_id } : {}),
    lines: readLines(event),
    ...(error ? { error: error.slice(0, 200) } : {}),
  };
}

function readAmount(amount: number | null | undefined): MinorUnits {
  return amount === null || amount === undefined ? zero : toMinorUnits(amount);
}

/** Lines that are not all there, or not whole numbers of ours, say nothing: better none than wrong ones. */
function readLines(event: TransactionEvent): readonly LineAmount[] {
  const lines = (event.items ?? []).map((item) => ({
    lineId: Number(item.line_id),
    amount: readAmount(item.amount),
  }));
  const sound = lines.every((line) => Number.isInteger(line.lineId) && line.amount > 0);
  const total = lines.reduce((left, line) => left + line.amount, 0);
  return sound && total === event.amount ? lines : [];
}
