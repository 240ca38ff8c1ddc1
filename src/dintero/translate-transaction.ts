import { earliest } from '../domain/instant';
import { isMinorUnits, toMinorUnits } from '../domain/money';
import type { LineAmount } from '../domain/order';
import type { MovementLine, MovementRequest } from '../domain/payment-gateway';
import { tally } from '../domain/transaction-picture';
import type { Movement, MovementKind, TransactionPicture } from '../domain/transaction-picture';
import type {
  CaptureRequestBody,
  EventItem,
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

const kinds: ReadonlyMap<string, MovementKind> = new Map([
  ['CAPTURE', 'capture'],
  ['REFUND', 'refund'],
  ['VOID', 'void'],
]);
const initiations: ReadonlyMap<string, MovementKind> = new Map([
  ['INITIATE_CAPTURE', 'capture'],
  ['INITIATE_REFUND', 'refund'],
  ['INITIATE_VOID', 'void'],
]);

export function fromTransaction(transaction: WireTransaction): TransactionPicture {
  const movements = readMovements(transaction.events);
  const authorized = toMinorUnits(transaction.amount);
  const product = transaction.payment_product_type ?? transaction.payment_product;
  const authorizedAt = findAuthorizedAt(transaction);
  return {
    ...tally(transaction.status, authorized, movements),
    transactionId: transaction.id,
    currency: transaction.currency,
    ...(transaction.session_id ? { sessionId: transaction.session_id } : {}),
    ...(transaction.merchant_reference
      ? { merchantReference: transaction.merchant_reference }
      : {}),
    ...(product ? { product } : {}),
    ...(authorizedAt === undefined ? {} : { authorizedAt }),
    movements,
  };
}

/** Of the authorization, or of the capture where a method captures at once; the earliest, if there are several. */
function findAuthorizedAt({ events, created_at }: WireTransaction): string | undefined {
  const moment = (name: string) =>
    earliest(
      events.flatMap((event) =>
        event.event === name && event.success !== false && event.created_at
          ? [event.created_at]
          : [],
      ),
    );
  return moment('AUTHORIZE') ?? moment('CAPTURE') ?? created_at ?? undefined;
}

/** The finished movements, and those that were accepted (202) and have not finished. The order of the events means nothing. */
function readMovements(told: readonly TransactionEvent[]): readonly Movement[] {
  const events = completeEvents(told);
  const corrections = readCorrections(events);
  const finished = events.flatMap((event) => {
    const kind = kinds.get(event.event);
    return kind === undefined ? [] : [fromEvent(event, kind, outcomeOf(event, corrections))];
  });
  const answered = new Set(events.map((event) => event.correlation_request_id));
  const pending = events.flatMap((event) => {
    const kind = initiations.get(event.event);
    if (kind === undefined || answered.has(event.request_id ?? '') || event.success === false)
      return [];
    return [fromEvent(event, kind, 'pending')];
  });
  return [...finished, ...pending];
}

/**
 * What an event does not repeat, the one that it finishes or corrects has said. Without its reference a movement of ours
 * would look like somebody else's, and be sent again.
 */
function completeEvents(events: readonly TransactionEvent[]): readonly TransactionEvent[] {
  const initiated = new Map(
    events.flatMap((event) =>
      initiations.has(event.event) && event.request_id ? [[event.request_id, event] as const] : [],
    ),
  );
  const finished = events.map((event) =>
    complete(event, initiated.get(event.correlation_request_id ?? '')),
  );
  const corrections = readCorrections(finished);
  return finished.map((event) => complete(event, corrections.get(idOf(event))));
}

function complete(event: TransactionEvent, origin: TransactionEvent | undefined): TransactionEvent {
  const kind = kinds.get(event.event);
  if (origin === undefined || kind === undefined || kindOf(origin) !== kind) return event;
  const amount = event.amount ?? origin.amount;
  const isWhole = amount === origin.amount;
  return {
    ...event,
    amount,
    event_reference: event.event_reference || origin.event_reference,
    items: event.items?.length || !isWhole ? event.items : origin.items,
  };
}

function kindOf({ event }: TransactionEvent): MovementKind | undefined {
  return kinds.get(event) ?? initiations.get(event);
}

/**
 * The events that took effect although one says that it failed, each with the failed one: those that its `correction` says
 * were added (Dintero Payments API types), or, where it names none, the failed one itself (inferred). A movement that succeeded
 * counts itself, so what a correction on it names must not count once more.
 */
function readCorrections(
  events: readonly TransactionEvent[],
): ReadonlyMap<string, TransactionEvent> {
  return new Map(
    events.flatMap((event) => {
      const { correction, success } = event;
      if (!correction || (success !== false && kinds.has(event.event))) return [];
      const added = (correction.event_ids ?? []).map(String);
      return (added.length === 0 ? [idOf(event)] : added).map((id) => [id, event] as const);
    }),
  );
}

function outcomeOf(
  event: TransactionEvent,
  corrections: ReadonlyMap<string, TransactionEvent>,
): Movement['outcome'] {
  return event.success !== false || corrections.has(idOf(event)) ? 'succeeded' : 'failed';
}

/** The types allow an event without an id, and the samples there have none: its request tells it from the others too. */
function idOf({ id, request_id, event, created_at }: TransactionEvent): string {
  return id || request_id || `${event}-${created_at ?? ''}`;
}

function fromEvent(
  event: TransactionEvent,
  kind: MovementKind,
  outcome: Movement['outcome'],
): Movement {
  const error = event.error?.message ?? event.error?.code;
  return {
    eventId: idOf(event),
    kind,
    outcome,
    amount: toMinorUnits(event.amount ?? 0),
    ...(event.event_reference ? { reference: event.event_reference } : {}),
    ...(event.request_id ? { requestId: event.request_id } : {}),
    lines: readLines(event),
    ...(error ? { error: error.slice(0, 200) } : {}),
  };
}

/** Lines that do not add up, or are no whole numbers of ours, say nothing: better none than wrong ones. */
function readLines({ items, amount }: TransactionEvent): readonly LineAmount[] {
  const lines = (items ?? []).map(readLine);
  const total = lines.reduce((sum, line) => sum + (line?.amount ?? Number.NaN), 0);
  if (total !== amount) return [];
  return lines.flatMap((line) => (line !== undefined && line.amount > 0 ? [line] : []));
}

function readLine({ line_id, amount }: EventItem): LineAmount | undefined {
  const lineId = Number(line_id);
  if (!Number.isInteger(lineId) || lineId < 1 || !isMinorUnits(amount) || amount < 0)
    return undefined;
  return { lineId, amount };
}
