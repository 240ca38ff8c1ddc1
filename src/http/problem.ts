import type { OrderSagaErrorCode, RefusalType } from '../client/order-saga-errors';
import type { Fault } from '../domain/order';
import type { OperationView } from '../domain/order-view';

export type ProblemCode =
  | OrderSagaErrorCode
  | 'request_malformed'
  | 'unauthorized'
  | 'scope_missing'
  | 'origin_refused'
  | 'route_not_found'
  | 'method_not_allowed'
  | 'media_type_unsupported'
  | 'rate_limited'
  | 'too_many_streams'
  | 'operation_rejected'
  | 'callback_refused'
  | 'defect';

/** The body of every answer that is no success (RFC 9457), with what to do about it. */
export interface ProblemDocument {
  /** `urn:order-saga:problem:<code>` */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly remedy: string;
  readonly faults?: readonly Fault[];
  readonly refusal?: RefusalType;
  readonly operation?: OperationView;
}

type Further = Pick<ProblemDocument, 'faults' | 'refusal' | 'operation'>;

interface Kind {
  readonly status: number;
  readonly title: string;
  /** Seconds after which the same request may do better. */
  readonly retryAfter?: number;
}

export const problemKinds: Readonly<Record<ProblemCode, Kind>> = {
  request_malformed: { status: 400, title: 'The request does not fit its schema' },
  unauthorized: { status: 401, title: 'An API key is needed' },
  scope_missing: { status: 403, title: 'The API key may not do this' },
  origin_refused: { status: 403, title: 'Not for pages of other sites' },
  route_not_found: { status: 404, title: 'There is nothing at this address' },
  order_not_found: { status: 404, title: 'No such order' },
  method_not_allowed: { status: 405, title: 'Not with this method' },
  order_reference_taken: { status: 409, title: 'The reference is another order' },
  operation_refused: { status: 409, title: 'The order refused the request' },
  operation_rejected: { status: 409, title: 'The operation was rejected' },
  order_closed: { status: 409, title: 'The order is closed' },
  order_ended: { status: 409, title: 'The order has ended' },
  adoption_refused: { status: 409, title: 'The order was not taken over' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  media_type_unsupported: { status: 415, title: 'Send JSON' },
  order_invalid: { status: 422, title: 'The request makes no sense' },
  rate_limited: { status: 429, title: 'Too many requests' },
  defect: { status: 500, title: 'A defect of this program' },
  temporal_refused: { status: 502, title: 'Temporal refused the call' },
  temporal_unavailable: { status: 503, title: 'Temporal cannot be reached', retryAfter: 5 },
  worker_unavailable: { status: 503, title: 'No worker answers', retryAfter: 5 },
  too_many_streams: { status: 503, title: 'Too many event streams', retryAfter: 30 },
  callback_refused: { status: 401, title: 'The callback is not proven genuine' },
  deadline_exceeded: { status: 504, title: 'No final answer in time', retryAfter: 1 },
};

/** A refusal that another order or another state would not change is the request's own fault. */
const statusByRefusal: Readonly<Partial<Record<RefusalType, number>>> = {
  malformed_request: 422,
  unknown_line: 422,
  payload_too_large: 413,
};

/** An answer that is no success, on its way to whoever asked. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly remedy: string;
  readonly further: Further;
  /** In place of the one that its kind has. */
  readonly ownStatus: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    remedy: string,
    further: Further = {},
    ownStatus?: number,
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.remedy = remedy;
    this.further = further;
    this.ownStatus = ownStatus;
  }

  get status(): number {
    const { refusal } = this.further;
    const byRefusal = refusal === undefined ? undefined : statusByRefusal[refusal];
    return this.ownStatus ?? byRefusal ?? problemKinds[this.code].status;
  }

  document(): ProblemDocument {
    const { code, remedy, status, message: detail } = this;
    const { title } = problemKinds[code];
    return { type: problemType(code), title, status, detail, code, remedy, ...this.further };
  }
}

function problemType(code: ProblemCode): string {
  return `urn:order-saga:problem:${code}`;
}
