import { OrderSagaError } from 'dintero-order-saga/client';
import type { OrderSagaErrorCode } from 'dintero-order-saga/client';
import { BadRequest } from './read-json';

/** A row for each code, so that the compiler misses one that is new. */
const statuses: Readonly<Record<OrderSagaErrorCode, number>> = {
  order_invalid: 400,
  payload_too_large: 413,
  order_reference_taken: 409,
  operation_refused: 422,
  order_not_found: 404,
  order_closed: 410,
  order_ended: 410,
  adoption_refused: 409,
  // Nothing is lost: the same request again attaches to what is on its way.
  deadline_exceeded: 504,
  worker_unavailable: 503,
  temporal_unavailable: 503,
  temporal_refused: 502,
};

/** Every error as an answer that says what happened and what to do. */
export function answerError(error: unknown): { readonly status: number; readonly body: unknown } {
  if (error instanceof OrderSagaError)
    return { status: statuses[error.code], body: error.toJSON() };
  if (error instanceof BadRequest) return { status: 400, body: { message: error.message } };
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return { status: 500, body: { message: 'a defect of the shop: look at its log' } };
}
