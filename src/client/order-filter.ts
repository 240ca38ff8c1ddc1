import { z } from 'zod';
import { identifierPattern } from '../domain/order';
import type { OrderStatus } from '../domain/order-view';
import { searchAttributes, workflowType } from '../workflows/messages';
import { InvalidOrderError } from './order-saga-errors';
import { faultOf, sayIssue } from './say-issue';

/** Which orders are wanted; all conditions hold together. Instants in ISO 8601, with a time zone, or a day in UTC. */
export interface OrderFilter {
  readonly status?: OrderStatus;
  readonly needsAttention?: boolean;
  /** This instant included. */
  readonly startedAfter?: string;
  /** This instant left out. */
  readonly startedBefore?: string;
  /** What the references begin with. */
  readonly referencePrefix?: string;
}

const every: Readonly<Record<OrderStatus, true>> = {
  preparing: true,
  awaiting_payment: true,
  authorized: true,
  partially_captured: true,
  captured: true,
  partially_refunded: true,
  refunded: true,
  cancelled: true,
  payment_failed: true,
  expired: true,
};

export const orderStatuses = Object.keys(every) as readonly OrderStatus[];

/** An instant or a day, as it was written. */
export const writtenInstant = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: ({ input }) =>
    Array.isArray(input)
      ? 'is given more than once'
      : 'write an instant, as in 2026-12-01T08:00:00Z, or a day, as in 2026-12-01',
});

const instant = writtenInstant.transform((text) => new Date(text).toISOString());

const statusProblem = `use one of ${orderStatuses.join(', ')}`;

/** @throws InvalidOrderError when there is no such status, which callers without types may give. */
export function requireStatus(field: string, status: unknown): void {
  if (!orderStatuses.some((known) => known === status))
    throw new InvalidOrderError([{ field, problem: statusProblem }]);
}

const orderFilter = z.strictObject({
  status: z.enum(orderStatuses, statusProblem).optional(),
  needsAttention: z.boolean('use true or false').optional(),
  startedAfter: instant.optional(),
  startedBefore: instant.optional(),
  referencePrefix: z
    .string()
    .regex(identifierPattern, 'use 1 to 64 of A-Z, a-z, 0-9, dot, underscore, hyphen')
    .optional(),
});

/** The newest run of every order: those before a continue-as-new are the same order. */
export const everyOrder = `WorkflowType = '${workflowType}' AND ExecutionStatus != 'ContinuedAsNew'`;

/**
 * A filter as a query of Temporal's visibility. Nothing gets into it that is not of a known form, so that no value can end its
 * quotation marks.
 * @throws InvalidOrderError with every fault
 */
export function queryOf(filter: OrderFilter): string {
  const result = orderFilter.safeParse(filter, { error: sayIssue });
  if (!result.success) throw new InvalidOrderError(result.error.issues.map(faultOf));
  const { status, needsAttention, startedAfter, startedBefore, referencePrefix } = result.data;
  const conditions = [
    status === undefined ? [] : [`${searchAttributes.orderStatus.name} = '${status}'`],
    needsAttention === undefined
      ? []
      : [`${searchAttributes.needsAttention.name} = ${needsAttention}`],
    startedAfter === undefined ? [] : [`StartTime >= '${startedAfter}'`],
    startedBefore === undefined ? [] : [`StartTime < '${startedBefore}'`],
    referencePrefix === undefined
      ? []
      : [`${searchAttributes.orderReference.name} STARTS_WITH '${referencePrefix}'`],
  ];
  return [everyOrder, ...conditions.flat()].join(' AND ');
}
