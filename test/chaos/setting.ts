import type { Draw } from '../simulation/draws';

/** Milliseconds, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How fast everything goes: of the orders, of the people around them, and of what befalls the machines. */
export interface Setting {
  /** Environment of the workers, in the proportions that they demand. */
  readonly timings: Readonly<Record<string, string>>;
  /** As in the timings: after this a customer comes too late. */
  readonly paymentDeadlineMs: number;
  /** How long a customer thinks, and how long the shop waits between two requests. */
  readonly customerMs: Span;
  readonly shopMs: Span;
  /** The pauses between two mishaps of one worker, of the provider, of Temporal, and of who is called back. */
  readonly untilWorkerMs: Span;
  readonly untilProviderMs: Span;
  readonly untilTemporalMs: Span;
  readonly untilReceiverMs: Span;
  /** A worker that sleeps longer than its attempt is overtaken; it wakes before the attempt and the settle delay are over. */
  readonly workerSleepMs: Span;
  /** Requests that wait in a frozen provider take effect when it wakes, which has to be within the settle delay. */
  readonly providerSleepMs: Span;
  /** A request that the provider takes up and leaves lying; with the sleep it stays within time-out and settle delay. */
  readonly slowMs: number;
  /** After so long without an effect nothing that was sent can still be on its way. */
  readonly quietMs: number;
  /** Between two rounds of whoever looks after the orders. */
  readonly roundMs: number;
  /** For all orders to come to rest after the last mishap. */
  readonly restMs: number;
}

export function within(draw: Draw, { from, to }: Span): number {
  return draw.whole(from, to);
}

const span = (from: number, to: number): Span => ({ from, to });

export const longSetting: Setting = {
  timings: {
    ORDER_POLL_FIRST: '200ms',
    ORDER_POLL_MAX: '1s',
    ORDER_PAYMENT_DEADLINE: '20s',
    ORDER_LATE_MONEY_WATCH: '3s',
    DINTERO_REQUEST_TIMEOUT: '2s',
    WORKER_SHUTDOWN_GRACE: '3s',
    ORDER_MONEY_ATTEMPT: '7s',
    ORDER_SETTLE_DELAY: '4s',
    ORDER_ATTENTION_AFTER: '15s',
  },
  paymentDeadlineMs: 20_000,
  customerMs: span(0, 6_000),
  shopMs: span(0, 3_000),
  untilWorkerMs: span(2_000, 14_000),
  untilProviderMs: span(4_000, 15_000),
  untilTemporalMs: span(8_000, 30_000),
  untilReceiverMs: span(4_000, 20_000),
  workerSleepMs: span(2_000, 9_500),
  providerSleepMs: span(500, 2_500),
  slowMs: 2_500,
  quietMs: 20_000,
  roundMs: 3_000,
  restMs: 180_000,
};

/** For the test run: everything meets everything within seconds. */
export const shortSetting: Setting = {
  timings: {
    ORDER_POLL_FIRST: '100ms',
    ORDER_POLL_MAX: '500ms',
    ORDER_PAYMENT_DEADLINE: '8s',
    ORDER_LATE_MONEY_WATCH: '1s',
    DINTERO_REQUEST_TIMEOUT: '1s',
    WORKER_SHUTDOWN_GRACE: '2s',
    ORDER_MONEY_ATTEMPT: '4s',
    ORDER_SETTLE_DELAY: '3s',
    ORDER_ATTENTION_AFTER: '8s',
  },
  paymentDeadlineMs: 8_000,
  customerMs: span(0, 1_500),
  shopMs: span(0, 500),
  untilWorkerMs: span(1_000, 4_000),
  untilProviderMs: span(1_000, 4_000),
  untilTemporalMs: span(3_000, 6_000),
  untilReceiverMs: span(2_000, 5_000),
  workerSleepMs: span(1_000, 5_500),
  providerSleepMs: span(300, 1_000),
  slowMs: 1_500,
  quietMs: 8_000,
  roundMs: 1_000,
  restMs: 120_000,
};
