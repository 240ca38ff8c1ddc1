import type { Fault } from '../domain/order';
import type { OperationView, OrderStatus, OrderView } from '../domain/order-view';
import { endedRemedy, remedyOfClosed, sayEnded } from './closed-remedy';
import type { refusalTypes } from '../workflows/messages';

export type RefusalType = (typeof refusalTypes)[number];

export type OrderSagaErrorCode =
  | 'order_invalid'
  | 'order_reference_taken'
  | 'operation_refused'
  | 'order_not_found'
  | 'order_closed'
  | 'order_ended'
  | 'adoption_refused'
  | 'payload_too_large'
  | 'deadline_exceeded'
  | 'worker_unavailable'
  | 'temporal_unavailable'
  | 'temporal_refused';

/** Every error of the client: a code to branch on, a sentence about what happened, and one about what to do. */
export abstract class OrderSagaError extends Error {
  abstract readonly code: OrderSagaErrorCode;
  abstract readonly remedy: string;

  protected constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
  }

  toJSON(): Record<string, unknown> {
    const { code, message, remedy } = this;
    return { code, message, remedy };
  }
}

/** Nothing was sent: the order, the reference or the request does not fit, and every fault is listed. */
export class InvalidOrderError extends OrderSagaError {
  readonly code = 'order_invalid';
  readonly remedy = 'Correct the fields that are listed and send it again; nothing was done.';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ field, problem }) => `${field}: ${problem}`).join('; '));
    this.faults = faults;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), faults: this.faults };
  }
}

interface Taken {
  /** The order was adopted, so that its content is not known in full. */
  readonly takenOver?: true;
  /** The first field that is not alike, as `lines[0].grossAmount`. */
  readonly differsIn?: string;
}

/** Another order has this reference already, or one that was taken over; nothing was changed. */
export class OrderReferenceTakenError extends OrderSagaError {
  readonly code = 'order_reference_taken';
  readonly remedy: string;
  readonly orderReference: string;
  /** The first field in which it is another order, as `lines[0].grossAmount`, where that could be read. */
  readonly differsIn?: string;

  constructor(orderReference: string, cause?: unknown, { takenOver, differsIn }: Taken = {}) {
    const where = differsIn === undefined ? '' : `: they differ in ${differsIn}`;
    super(
      takenOver === true
        ? `${orderReference} was taken over (adopted): there is no content to compare this order with`
        : `${orderReference} is another order already${where}`,
      cause,
    );
    this.orderReference = orderReference;
    if (differsIn !== undefined) this.differsIn = differsIn;
    this.remedy =
      takenOver === true
        ? `Nothing is to be started: ask for it by its reference (ordersaga show ${orderReference}). A new order needs a reference of its own.`
        : 'Give this order a reference of its own, or send exactly the content of the first one to attach to it.';
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), differsIn: this.differsIn };
  }
}

/** The order refused the request by name; nothing moved because of it. */
export class OperationRefusedError extends OrderSagaError {
  readonly code = 'operation_refused';
  readonly remedy: string;
  readonly type: RefusalType;
  readonly details: unknown;

  constructor(type: RefusalType, reason: string, details?: unknown, cause?: unknown) {
    super(`${type}: ${reason}`, cause);
    this.type = type;
    this.details = details;
    this.remedy = refusalRemedies[type];
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), type: this.type, details: this.details };
  }
}

const refusalRemedies: Readonly<Record<RefusalType, string>> = {
  malformed_request: 'Send one plain object with the known keys; amounts are whole minor units.',
  operation_id_reused:
    'Use a new id for a new operation; the same id is for repeating the same request.',
  unknown_line: 'Name a line of the order.',
  amount_exceeds_remainder:
    'Ask for at most the remainder that is named. A refund takes from what was captured: capture first, or cancel what is only reserved.',
  nothing_remains: 'Look at the state for what was moved or asked for already.',
  not_paid: 'Wait until the order is authorized, then ask again.',
  already_ended: 'The order has ended; a new payment needs a new order.',
  order_is_full:
    'Refunds find room for longer than captures, and a cancel always does: release the rest and take it with another order.',
  order_reference_taken: 'Give this order a reference of its own.',
  choice_not_offered: 'Look at the state for what needs attention and which choices it offers.',
  look_left_out: 'Reconcile again once the provider shows the transaction and the order.',
  payload_too_large: 'Send a smaller request.',
};

export class OrderNotFoundError extends OrderSagaError {
  readonly code = 'order_not_found';
  readonly remedy =
    'Check the reference and the namespace; an order that ended longer ago than the retention of the namespace is forgotten.';
  readonly orderReference: string;

  constructor(orderReference: string, cause?: unknown) {
    super(`no order ${orderReference} is known`, cause);
    this.orderReference = orderReference;
  }
}

/** The order was not taken over; nothing was done. */
export class AdoptionRefusedError extends OrderSagaError {
  readonly code = 'adoption_refused';
  readonly remedy =
    'Look at what is named, and name the order by its ids in Dintero; nothing was done.';
  readonly orderReference: string;

  constructor(orderReference: string, reason: string, cause?: unknown) {
    super(`${orderReference} cannot be adopted: ${reason}`, cause);
    this.orderReference = orderReference;
  }
}

/** What is known of an order without its state. */
export interface LastKnown {
  /** In Dintero Orders. */
  readonly orderId?: string;
  /** Its status and its amounts when it was heard of last, for people. */
  readonly standing?: string;
}

/** The order's workflow has ended, so that it takes no more requests. */
export class OrderClosedError extends OrderSagaError {
  readonly code = 'order_closed';
  readonly remedy: string;
  readonly orderReference: string;
  /** How it ended, in Temporal's words: COMPLETED, TERMINATED, … */
  readonly ending: string;
  readonly state?: OrderView;

  /** `last`: what its search attributes tell of an order that did not end by itself. */
  constructor(orderReference: string, ending: string, state?: OrderView, last: LastKnown = {}) {
    const known = state?.status ?? last.standing;
    const standing = known === undefined ? '' : `, ${known}`;
    super(`${orderReference} is closed (${ending.toLowerCase()}${standing})`);
    this.orderReference = orderReference;
    this.ending = ending;
    if (state !== undefined) this.state = state;
    const { orderId } = last;
    this.remedy = remedyOfClosed({ orderReference, ending, status: state?.status, orderId });
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), ending: this.ending, state: this.state };
  }
}

/** The order, or its workflow, has ended or is past what was waited for, and will never be so. */
export class OrderEndedError extends OrderSagaError {
  readonly code = 'order_ended';
  readonly remedy: string;
  readonly orderReference: string;
  readonly state: OrderView;

  /** `wanted`: undefined where a predicate was waited for. */
  constructor(state: OrderView, wanted?: OrderStatus) {
    const { orderReference, status } = state;
    super(`${orderReference} ${sayEnded(status, wanted)}`);
    this.orderReference = orderReference;
    this.state = state;
    this.remedy = endedRemedy(status, wanted);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), state: this.state };
  }
}

export class PayloadTooLargeError extends OrderSagaError {
  readonly code = 'payload_too_large';
  readonly remedy = 'Send less: shorter texts or fewer lines; nothing was sent.';

  constructor(bytes: number, most: number) {
    super(`${bytes} bytes are more than the ${most} that an order takes`);
  }
}

/** The time of the call is over. What was asked for may still happen: the same call again attaches to it. */
export class DeadlineExceededError extends OrderSagaError {
  readonly code = 'deadline_exceeded';
  readonly remedy =
    'Nothing is lost: make the same call again (same id, same content) to attach to it, or look at the state.';
  readonly operation?: OperationView;
  /** What the order waits for, for people, where it could still be asked. */
  readonly waitsFor?: string;

  constructor(
    what: string,
    deadlineMs: number,
    operation?: OperationView,
    cause?: unknown,
    waitsFor?: string,
  ) {
    const stands =
      operation === undefined ? '' : ` (${operation.operationId} is ${operation.status})`;
    const waits = waitsFor === undefined ? '' : `; the order waits for ${waitsFor}`;
    super(`${what}: no final answer within ${deadlineMs} ms${stands}${waits}`, cause);
    if (operation !== undefined) this.operation = operation;
    if (waitsFor !== undefined) this.waitsFor = waitsFor;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), operation: this.operation, waitsFor: this.waitsFor };
  }
}
