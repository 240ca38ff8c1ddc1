import { wholeCharacters } from './whole-characters';

/** Who has to act for the failure to go away. */
export type FailureOwner = 'nobody' | 'operations' | 'engineers';

/** Whether the provider may have carried out the request that failed: unknown is never the same as failed. */
export type FailureEffect = 'none' | 'possible';

interface FailureRow {
  readonly retryable: boolean;
  readonly effect: FailureEffect;
  readonly owner: FailureOwner;
  readonly meaning: string;
}

/** Every failure that the saga knows. A failure without a row here does not exist. */
export const failureTable = {
  not_sent: {
    retryable: true,
    effect: 'none',
    owner: 'nobody',
    meaning: 'The request never left: no connection, or too little time was left.',
  },
  connection_cut: {
    retryable: true,
    effect: 'possible',
    owner: 'nobody',
    meaning: 'The connection ended before the answer was complete.',
  },
  request_timed_out: {
    retryable: true,
    effect: 'possible',
    owner: 'nobody',
    meaning: 'No answer within the deadline of the request.',
  },
  provider_error: {
    retryable: true,
    effect: 'possible',
    owner: 'nobody',
    meaning: 'The provider answered with a 5xx status.',
  },
  unreadable_answer: {
    retryable: true,
    effect: 'possible',
    owner: 'engineers',
    meaning: 'The answer was no JSON of the expected shape, or too large.',
  },
  conflict: {
    retryable: true,
    effect: 'possible',
    owner: 'nobody',
    meaning: 'The provider answered 409: another operation may be running.',
  },
  rate_limited: {
    retryable: true,
    effect: 'none',
    owner: 'nobody',
    meaning: 'The provider answered 429.',
  },
  token_unavailable: {
    retryable: true,
    effect: 'none',
    owner: 'nobody',
    meaning: 'No access token could be fetched at the moment.',
  },
  credentials_refused: {
    retryable: false,
    effect: 'none',
    owner: 'operations',
    meaning: 'The provider refused the client id and secret.',
  },
  unauthorized: {
    retryable: false,
    effect: 'none',
    owner: 'operations',
    meaning: 'The provider refused a fresh access token.',
  },
  scope_missing: {
    retryable: false,
    effect: 'none',
    owner: 'operations',
    meaning: 'The API client lacks the scope for this call.',
  },
  not_found: {
    retryable: false,
    effect: 'none',
    owner: 'operations',
    meaning: 'The provider does not know the id.',
  },
  refused: {
    retryable: false,
    effect: 'none',
    owner: 'operations',
    meaning: 'The provider refused the request by name.',
  },
  invalid_request: {
    retryable: false,
    effect: 'none',
    owner: 'engineers',
    meaning: 'Our request does not fit the wire schema, so it was not sent.',
  },
  still_waiting: {
    retryable: true,
    effect: 'none',
    owner: 'nobody',
    meaning: 'Not there yet; looked at again after a pause.',
  },
  payment_deadline: {
    retryable: false,
    effect: 'none',
    owner: 'nobody',
    meaning: 'The customer did not pay before the deadline.',
  },
  attempt_timed_out: {
    retryable: true,
    effect: 'possible',
    owner: 'nobody',
    meaning: 'The attempt ran out of time, or its worker was lost.',
  },
  attempt_cancelled: {
    retryable: true,
    effect: 'possible',
    owner: 'nobody',
    meaning: 'The attempt was cancelled while it ran.',
  },
  unexpected: {
    retryable: true,
    effect: 'possible',
    owner: 'engineers',
    meaning: 'An error without a row of its own: a defect of ours.',
  },
} as const satisfies Record<string, FailureRow>;

export type FailureCode = keyof typeof failureTable;

export interface PaymentFailure {
  readonly code: FailureCode;
  /** For people; clipped, free of secrets and of personal data. */
  readonly message: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** The provider's own error code, where it gave one. */
  readonly providerCode?: string;
  /** How long the provider asked us to wait, milliseconds. */
  readonly retryAfterMs?: number;
}

export function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === 'string' && Object.hasOwn(failureTable, code);
}

export function isRetryable(failure: PaymentFailure): boolean {
  return failureTable[failure.code].retryable;
}

/** Dintero answered and said no to this very request; asked again in the same words, it may say so for ever. */
export function isRefusal({ code }: Pick<PaymentFailure, 'code'>): boolean {
  return code === 'refused' || code === 'not_found';
}

/** Dintero answers, but not so that a step could go on; what has stood for a round may stand for ever. */
export function isLastingRefusal(failure: Pick<PaymentFailure, 'code'>): boolean {
  return isRefusal(failure) || failure.code === 'conflict' || failure.code === 'unreadable_answer';
}

export function mayHaveTakenEffect(failure: PaymentFailure): boolean {
  return failureTable[failure.code].effect === 'possible';
}

const longestMessage = 300;

export function paymentFailure(
  code: FailureCode,
  message: string,
  more: Omit<PaymentFailure, 'code' | 'message'> = {},
): PaymentFailure {
  return { code, message: wholeCharacters(message.slice(0, longestMessage)), ...more };
}

/** What a gateway throws: the failure is its only content. */
export class PaymentFailureError extends Error {
  readonly failure: PaymentFailure;

  constructor(failure: PaymentFailure) {
    super(`${failure.code}: ${failure.message}`);
    this.name = 'PaymentFailureError';
    this.failure = failure;
  }
}
