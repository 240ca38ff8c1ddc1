import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { OrderView } from '../domain/order-view';
import { openCall } from './persist';
import type { Call } from './persist';
import { describeOrder, readState } from './read-state';
import { readNewestEvents } from './timeline-events';
import { tellTimeline } from './timeline-rows';

/**
 * Who tells it. `workflow`: what the order did or decided. `provider`: what Dintero said. `operation`: a capture, refund or
 * cancel that was asked for. `operator`: a person's decision, or what was done to the workflow by hand.
 */
export type TimelineSource = 'workflow' | 'provider' | 'operation' | 'operator';

/** One thing that happened to an order, in words for people; clean of control characters and clipped. */
export interface TimelineRow {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly source: TimelineSource;
  /** At most 160 characters. */
  readonly what: string;
  /** Attempts, failures, reasons; at most 400 characters. */
  readonly detail?: string;
  /** Minor units, VAT included. */
  readonly amount?: number;
  /** One word: done, moved, recorded, unknown, failed, running, … */
  readonly outcome?: string;
}

export const defaultTimelineRows = 500;
export const mostTimelineRows = 2_000;

/** A capture costs 15 events and tells five rows; with room for steps that tell less. */
const eventsForARow = 8;

/** The state may need a worker, the history does not: a dead worker costs this long, and then the history alone is told. */
const stateWithinMs = 5_000;

/**
 * What happened to an order, oldest first, over all its runs; the newest `limit` rows are kept.
 * @throws OrderSagaError
 */
export async function readTimeline(
  client: Client,
  call: Call,
  limit: number,
): Promise<readonly TimelineRow[]> {
  const description = await describeOrder(client, call);
  const [runs, state] = await Promise.all([
    readNewestEvents(client, description.runId, limit * eventsForARow, call),
    readStateBriefly(client, call),
  ]);
  return tellTimeline({
    runs,
    state,
    pending: pendingOf(description),
    converter: client.options.loadedDataConverter.payloadConverter,
    limit,
  });
}

function pendingOf({ raw }: WorkflowExecutionDescription) {
  return raw.pendingActivities ?? [];
}

async function readStateBriefly(client: Client, call: Call): Promise<OrderView | undefined> {
  const leftMs = Math.max(1, call.deadlineAtMs - Date.now());
  const brief = openCall(call.what, call.orderReference, Math.min(leftMs / 2, stateWithinMs));
  // Whatever keeps the order from answering, its history is told all the same.
  return readState(client, brief).catch(() => undefined);
}
