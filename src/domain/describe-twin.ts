import type { Attention, AttentionChoice } from './attention';
import { isLookalike } from './lookalike';
import type { OperationView } from './order-view';

type Known = Pick<
  OperationView,
  'kind' | 'operationId' | 'status' | 'amount' | 'foreign' | 'requestedAt'
>;

const verbs = { capture: 'Capture', refund: 'Refund', cancel: 'Release' } as const;

/**
 * What a person says by `mark_not_moved` where an equal movement was taken in, which may be the one in doubt: that nothing moved
 * would be false then. Undefined for every other choice, and where there is no such movement.
 */
export function describeTwin(
  operations: readonly Known[],
  { code, choices, operationId }: Attention,
  choice: AttentionChoice,
): string | undefined {
  if (code !== 'outcome_unknown' || choice !== 'mark_not_moved') return undefined;
  // To say that it moved would count the twin's money twice, so that this is offered only where there is none.
  if (choices.includes('mark_moved')) return undefined;
  const doubted = operations.find((one) => one.operationId === operationId && isInDoubt(one));
  const twin = doubted && operations.find((one) => isLookalike(one, doubted));
  if (doubted === undefined || twin === undefined) return undefined;
  return `${verbs[doubted.kind]} ${doubted.operationId} itself shall not move any more (${twin.operationId} is it, or nothing moved)`;
}

function isInDoubt({ status }: Known): boolean {
  return status === 'moving' || status === 'unknown';
}
