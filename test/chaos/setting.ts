/** In the proportions that the worker demands; a settle delay outlasts everything that the stand-in is told to do late. */
export const timings = {
  ORDER_POLL_FIRST: '200ms',
  ORDER_POLL_MAX: '1s',
  ORDER_PAYMENT_DEADLINE: '20s',
  ORDER_LATE_MONEY_WATCH: '3s',
  DINTERO_REQUEST_TIMEOUT: '2s',
  WORKER_SHUTDOWN_GRACE: '3s',
  ORDER_MONEY_ATTEMPT: '7s',
  ORDER_SETTLE_DELAY: '4s',
  ORDER_ATTENTION_AFTER: '15s',
} as const;

/** After this a customer comes too late. */
export const paymentDeadlineMs = 20_000;

/** A worker that sleeps longer than its attempt is overtaken; it wakes before the attempt and the settle delay are over. */
export const workerSleepMs = { from: 2_000, to: 9_500 } as const;

/** Requests that wait in a frozen provider take effect when it wakes, which has to be within the settle delay. */
export const providerSleepMs = { from: 500, to: 3_000 } as const;
