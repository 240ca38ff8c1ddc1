import type { OrderSagaClient } from '../client/order-saga-client';
import type { OperationKind, OperationRequest } from '../domain/operation';
import type { LineAmount } from '../domain/order';
import type { OperationView, OrderView } from '../domain/order-view';
import { present } from '../domain/present';
import { readOperationRequest } from '../domain/read-operation-request';
import { CommandError } from './command-error';
import type { DeadlineOption } from './command-line';
import { exitCodes } from './exit-codes';
import { readAmounts } from './read-amounts';
import type { AmountOptions } from './read-amounts';

/** One capture, refund or cancel as it was typed or stands in a file; its amounts become minor units once the currency is known. */
export interface WantedOperation extends AmountOptions {
  readonly kind: OperationKind;
  readonly reference: string;
  readonly id?: string;
  readonly final?: boolean;
  readonly reason?: string;
}

/**
 * What has to be there before anything is looked up.
 * @throws CommandError
 */
export function requireWhole(wanted: WantedOperation): void {
  const [first] = findMissing(wanted);
  if (first !== undefined) throw first;
}

/** All that is missing, each with how to give it. */
export function findMissing(wanted: WantedOperation): readonly CommandError[] {
  const { kind, id } = wanted;
  const has = hasAmount(wanted);
  if (kind === 'capture')
    return has && id === undefined
      ? [missing('a capture of named amounts needs an id', 'Add --id shipment-1, for example.')]
      : [];
  const ofRefund = [
    ...(id === undefined
      ? [missing('a refund needs an id', 'Add --id return-1: the same id never refunds twice.')]
      : []),
    ...(has
      ? []
      : [missing('a refund needs an amount', 'Add --line 1=199.00, or --amount 199.00.')]),
  ];
  return [...(kind === 'refund' ? ofRefund : []), ...findMissingReason(wanted)];
}

function findMissingReason({ kind, reason }: WantedOperation): readonly CommandError[] {
  if ((reason ?? '').trim() !== '') return [];
  return [
    missing(`a ${kind} needs a reason`, 'Add --reason with a few words: they stand in the record.'),
  ];
}

export function hasAmount({ line, lineMinor, amount, minor }: AmountOptions): boolean {
  return [line, lineMinor, amount, minor].some((one) => one !== undefined);
}

function missing(message: string, remedy: string): CommandError {
  return new CommandError(exitCodes.usage, message, remedy);
}

/** As the client takes it, and as the domain reads it. */
export interface ReadyOperation {
  readonly send: (client: OrderSagaClient, within: DeadlineOption) => Promise<OperationView>;
  readonly request: OperationRequest;
}

/** @throws CommandError */
export function readyOperation(
  wanted: WantedOperation,
  view: Pick<OrderView, 'currency' | 'lines'>,
): ReadyOperation {
  const { reference } = wanted;
  switch (wanted.kind) {
    case 'capture': {
      const lines = readAmounts(wanted, view);
      const payload = {
        ...present('captureId', wanted.id),
        ...present('lines', lines),
        ...(wanted.final === true ? { final: true } : {}),
      };
      return {
        send: (client, within) => client.capture(reference, payload, within),
        request: read('capture', payload),
      };
    }
    case 'refund': {
      const payload = refundOf(wanted, readAmounts(wanted, view) ?? []);
      return {
        send: (client, within) => client.refund(reference, payload, within),
        request: read('refund', payload),
      };
    }
    case 'cancel': {
      const payload = { reason: wanted.reason ?? '' };
      return {
        send: (client, within) => client.cancel(reference, payload, within),
        request: read('cancel', payload),
      };
    }
  }
}

function refundOf({ id = '', reason }: WantedOperation, lines: readonly LineAmount[]) {
  return { refundId: id, lines, ...present('reason', reason) };
}

function read(kind: OperationKind, payload: unknown): OperationRequest {
  const answer = readOperationRequest(kind, payload);
  if ('request' in answer) return answer.request;
  throw new CommandError(
    exitCodes.data,
    answer.refused.reason.replace('captureId', '--id').replace('refundId', '--id'),
    'Correct it and try again; nothing was asked for.',
  );
}
