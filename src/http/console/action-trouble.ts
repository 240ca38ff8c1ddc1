import {
  DeadlineExceededError,
  OperationRefusedError,
  OrderSagaError,
} from '../../client/order-saga-errors';
import type { OrderSagaErrorCode } from '../../client/order-saga-errors';
import type { Trouble } from './console-action';

/** With these nothing was done, and asking again as it is would change nothing. */
const refusals: readonly OrderSagaErrorCode[] = [
  'operation_refused',
  'order_closed',
  'order_invalid',
  'order_not_found',
  'payload_too_large',
];

/**
 * What became of a request that brought no answer.
 * @throws whatever is not an error of the client's
 */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof OrderSagaError)) throw error;
  if (refusals.includes(error.code))
    return { title: 'Refused', what: error.message, remedy: error.remedy };
  if (error instanceof DeadlineExceededError)
    return {
      title: 'No answer yet',
      what: 'It is not known whether the order has heard of it.',
      remedy:
        'Send the same form again: it carries the same id, so that nothing happens twice. Or look at the order.',
    };
  return { title: 'It was not answered', what: error.message, remedy: error.remedy };
}

/** Which line a refusal is about, so that it stands beside that line's field. */
export function refusedLine(error: unknown): number | undefined {
  if (!(error instanceof OperationRefusedError)) return undefined;
  const [, line] = /\bline (\d{1,10})\b/.exec(error.message) ?? [];
  return line === undefined ? undefined : Number(line);
}
