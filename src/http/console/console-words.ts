import type { AttentionChoice, AttentionCode } from '../../domain/attention';
import type { OperationKind, OperationStatus } from '../../domain/operation';

/** What each status of an operation means to the one who asked for it. */
export const operationMeanings: Readonly<Record<OperationStatus, string>> = {
  queued: 'Accepted. It waits for its turn.',
  moving: 'Accepted. It is on its way at the provider.',
  moved: 'The money moved. The record in Orders follows by itself.',
  recorded: 'Done. Both systems say so.',
  rejected: 'Refused. Nothing moves by it; to try again, open a new form.',
  unknown:
    'Nobody knows yet whether the money moved. The order looks until it knows, and sends nothing again before that.',
};

export const kindNames: Readonly<Record<OperationKind, string>> = {
  capture: 'Capture',
  refund: 'Refund',
  cancel: 'Cancel',
};

/** One word with small letters and spaces: `awaiting_payment` → `awaiting payment`. */
export function sayCode(code: string): string {
  return code.replaceAll('_', ' ');
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
  systems_differ: 'Checkout and Orders disagree',
  defect: 'An engineer has to look',
};

interface ChoiceWords {
  /** On the button. */
  readonly act: string;
  /** What follows from it. */
  readonly consequence: string;
}

export const choiceWords: Readonly<Record<AttentionChoice, ChoiceWords>> = {
  retry: { act: 'Try again now', consequence: 'The step is tried again at once.' },
  accept: {
    act: 'Accept it as it is',
    consequence: 'The order goes on and does not ask about this again. No money moves by it.',
  },
  cancel: {
    act: 'Let go what is reserved',
    consequence: 'What is still reserved is released to the customer. What was captured stays.',
  },
  mark_moved: {
    act: 'It did move',
    consequence:
      'The order takes your word that the money moved, and records it. Look in the back office first.',
  },
  mark_not_moved: {
    act: 'It did not move',
    consequence:
      'The order takes your word that nothing moved: the operation ends as refused, and its amount may be asked for again. Look in the back office first.',
  },
  mark_recorded: {
    act: 'Its record was written by hand',
    consequence: 'The order takes your word that Orders has the record, and writes none.',
  },
  refund_surplus: {
    act: 'Refund the surplus',
    consequence: 'What moved too much is refunded to the customer.',
  },
};
