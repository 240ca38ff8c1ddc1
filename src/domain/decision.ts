import { findResolved } from './attention';
import type { Attention, AttentionChoice, AttentionCode, Resolution } from './attention';
import type { MinorUnits } from './money';
import type { OperationView, OrderView } from './order-view';
import { reservedOf } from './view-remainder';

const consequences: Readonly<Record<AttentionChoice, string>> = {
  retry: 'The step is tried again at once.',
  accept: 'The order goes on and does not ask about this again. No money moves by it.',
  cancel: 'What is still reserved is released to the customer. What was captured stays.',
  mark_moved:
    'The order takes your word that the money moved, and records it. Look in the back office first.',
  mark_not_moved:
    'The order takes your word that this operation itself shall not move any more: it ends as refused, and what it held may be asked for again. Look in the back office first.',
  mark_recorded: 'The order takes your word that Orders has the record, and writes none.',
  refund_surplus: 'What moved too much is refunded to the customer.',
};

const ofRetry: Partial<Record<AttentionCode, string>> = {
  outcome_unknown:
    'The order looks at the provider at once. It sends again only what is proven not to have moved.',
  systems_differ: 'Both systems are compared again at once.',
};

/** What follows from a choice on a matter, for the person who is about to make it; empty for a word that is no choice. */
export function consequenceOf(choice: AttentionChoice, code: AttentionCode | undefined): string {
  const own = choice === 'retry' && code !== undefined ? ofRetry[code] : undefined;
  return own ?? (Object.hasOwn(consequences, choice) ? consequences[choice] : '');
}

/** What a decision is about. `amount`: of the operation, or what a cancel lets go; minor units, absent where no money is meant. */
export interface Decision {
  readonly matter: Attention;
  readonly operation?: OperationView;
  readonly amount?: MinorUnits;
}

/** Undefined where the matter that the order shows first is not the one that is meant, or does not offer the choice. */
export function decisionOn(view: OrderView, resolution: Resolution): Decision | undefined {
  const shown = view.needsAttention === null ? [] : [view.needsAttention];
  const matter = findResolved(shown, resolution);
  if (matter === undefined) return undefined;
  const operation = operationOf(view, matter);
  const amount = resolution.choice === 'cancel' ? reservedOf(view) : operation?.amount;
  return {
    matter,
    ...(operation === undefined ? {} : { operation }),
    ...(amount === undefined || amount === 0 ? {} : { amount }),
  };
}

/**
 * A matter names an operation by its id, or by its kind and id. Where the id means two, a capture and its refund, the doubt is
 * about the one that is not settled.
 */
function operationOf({ operations }: OrderView, { code, operationId }: Attention) {
  const meant = operations.filter(
    (one) => operationId === one.operationId || operationId === `${one.kind} ${one.operationId}`,
  );
  const inDoubt = meant.find(({ status }) => status === 'moving' || status === 'unknown');
  return code === 'outcome_unknown' && inDoubt !== undefined ? inDoubt : meant[0];
}
