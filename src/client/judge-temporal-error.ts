import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import {
  ApplicationFailure,
  NamespaceNotFoundError,
  WorkflowNotFoundError,
} from '@temporalio/common';
import { refusalTypes } from '../workflows/messages';
import {
  DeadlineExceededError,
  OperationRefusedError,
  OrderNotFoundError,
  OrderReferenceTakenError,
  OrderSagaError,
} from './order-saga-errors';
import {
  TemporalRefusedError,
  TemporalUnavailableError,
  WorkerUnavailableError,
} from './temporal-errors';
import type { RefusalType } from './order-saga-errors';

export interface CallName {
  readonly what: string;
  readonly orderReference: string;
  readonly deadlineMs: number;
}

export interface Verdict {
  /** The same call with the same update id may succeed, and cannot do anything twice. */
  readonly again: boolean;
  /** What the caller is told once nothing more can be done. */
  readonly error: Error;
}

const again = (error: Error): Verdict => ({ again: true, error });
const final = (error: Error): Verdict => ({ again: false, error });

/** What an error of a call to Temporal means for the order, and whether to call again. */
export function judgeTemporalError(error: unknown, call: CallName): Verdict {
  if (error instanceof OrderSagaError) return final(error);
  if (error instanceof WorkflowUpdateFailedError) return judgeUpdateFailure(error, call);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
    return again(new DeadlineExceededError(call.what, call.deadlineMs, undefined, error));
  if (error instanceof WorkflowNotFoundError)
    return final(new OrderNotFoundError(call.orderReference, error));
  if (error instanceof NamespaceNotFoundError)
    return final(new TemporalRefusedError(call.what, error.message, error));
  if (error instanceof QueryNotRegisteredError)
    return again(new WorkerUnavailableError(call.what, error));
  if (isOfClosedChannel(error)) return final(new TemporalUnavailableError(call.what, error, true));
  const status = grpcStatusOf(error);
  if (status === undefined) return final(error instanceof Error ? error : new Error(String(error)));
  return judgeStatus(status, error, call);
}

/**
 * The server's own words, which say nothing about the operation itself: the order ended or went on as new under a waiting
 * update, or its worker was too busy to take the update up.
 */
const saidByServer: readonly unknown[] = ['AcceptedUpdateCompletedWorkflow', 'UnprocessedUpdate'];

/** Whether the run ended that had accepted the update; another one may have followed it. */
export function hasEndedUnderUpdate(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === 'AcceptedUpdateCompletedWorkflow'
  );
}

function judgeUpdateFailure(error: WorkflowUpdateFailedError, call: CallName): Verdict {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure))
    return again(new DeadlineExceededError(call.what, call.deadlineMs, undefined, error));
  if (saidByServer.includes(cause.type))
    return again(new DeadlineExceededError(call.what, call.deadlineMs, undefined, error));
  if (cause.type === 'order_reference_taken')
    return final(new OrderReferenceTakenError(call.orderReference, error));
  if (isRefusalType(cause.type)) {
    const reason = cause.message;
    return final(new OperationRefusedError(cause.type, reason, cause.details?.[0], error));
  }
  return final(new TemporalRefusedError(call.what, cause.message, error));
}

function isRefusalType(type: unknown): type is RefusalType {
  return refusalTypes.some((known) => known === type);
}

/** The numbers of gRPC's own specification. */
const grpc = {
  cancelled: 1,
  unknown: 2,
  deadlineExceeded: 4,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
} as const;

const transient: readonly number[] = [grpc.unknown, grpc.aborted, grpc.internal];

function judgeStatus(
  status: { readonly code: number; readonly reason: string },
  error: unknown,
  call: CallName,
): Verdict {
  switch (status.code) {
    case grpc.cancelled:
    // The server gives a query up when the worker that it was for dies, and has time limits of its own, shorter than a patient
    // caller's; whose it was, the clock tells.
    case grpc.deadlineExceeded:
      return again(new DeadlineExceededError(call.what, call.deadlineMs, undefined, error));
    case grpc.unavailable:
      // "workflow update was aborted" is the order's answer to too many callers at once, not an outage.
      return /update was aborted/i.test(status.reason)
        ? again(new DeadlineExceededError(call.what, call.deadlineMs, undefined, error))
        : again(new TemporalUnavailableError(call.what, error));
    case grpc.resourceExhausted:
      return again(new DeadlineExceededError(call.what, call.deadlineMs, undefined, error));
    case grpc.failedPrecondition:
      return again(new WorkerUnavailableError(call.what, error));
    default:
      return {
        again: transient.includes(status.code),
        error: new TemporalRefusedError(call.what, status.reason, error),
      };
  }
}

export function grpcStatusOf(error: unknown): { code: number; reason: string } | undefined {
  if (isGrpcServiceError(error)) return { code: error.code, reason: reasonOf(error) };
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? undefined : grpcStatusOf(cause);
}

/** Of an update-with-start the library puts what went wrong into the message, and leaves in the details that something did. */
function reasonOf({ message, details }: ServiceStatus): string {
  return message.endsWith(details) && details !== '' ? details : message;
}

type ServiceStatus = Readonly<Record<'message' | 'details', string>>;

/** What the channel says once it was closed has no status. */
function isOfClosedChannel(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message === 'Channel has been shut down' || isOfClosedChannel(error.cause);
}
