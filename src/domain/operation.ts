import { canonicalJson } from './fingerprint';
import type { MinorUnits } from './money';
import type { OperationKind } from './operation-key';
import type { LineAmount } from './order';

export type { OperationKind } from './operation-key';

/** `moved`: the money moved and the record does not say so yet. `unknown`: nobody knows yet whether it moved. */
export type OperationStatus = 'queued' | 'moving' | 'moved' | 'recorded' | 'rejected' | 'unknown';

export interface Operation {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly status: OperationStatus;
  readonly amount: MinorUnits;
  readonly lines: readonly LineAmount[];
  /** Canonical JSON of what was asked: the same id with other content is another operation, and refused. */
  readonly content: string;
  /** ISO 8601. */
  readonly requestedAt: string;
  readonly finishedAt?: string;
  /** Why it was rejected, or what a person should know about it. */
  readonly reason?: string;
  /** Asked without lines: all that remains when its turn comes. */
  readonly everything?: boolean;
  readonly final?: boolean;
  /** The caller's own words: why the refund or the cancellation. */
  readonly note?: string;
  /** The provider's event that moved the money. */
  readonly eventId?: string;
  /** Failed event that the provider may still correct: the amount stays held until it is read again. */
  readonly provisional?: boolean;
  /** Rejected by a person, who said that it shall not move: nobody tries it in another way. */
  readonly withdrawn?: boolean;
  /** Found at the provider, not asked for here: the back office or a payment method that captures at once. */
  readonly foreign?: boolean;
  /** What a movement that was found bore at the provider: an earlier run may have sent it under an id that is not known here. */
  readonly reference?: string;
  /** Known by its reference at the provider alone: what exactly was asked is forgotten, its lines and amount are not. */
  readonly adopted?: boolean;
  readonly recordId?: string;
  /** ISO 8601: its record was found missing then, and may still be on its way. */
  readonly missingSince?: string;
  /** Where the record had to name lines that the movement does not. */
  readonly recordedLines?: readonly LineAmount[];
}

/** Stands for the id of a record of which a person said that it is there. */
export const recordedByHand = 'by hand';
/** What stands for the record's id where Orders needs none. */
export const noRecordNeeded = 'none';

export interface CaptureRequest {
  readonly captureId?: string;
  readonly lines?: readonly LineAmount[];
  readonly final?: boolean;
}

export interface RefundRequest {
  readonly refundId: string;
  readonly lines: readonly LineAmount[];
  readonly reason?: string;
}

export interface CancelRequest {
  readonly reason: string;
}

/** A request that was read strictly, in one form for all three kinds. */
export interface OperationRequest {
  readonly kind: OperationKind;
  /** Absent for a capture of all that remains: the order gives it `rest-<n>`. */
  readonly operationId?: string;
  readonly lines?: readonly LineAmount[];
  readonly final?: boolean;
  readonly note?: string;
}

export function canonicalContent(request: OperationRequest): string {
  const lines =
    request.lines && [...request.lines].sort((left, right) => left.lineId - right.lineId);
  return canonicalJson({
    final: request.final || undefined,
    lines: lines ?? 'all',
    note: request.note,
  });
}

export function isFinished(operation: Operation): boolean {
  return operation.status === 'recorded' || operation.status === 'rejected';
}

export function hasMoved(operation: Operation): boolean {
  return operation.status === 'moved' || operation.status === 'recorded';
}

/** Accepted and perhaps going to move, or perhaps moved: its amount counts against what remains. */
export function isInFlight({ status }: Operation): boolean {
  return status === 'queued' || status === 'moving' || status === 'unknown';
}

/** Without what was said of it while nobody knew, or while it counted as rejected. */
export function withoutDoubt(operation: Operation): Operation {
  const {
    provisional: _provisional,
    reason: _reason,
    finishedAt: _finishedAt,
    withdrawn: _withdrawn,
    ...rest
  } = operation;
  return rest;
}
