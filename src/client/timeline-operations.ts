import type { OperationView, OrderView } from '../domain/order-view';
import { isPlainObject } from '../domain/plain-object';
import { epochMs } from '../domain/instant';
import type { TimelineRow } from './timeline';

const verbs = { capture: 'Capture', refund: 'Refund', cancel: 'Cancel' } as const;

/** What the order tells of its operations, and of the matter that waits for a person. */
export function tellState({ operations, needsAttention }: OrderView): readonly TimelineRow[] {
  return [
    ...operations.flatMap(tellOperation),
    ...(needsAttention === null
      ? []
      : [
          {
            atMs: epochMs(needsAttention.since),
            source: 'workflow' as const,
            what: `Needs attention: ${needsAttention.code}`,
            detail: needsAttention.message,
            outcome: 'waiting',
          },
        ]),
  ];
}

function tellOperation(operation: OperationView): readonly TimelineRow[] {
  const { kind, operationId, status, requestedAt, finishedAt } = operation;
  const name = `${verbs[kind]} ${operationId}`;
  const amount = operation.amount > 0 ? { amount: operation.amount } : {};
  const asked = {
    atMs: epochMs(requestedAt),
    source: 'operation' as const,
    what: operation.foreign === true ? `${name} found at the provider` : `${name} asked for`,
    ...amount,
    ...detail(noteOf(operation)),
  };
  const finished = {
    atMs: epochMs(finishedAt ?? requestedAt),
    source: 'operation' as const,
    what: name,
    ...amount,
    ...detail(operation.reason),
    outcome: status,
  };
  if (status === 'rejected' && finishedAt === requestedAt) return [finished];
  return finishedAt === undefined
    ? [{ ...asked, ...detailOr(operation.reason, asked), outcome: status }]
    : [asked, finished];
}

/** The caller's own words are a part of what was asked. */
function noteOf({ content }: OperationView): string | undefined {
  try {
    const asked: unknown = JSON.parse(content);
    const note = isPlainObject(asked) ? asked['note'] : undefined;
    return typeof note === 'string' ? note : undefined;
  } catch {
    return undefined;
  }
}

function detail(text: string | undefined): Pick<TimelineRow, 'detail'> {
  return text === undefined || text === '' ? {} : { detail: text };
}

function detailOr(text: string | undefined, otherwise: Pick<TimelineRow, 'detail'>) {
  return text === undefined ? detail(otherwise.detail) : { detail: text };
}
