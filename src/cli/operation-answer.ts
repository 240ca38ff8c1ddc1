import type { OperationKind, OperationStatus } from '../domain/operation';
import type { OperationView } from '../domain/order-view';
import { drawOperation } from './draw-order';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import type { Paint } from './paint';

/**
 * What came of a request. `recorded`: the money moved and both systems say so. `accepted`: it will, or has and its record follows.
 * `duplicate`: the same was asked for before. `unknown`: nobody knows yet, and the order finds out.
 */
export type AnswerResult = 'recorded' | 'accepted' | 'refused' | 'duplicate' | 'unknown';

export interface OperationAnswer {
  readonly orderReference: string;
  readonly currency: string;
  readonly kind: OperationKind;
  readonly result: AnswerResult;
  readonly operation: OperationView;
}

const resultByStatus: Readonly<Record<OperationStatus, AnswerResult>> = {
  recorded: 'recorded',
  moved: 'accepted',
  queued: 'accepted',
  moving: 'accepted',
  unknown: 'unknown',
  rejected: 'refused',
};

/** `moved`: the money has moved, and the record follows by itself. */
const exitCodeByStatus: Readonly<Record<OperationStatus, ExitCode>> = {
  recorded: exitCodes.ok,
  moved: exitCodes.ok,
  rejected: exitCodes.refused,
  queued: exitCodes.unfinished,
  moving: exitCodes.unfinished,
  unknown: exitCodes.unfinished,
};

export function answerOf(
  order: { readonly orderReference: string; readonly currency: string },
  operation: OperationView,
  askedBefore: boolean,
): OperationAnswer {
  const { orderReference, currency } = order;
  const result = askedBefore ? 'duplicate' : resultByStatus[operation.status];
  return { orderReference, currency, kind: operation.kind, result, operation };
}

/** A duplicate is as well or as badly off as the operation that it repeats. */
export function exitCodeOfAnswer({ operation }: OperationAnswer): ExitCode {
  return exitCodeByStatus[operation.status];
}

export function drawAnswer(answer: OperationAnswer, paint: Paint): string {
  const { operation, currency, orderReference, result } = answer;
  if (result === 'duplicate')
    return `duplicate of ${drawOperation(operation, currency, paint, `(${operation.status})`)}`;
  const said = drawOperation(operation, currency, paint, wordOf(answer));
  const more = furtherWords(operation.status, orderReference);
  return more === undefined ? said : `${said}\n${paint('faint', more)}`;
}

function wordOf({ result, operation }: OperationAnswer): string {
  return result === 'accepted' ? `accepted (${operation.status})` : result;
}

function furtherWords(status: OperationStatus, orderReference: string): string | undefined {
  switch (status) {
    case 'moved':
      return 'The money has moved; its record follows by itself.';
    case 'queued':
    case 'moving':
      return `It goes on by itself: ordersaga watch ${orderReference}`;
    case 'unknown':
      return `Nobody knows yet whether the money moved, and it is not sent again before that is known: ordersaga watch ${orderReference}`;
    case 'recorded':
    case 'rejected':
      return undefined;
  }
}
