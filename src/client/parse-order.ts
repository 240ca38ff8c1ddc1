import type { OrderRequest } from '../domain/order';
import { readOrder } from './read-order';

/**
 * An order that came as JSON, as `start` takes it: read strictly, amounts in minor units, defaults filled in.
 * @throws InvalidOrderError with every fault, PayloadTooLargeError
 */
export function parseOrder(input: unknown): OrderRequest {
  return readOrder(input).order;
}
