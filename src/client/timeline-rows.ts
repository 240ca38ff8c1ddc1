import type { PayloadConverter } from '@temporalio/common';
import type { OrderView } from '../domain/order-view';
import type { TimelineRow } from './timeline';
import type { PendingActivity, RunEvents } from './timeline-events';
import { createHistoryTeller } from './timeline-history';
import { tellState } from './timeline-operations';
import { showable } from './timeline-text';

export interface TimelineSources {
  /** Oldest first. */
  readonly runs: readonly RunEvents[];
  /** Undefined where the order could not be asked: its operations are then told from its messages. */
  readonly state: OrderView | undefined;
  readonly pending: readonly PendingActivity[];
  readonly converter: PayloadConverter;
  readonly limit: number;
}

const longestWhat = 160;
const longestDetail = 400;
const longestOutcome = 40;

/** Everything that is known of an order as one story, oldest first; the newest `limit` rows. */
export function tellTimeline(sources: TimelineSources): readonly TimelineRow[] {
  const { runs, state, pending, converter, limit } = sources;
  const teller = createHistoryTeller({ converter, pending, tellMessages: state === undefined });
  const rows = [
    ...runs.flatMap(({ events }) => teller.tell(events)),
    ...(state === undefined ? [] : tellState(state)),
  ];
  // Where the newest events alone were read, what the state knows from before them would stand without its story.
  const sinceMs = teller.isWhole() ? 0 : teller.firstAtMs();
  return rows
    .filter(({ atMs }) => atMs >= sinceMs)
    .sort((left, right) => left.atMs - right.atMs)
    .slice(-limit)
    .map(fitToShow);
}

function fitToShow(row: TimelineRow): TimelineRow {
  const { detail, outcome, ...rest } = row;
  return {
    ...rest,
    what: showable(row.what, longestWhat),
    ...(detail === undefined ? {} : { detail: showable(detail, longestDetail) }),
    ...(outcome === undefined ? {} : { outcome: showable(outcome, longestOutcome) }),
  };
}
