export type AttentionCode =
  | 'provider_unreachable'
  | 'configuration_refused'
  | 'step_refused'
  | 'outcome_unknown'
  | 'reference_not_echoed'
  | 'surplus_moved'
  | 'authorized_differs'
  | 'authorization_expiring'
  | 'authorization_lapsed'
  | 'hold_too_long'
  | 'payment_undecided'
  | 'systems_differ'
  | 'defect';

const warnings: readonly AttentionCode[] = [
  'authorization_expiring',
  'authorization_lapsed',
  'surplus_moved',
  'systems_differ',
];

/** Something for a person to know that holds nothing up: operations go on, and whoever waits for one need not give up. */
export function isWarning({ code }: Pick<Attention, 'code'>): boolean {
  return warnings.includes(code);
}

/** What an order could not do, and tries again. */
export const stepCodes: readonly AttentionCode[] = [
  'provider_unreachable',
  'configuration_refused',
  'step_refused',
  'defect',
];

export function isAboutStep({ code }: Pick<Attention, 'code'>): boolean {
  return stepCodes.includes(code);
}

/** One word each, as an operator types it. */
export type AttentionChoice =
  | 'retry'
  | 'accept'
  | 'cancel'
  | 'mark_moved'
  | 'mark_not_moved'
  | 'mark_recorded'
  | 'refund_surplus';

/** What the saga cannot decide by itself. The order stays alive and waits for `resolve`. */
export interface Attention {
  readonly code: AttentionCode;
  readonly message: string;
  /** ISO 8601. */
  readonly since: string;
  readonly choices: readonly AttentionChoice[];
  /** The operation that it is about. */
  readonly operationId?: string;
}

export interface Resolution {
  readonly choice: AttentionChoice;
  readonly code?: AttentionCode;
  readonly operationId?: string;
  /** What exactly stood there as the decision was taken, where that may have changed before it is taken up. */
  readonly matter?: string;
  /** Who decided and why, for the record. */
  readonly note?: string;
}

const acceptable: readonly AttentionCode[] = [
  'authorized_differs',
  'reference_not_echoed',
  'surplus_moved',
  'authorization_expiring',
  'authorization_lapsed',
  'systems_differ',
];

/** A decision on a matter of the whole paid order, which no step waits for. */
export function isAcceptance({ code }: Resolution): boolean {
  return code !== undefined && acceptable.includes(code);
}

const longestMessage = 300;

export function attention(
  code: AttentionCode,
  message: string,
  choices: readonly AttentionChoice[],
  since: string,
  operationId?: string,
): Attention {
  const clipped = message.slice(0, longestMessage);
  return {
    code,
    message: clipped,
    since,
    choices,
    ...(operationId === undefined ? {} : { operationId }),
  };
}

/** Two words about the same thing: a later one replaces the earlier. */
export function sameMatter(
  left: Pick<Attention, 'code' | 'operationId'>,
  right: Pick<Attention, 'code' | 'operationId'>,
): boolean {
  return left.code === right.code && left.operationId === right.operationId;
}

/** The attention that a resolution answers, or undefined when none offers that choice. */
export function findResolved(
  attentions: readonly Attention[],
  resolution: Resolution,
): Attention | undefined {
  return attentions.find(
    (candidate) =>
      candidate.choices.includes(resolution.choice) &&
      (resolution.code === undefined || resolution.code === candidate.code) &&
      (resolution.operationId === undefined || resolution.operationId === candidate.operationId),
  );
}
