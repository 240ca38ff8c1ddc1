import { findResolved, isAboutStep } from './attention';
import type { Attention, AttentionChoice, AttentionCode, Resolution } from './attention';
import type { MinorUnits } from './money';
import type { OperationView, OrderStatus, OrderView } from './order-view';
import { reservedOf } from './view-remainder';

/** Where nothing more is known of the matter than its code, or not even that. */
const consequences: Readonly<Record<AttentionChoice, string>> = {
  retry: 'The step is tried again at once.',
  accept: 'The order goes on and does not ask about this again. No money moves by it.',
  cancel: 'What is still reserved is released to the customer. What was captured stays.',
  mark_moved:
    'The order takes your word that the money moved, and records it. Look in the back office first.',
  mark_not_moved:
    'The order takes your word that this operation itself shall not move any more: it ends as refused. Look in the back office first.',
  mark_recorded: 'The order takes your word that Orders has the record, and writes none.',
  refund_surplus: 'What moved too much is refunded to the customer.',
};

const nobodyLooks =
  'The order ends, and nobody looks for a payment any more: one that comes all the same is neither released nor refunded. Ask the provider first.';

const withoutThisStep = 'The order goes on without this step. No money moves by it.';

const givenUp =
  'The order is given up. Its page, where there is one, is closed; a payment that comes all the same is released or refunded.';

const adoptionGivenUp =
  'The adoption is given up, and nobody drives the order. Nothing was moved or recorded; what was asked for meanwhile is refused.';

type ByCode = Partial<Record<AttentionCode, string>>;

const ofMatters: Partial<Record<AttentionChoice, ByCode>> = {
  retry: {
    outcome_unknown:
      'The order looks at the provider at once. It sends again only what is proven not to have moved.',
    payment_undecided: 'The order looks at once whether the payment was made.',
    systems_differ: 'Both systems are compared again at once.',
  },
  accept: {
    step_refused: withoutThisStep,
    provider_unreachable: withoutThisStep,
    reference_not_echoed:
      'What waits goes on. Where an answer is lost, its movement is told by its amount alone, or asked about.',
    authorized_differs: 'What is reserved is what can be captured, and captures that wait go on.',
    hold_too_long:
      'The order waits on for the provider, and asks again when that has taken as long once more.',
    payment_undecided: nobodyLooks,
  },
  cancel: {
    step_refused: givenUp,
    hold_too_long: 'The order is given up, and whatever is reserved then is released.',
    provider_unreachable:
      'The order is given up. One that was made of the draft stays open in Orders: close it in the back office.',
  },
  mark_recorded: {
    provider_unreachable:
      'The order takes your word that Orders has the record, and writes none. Look in the back office first: what was sent may have been written.',
  },
};

/** By the names that the matters have. */
const withoutStep: Readonly<Partial<Record<string, string>>> = {
  cancelOrder: 'The order ends here and stays open in Orders: close it in the back office.',
  cancelCheckoutSession: nobodyLooks,
  readTransaction:
    'The order goes on without this look, and nobody looks for a payment any more: what comes all the same is neither released, refunded nor recorded. Ask the provider first.',
};

const letGo: readonly OrderStatus[] = ['cancelled', 'expired', 'payment_failed'];

const withoutComparison =
  'The order goes on without this comparison, and completes where it is the last one: what moved since the one before is neither taken in nor recorded.';

const withoutMovement: Readonly<Partial<Record<OperationView['kind'], string>>> = {
  cancel: 'The order ends without this release: what is reserved lapses by itself.',
  refund:
    'The order ends without this refund, and the money stays with the shop: give it back to the customer in another way.',
};

/** What follows from a choice, for the person who is about to make it; empty for a word that is no choice. */
export function consequenceOf(view: OrderView, resolution: Resolution): string {
  const { choice } = resolution;
  if (!Object.hasOwn(consequences, choice)) return '';
  const matter = decisionOn(view, resolution)?.matter ?? resolution;
  return ofOneMatter(view, choice, matter) ?? consequences[choice];
}

/** As far as a person has named it. */
type Meant = Partial<Pick<Attention, 'code' | 'operationId'>>;

function ofOneMatter(view: OrderView, choice: AttentionChoice, matter: Meant): string | undefined {
  const { code } = matter;
  if (code === undefined) return undefined;
  if (choice === 'mark_not_moved') return ofWithdrawal(view, code, operationOf(view, matter));
  const step = isAboutStep({ code }) ? ofStep(view, choice, matter) : undefined;
  return step ?? ofMatters[choice]?.[code];
}

function ofStep(view: OrderView, choice: AttentionChoice, matter: Meant): string | undefined {
  if (choice === 'accept') return ofGoingOn(view, matter);
  if (givesAdoptionUp(matter, choice)) return adoptionGivenUp;
  const isOfDraft = [undefined, 'completeDraftOrder'].includes(matter.operationId);
  return choice === 'cancel' && !isOfDraft ? givenUp : undefined;
}

/** Of an order that cannot be read, to be taken over. */
export function givesAdoptionUp({ operationId }: Meant, choice: AttentionChoice): boolean {
  return choice === 'cancel' && operationId === 'adoption';
}

function ofGoingOn(view: OrderView, matter: Meant): string | undefined {
  const { operationId = '' } = matter;
  if (operationId === 'readTransaction' && !letGo.includes(view.status)) return withoutComparison;
  if (Object.hasOwn(withoutStep, operationId)) return withoutStep[operationId];
  const operation = operationOf(view, matter);
  return operation && withoutMovement[operation.kind];
}

function ofWithdrawal(
  { status }: OrderView,
  code: AttentionCode,
  operation: OperationView | undefined,
): string | undefined {
  if (operation === undefined) return undefined;
  const isInDoubt = code === 'outcome_unknown';
  const begin = isInDoubt
    ? 'The order takes your word that this operation itself shall not move any more: it ends as refused'
    : 'Nothing of this operation has moved, and it is not sent any more: it ends as refused';
  return `${begin}, and ${afterWithdrawal(operation, letGo.includes(status))}${isInDoubt ? ' Look in the back office first.' : ''}`;
}

function afterWithdrawal({ kind }: OperationView, isLetGo: boolean): string {
  if (isLetGo && kind !== 'capture')
    return 'the order asks what shall become of the money. Without an answer it tries anew after a while.';
  return kind === 'cancel'
    ? 'what is reserved stays reserved, until it is captured or lapses.'
    : 'what it held may be asked for again.';
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
function operationOf(
  { operations }: OrderView,
  { code, operationId }: Meant,
): OperationView | undefined {
  const meant = operations.filter(
    (one) => operationId === one.operationId || operationId === `${one.kind} ${one.operationId}`,
  );
  const inDoubt = meant.find(({ status }) => status === 'moving' || status === 'unknown');
  return code === 'outcome_unknown' && inDoubt !== undefined ? inDoubt : meant[0];
}
