import type { Setting } from './setting';

type Fault = Readonly<Record<string, unknown>>;

const movements = ['captureTransaction', 'refundTransaction', 'voidTransaction'] as const;
const reads = ['readTransaction', 'readSession', 'listCaptures', 'listRefunds'] as const;

const ofMovements: readonly Fault[] = [
  { kind: 'accepted-202', outcome: 'succeeds', afterMs: 900, probability: 0.05 },
  { kind: 'accepted-202', outcome: 'fails', afterMs: 700, probability: 0.02 },
  { kind: 'failed-event-200', probability: 0.02 },
  { kind: 'failed-event-200', correctAfterMs: 1_500, probability: 0.03 },
];

const ofEverything = (slowMs: number): readonly Fault[] => [
  { kind: 'cut-before', probability: 0.03 },
  { kind: 'apply-then-cut', probability: 0.05 },
  { kind: 'error-before', status: 503, probability: 0.02 },
  { kind: 'error-after', status: 500, probability: 0.03 },
  { kind: 'slow-then-apply', delayMs: slowMs / 2, probability: 0.02 },
  { kind: 'slow-then-apply', delayMs: slowMs, probability: 0.01 },
  { kind: 'apply-then-slow', delayMs: slowMs, probability: 0.01 },
  { kind: 'conflict-409', applied: true, probability: 0.01 },
  { kind: 'conflict-409', applied: false, probability: 0.01 },
  { kind: 'rate-limit-429', retryAfterSeconds: 1, probability: 0.02 },
  { kind: 'unreadable-body', probability: 0.01 },
];

/** Every fifth request meets one of these, each by its own seeded chance. */
export function brewFaults(seed: number, { slowMs }: Setting): readonly Fault[] {
  const all = [
    ...movements.flatMap((endpoint) => ofMovements.map((fault) => ({ ...fault, endpoint }))),
    ...reads.map((endpoint) => ({ kind: 'stale-read', forMs: 700, endpoint, probability: 0.04 })),
    ...ofEverything(slowMs).map((fault) => ({ ...fault, endpoint: '*' })),
  ];
  return all.map((fault, index) => ({ ...fault, times: 'forever', seed: seed * 100 + index }));
}
