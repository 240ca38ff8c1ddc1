/** Every duration of an order's life, milliseconds. It travels in the workflow's input, so that replay never reads the environment. */
export interface Timing {
  /** How long the customer may take to pay. */
  readonly paymentDeadlineMs: number;
  /** Start-to-close of one attempt to move money or to record it. */
  readonly moneyAttemptMs: number;
  readonly pollFirstMs: number;
  readonly pollMaxMs: number;
  /** How long after the last possible send a look counts as proof of absence. */
  readonly settleDelayMs: number;
  /** How soon an order that is let go looks for late money again; later up to 24 times as long. */
  readonly lateMoneyWatchMs: number;
  /** Of products that keep an authorization for a week, as cards do, and of unknown ones. */
  readonly authorizationLifetimeMs: number;
  /** How long before the end of it a person is warned at the latest. */
  readonly authorizationWarningMs: number;
  /** How long after its last movement an order stays open for refunds. */
  readonly refundWindowMs: number;
  /** After how long of vain attempts the order says that it needs attention. */
  readonly attentionAfterMs: number;
  /** How long a payment may stay under manual review, or undecided on a closed page, before a person is asked. */
  readonly holdLimitMs: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export const defaultTiming: Timing = {
  paymentDeadlineMs: 30 * minute,
  moneyAttemptMs: minute,
  pollFirstMs: second,
  pollMaxMs: 30 * second,
  settleDelayMs: 30 * second,
  lateMoneyWatchMs: hour,
  authorizationLifetimeMs: 7 * day,
  authorizationWarningMs: day,
  refundWindowMs: 90 * day,
  attentionAfterMs: 5 * minute,
  holdLimitMs: 14 * day,
};
