import { formatDuration } from './client/duration';
import type { ConfigFault } from './read-environment';

/** Milliseconds by the variable's name; one with a fault of its own is left out. */
export type Times = Readonly<Partial<Record<string, number>>>;

interface Rule {
  readonly shorter: string;
  readonly longer: string;
  /** How many times the shorter one has to fit. */
  readonly times?: number;
  readonly why: string;
}

/** A money attempt may need an access token, a look and the request itself. */
const exchangesOfAnAttempt = 3;

const rules: readonly Rule[] = [
  {
    shorter: 'DINTERO_REQUEST_TIMEOUT',
    longer: 'ORDER_MONEY_ATTEMPT',
    times: exchangesOfAnAttempt,
    why: 'an attempt makes up to three exchanges with Dintero',
  },
  {
    shorter: 'DINTERO_REQUEST_TIMEOUT',
    longer: 'ORDER_SETTLE_DELAY',
    why: 'a look proves nothing while a request may still be on its way',
  },
  {
    shorter: 'DINTERO_REQUEST_TIMEOUT',
    longer: 'WORKER_SHUTDOWN_GRACE',
    why: 'a worker that stops has to hear the answer to what it sent',
  },
  { shorter: 'ORDER_POLL_FIRST', longer: 'ORDER_POLL_MAX', why: 'the pauses grow' },
  {
    shorter: 'ORDER_POLL_MAX',
    longer: 'ORDER_PAYMENT_DEADLINE',
    why: 'a payment has to be looked at before the deadline',
  },
  {
    shorter: 'ORDER_AUTHORIZATION_WARNING',
    longer: 'ORDER_AUTHORIZATION_LIFETIME',
    why: 'the warning comes before the end',
  },
  {
    shorter: 'ORDER_MONEY_ATTEMPT',
    longer: 'ORDER_ATTENTION_AFTER',
    why: 'a first attempt has to end before an order asks for attention',
  },
];

/** Durations that each are sound and do not fit each other. */
export function checkTimes(times: Times): readonly ConfigFault[] {
  return rules.flatMap(({ shorter, longer, times: count = 1, why }) => {
    const shorterMs = times[shorter];
    const longerMs = times[longer];
    if (shorterMs === undefined || longerMs === undefined) return [];
    if (count * shorterMs < longerMs) return [];
    const factor = count === 1 ? '' : `${count} times `;
    return [
      {
        variable: longer,
        remedy: `make it longer than ${factor}${shorter} (${factor}${formatDuration(shorterMs)}), since ${why}; it is ${formatDuration(longerMs)}`,
      },
    ];
  });
}
