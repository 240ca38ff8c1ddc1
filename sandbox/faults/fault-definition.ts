import { z } from 'zod';
import { Refusal } from '../engine/refusal';
import { faultyField } from '../engine/request-bodies';
import { endpointNames, isMovementEndpoint, isReadEndpoint } from '../provider-endpoints';
import type { EndpointName } from '../provider-endpoints';

const milliseconds = z.int().min(0).max(86_400_000);
const errorStatus = z.int().min(400).max(599);
const groups = ['*', 'checkout', 'orders'] as const;
const endpoint = z.enum([...groups, ...(endpointNames as [EndpointName, ...EndpointName[]])]);

/** Which requests a fault meets, and how often. */
const matcher = {
  endpoint,
  /** The order id, or the order's uuid. */
  orderId: z.string().min(1).optional(),
  transactionId: z.string().min(1).optional(),
  sessionId: z.string().min(1).optional(),
  /** Contained in `merchant_reference_2`, or in one of the order's external ids. */
  reference: z.string().min(1).optional(),
  /** Lets so many matching requests pass first. */
  skip: z.int().min(0).default(0),
  times: z.union([z.int().min(1), z.literal('forever')]).optional(),
  /** Counts `skip` and `times` for each order on its own. */
  perOrder: z.boolean().default(false),
  probability: z.number().gt(0).max(1).default(1),
  seed: z.int().min(0).default(1),
};

const kind = <const Kind extends string, Fields extends z.ZodRawShape>(
  name: Kind,
  fields: Fields,
) => z.strictObject({ ...matcher, kind: z.literal(name), ...fields });

const definition = z.discriminatedUnion('kind', [
  kind('cut-before', {}),
  kind('apply-then-cut', {}),
  kind('error-before', { status: errorStatus.default(500) }),
  kind('error-after', { status: errorStatus.default(500) }),
  kind('slow-then-apply', { delayMs: milliseconds }),
  kind('apply-then-slow', { delayMs: milliseconds }),
  kind('conflict-409', { applied: z.boolean().default(false) }),
  kind('rate-limit-429', { retryAfterSeconds: z.int().min(0).max(86_400).optional() }),
  kind('accepted-202', {
    afterMs: milliseconds.default(0),
    outcome: z.enum(['succeeds', 'fails', 'never']).default('succeeds'),
  }),
  kind('failed-event-200', { correctAfterMs: milliseconds.optional() }),
  kind('stale-read', { forMs: milliseconds }),
  kind('unreadable-body', {}),
  kind('oversized-body', { bytes: z.int().min(1).max(64_000_000).default(4_194_304) }),
  kind('unauthorized-401', {}),
  kind('forbidden-403', {}),
  kind('not-found-404', {}),
  kind('down', { status: errorStatus.default(503), cut: z.boolean().default(false) }),
]);

export type FaultDefinition = z.infer<typeof definition>;
export type FaultKind = FaultDefinition['kind'];
export const faultKinds: readonly FaultKind[] = definition.options.map(
  (option) => option.shape.kind.value,
);

/** @throws Refusal 400, naming the field */
export function readFault(posted: unknown): FaultDefinition {
  const parsed = definition.safeParse(posted);
  if (!parsed.success) {
    const problem = parsed.error.issues[0]?.message ?? 'invalid';
    return refuse(faultyField(parsed.error), problem);
  }
  const fault = parsed.data;
  if (!isSensible(fault)) refuse('endpoint', `${fault.kind} does not fit ${fault.endpoint}`);
  return fault;
}

function refuse(field: string, problem: string): never {
  throw new Refusal(400, `${field || 'fault'}: ${problem}`, 'BAD FAULT', field || 'fault');
}

/** A group is always sensible: its fault waits for the requests that it fits. */
function isSensible({ endpoint: where, kind: what }: FaultDefinition): boolean {
  return groups.some((group) => group === where) || fitsEndpoint(what, where as EndpointName);
}

export function fitsEndpoint(what: FaultKind, name: EndpointName): boolean {
  if (what === 'accepted-202' || what === 'failed-event-200') return isMovementEndpoint(name);
  return what !== 'stale-read' || isReadEndpoint(name);
}
