import type { Attention, AttentionChoice, AttentionCode } from '../../domain/attention';
import type { OperationKind, OperationStatus } from '../../domain/operation';
import { givesAdoptionUp } from '../../domain/decision';
import { describeTwin } from '../../domain/describe-twin';
import type { OperationView, OrderStatus, OrderView } from '../../domain/order-view';

/** What each status of an operation means to the one who asked for it. */
const operationMeanings: Readonly<Record<OperationStatus, string>> = {
  queued: 'Accepted. It waits for its turn.',
  moving: 'Accepted. It is on its way at the provider.',
  moved: 'The money moved. The record in Orders follows by itself.',
  recorded: 'Done. Both systems say so.',
  rejected: 'Refused. Nothing moves by it; to try again, open a new form.',
  unknown:
    'Nobody knows yet whether the money moved. The order looks until it knows, and sends nothing again before that.',
};

/** As the meanings say, but for a cancel that was refused: another one would be refused alike. */
export function meaningOf({ kind, status }: Pick<OperationView, 'kind' | 'status'>): string {
  return kind === 'cancel' && status === 'rejected'
    ? 'Refused. Nothing is released by it.'
    : operationMeanings[status];
}

export const kindNames: Readonly<Record<OperationKind, string>> = {
  capture: 'Capture',
  refund: 'Refund',
  cancel: 'Cancel',
};

/** One word with small letters and spaces: `awaiting_payment` → `awaiting payment`. */
export function sayCode(code: string): string {
  return code.replaceAll('_', ' ');
}

/** As a sentence without its full stop. */
export function sayStanding(status: OrderStatus): string {
  if (status === 'payment_failed') return 'The payment has failed';
  return `The order is ${sayCode(status)}`;
}

export const matterTitles: Readonly<Record<AttentionCode, string>> = {
  provider_unreachable: 'The provider cannot be reached',
  configuration_refused: 'The provider refuses our credentials',
  step_refused: 'The provider refused a step',
  outcome_unknown: 'Nobody knows whether the money moved',
  reference_not_echoed: 'The provider does not show our references',
  surplus_moved: 'Money moved a second time',
  authorized_differs: 'Another amount is authorized than was ordered',
  authorization_expiring: 'The authorization lapses soon',
  authorization_lapsed: 'The authorization has lapsed',
  hold_too_long: 'The payment has been under review for long',
  payment_undecided: 'The page is closed, and the payment is neither made nor failed',
  systems_differ: 'Checkout and Orders disagree',
  defect: 'An engineer has to look',
};

const choiceNames: Readonly<Record<AttentionChoice, string>> = {
  retry: 'Try again now',
  accept: 'Accept it as it is',
  cancel: 'Let go what is reserved',
  mark_moved: 'It did move',
  mark_not_moved: 'Withdraw it',
  mark_recorded: 'Its record was written by hand',
  refund_surplus: 'Refund the surplus',
};

/** Where the choice is another thing than with most matters. */
const ofMatters: Partial<Record<AttentionChoice, Partial<Record<AttentionCode, string>>>> = {
  retry: { payment_undecided: 'Look again now' },
  accept: {
    step_refused: 'Go on without it',
    provider_unreachable: 'Go on without it',
    hold_too_long: 'Wait on',
    payment_undecided: 'End the order',
  },
  cancel: {
    step_refused: 'Give the order up',
    hold_too_long: 'Give the order up',
    provider_unreachable: 'Give the order up',
  },
  mark_recorded: { provider_unreachable: 'I have looked: its record is there' },
  mark_not_moved: { outcome_unknown: 'It did not move' },
};

/** On the button of a choice. */
export function nameChoice(
  choice: AttentionChoice,
  matter: Attention,
  { operations }: Pick<OrderView, 'operations'>,
): string {
  if (givesAdoptionUp(matter, choice)) return 'Give the adoption up';
  return (
    describeTwin(operations, matter, choice) ??
    ofMatters[choice]?.[matter.code] ??
    choiceNames[choice]
  );
}

/** As true of one matter as of another. */
const takenNames: Partial<Record<AttentionChoice, string>> = {
  accept: 'Accept',
  cancel: 'Cancel',
  mark_not_moved: 'It shall not move any more',
};

/** After it was taken, when nobody knows any more what stood beside it; undefined for a word that is none. */
export function nameTaken(choice: string): string | undefined {
  if (!Object.hasOwn(choiceNames, choice)) return undefined;
  const taken = choice as AttentionChoice;
  return takenNames[taken] ?? choiceNames[taken];
}
