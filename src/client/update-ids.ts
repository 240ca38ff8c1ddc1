import { randomUUID } from 'node:crypto';
import { fingerprint } from '../domain/fingerprint';
import { canonicalContent } from '../domain/operation';
import type { OperationRequest } from '../domain/operation';

/**
 * The server has one space of update ids for a run, whatever the update's name, and never compares content: kind, id and
 * content are therefore all in it, so that no request is ever answered with the result of another.
 */
export function checkoutUpdateId(orderHash: string): string {
  return `checkout/${orderHash}`;
}

/** A request without an id of its own gets a fresh one per call, because its operation is another one each time. */
export function operationUpdateId(request: OperationRequest): string {
  return `${request.kind}/${request.operationId ?? randomUUID()}/${fingerprint(canonicalContent(request))}`;
}

/** For questions and decisions, of which each is its own. */
export function singleUpdateId(name: 'checkout' | 'resolve' | 'reconcile'): string {
  return `${name}/${randomUUID()}`;
}
