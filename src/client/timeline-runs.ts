import type { PayloadConverter } from '@temporalio/common';
import { isPlainObject } from '../domain/plain-object';
import type { TimelineRow } from './timeline';
import { readPayload } from './timeline-events';
import type { HistoryEvent } from './timeline-events';

export function tellStart(
  event: HistoryEvent,
  atMs: number,
  converter: PayloadConverter,
): readonly TimelineRow[] {
  const started = event.workflowExecutionStartedEventAttributes;
  if (!started || started.continuedExecutionRunId) return [];
  const input = readPayload(converter, started.input?.payloads?.[0]);
  if (!isPlainObject(input)) return [{ atMs, source: 'workflow', what: 'The order was started' }];
  return [input['carried'] === undefined ? begun(atMs, input['order']) : adopted(atMs)];
}

const adopted = (atMs: number): TimelineRow => ({
  atMs,
  source: 'operator',
  what: 'The order was taken over (adopted)',
});

function begun(atMs: number, order: unknown): TimelineRow {
  const lines = isPlainObject(order) && Array.isArray(order['lines']) ? order['lines'] : [];
  return {
    atMs,
    source: 'workflow',
    what: 'The order was started',
    detail: `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`,
    amount: lines.map(grossAmountOf).reduce((total, one) => total + one, 0),
  };
}

function grossAmountOf(line: unknown): number {
  const amount = isPlainObject(line) ? line['grossAmount'] : undefined;
  return typeof amount === 'number' ? amount : 0;
}

/** How a run ended, and what was done to it by hand. */
export function tellClosing(event: HistoryEvent, atMs: number): readonly TimelineRow[] {
  if (event.workflowExecutionContinuedAsNewEventAttributes)
    return [{ atMs, source: 'workflow', what: 'The order went on in a new run' }];
  if (event.workflowExecutionCompletedEventAttributes)
    return [{ atMs, source: 'workflow', what: 'The order is complete; its workflow has ended' }];
  const failed = event.workflowExecutionFailedEventAttributes;
  if (failed) return [broken(atMs, 'The workflow failed', failed.failure?.message)];
  if (event.workflowExecutionTimedOutEventAttributes)
    return [broken(atMs, 'The workflow ran out of time', undefined)];
  if (event.workflowExecutionCanceledEventAttributes)
    return [broken(atMs, 'The workflow was cancelled', undefined)];
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated)
    return [
      { ...broken(atMs, 'The workflow was terminated', terminated.reason), source: 'operator' },
    ];
  return [];
}

function broken(atMs: number, what: string, why: string | null | undefined): TimelineRow {
  return { atMs, source: 'workflow', what, ...(why ? { detail: why } : {}), outcome: 'failed' };
}
