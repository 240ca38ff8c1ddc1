import { isMovementEndpoint, isReadEndpoint } from '../../../sandbox/provider-endpoints';
import type { EndpointName } from '../../../sandbox/provider-endpoints';
import type { Mishap } from '../provider/mishap';

/** One thing that can go wrong with a request, as the document calls it. */
export interface Fault {
  readonly words: string;
  readonly mishap: Mishap;
  fits(endpoint: EndpointName): boolean;
}

const secondMs = 1_000;
const always = () => true;
const writes = (endpoint: EndpointName) => !isReadEndpoint(endpoint) && endpoint !== 'token';

function ofBook(
  words: string,
  fault: Readonly<Record<string, unknown>>,
  fits: Fault['fits'] = always,
): Fault {
  return { words, mishap: { what: words, fault }, fits };
}

/** Longer than our client waits, and over before the order may call the effect absent. */
const slowMs = 40 * secondMs;
/** Above the limit of our client. */
const oversizedBytes = 2_200_000;

const transport = {
  refused: {
    words: 'the connection is refused',
    mishap: { what: 'unsent', way: 'unsent' },
    fits: always,
  },
  'cut-before': ofBook('the connection is cut, nothing happened', { kind: 'cut-before' }),
  'cut-after': ofBook('the connection is cut, it happened', { kind: 'apply-then-cut' }, writes),
  'late-effect': ofBook(
    'no answer in time, it happens 25 s after we gave up',
    { kind: 'slow-then-apply', delayMs: slowMs },
    writes,
  ),
  slow: ofBook(
    'no answer in time',
    { kind: 'apply-then-slow', delayMs: slowMs },
    (endpoint) => !writes(endpoint),
  ),
} as const satisfies Record<string, Fault>;

const answers = {
  '503-before': ofBook('503, nothing happened', { kind: 'error-before', status: 503 }),
  '500-after': ofBook('500, it happened', { kind: 'error-after', status: 500 }, writes),
  '409': ofBook('409, nothing happened', { kind: 'conflict-409' }),
  '409-applied': ofBook('409, it happened', { kind: 'conflict-409', applied: true }, writes),
  '429': ofBook('429', { kind: 'rate-limit-429' }),
  '429-wait': ofBook('429 with Retry-After 120 s', {
    kind: 'rate-limit-429',
    retryAfterSeconds: 120,
  }),
  unreadable: ofBook('an answer that is no JSON', { kind: 'unreadable-body' }),
  oversized: ofBook('an answer above the size limit', {
    kind: 'oversized-body',
    bytes: oversizedBytes,
  }),
  '401': ofBook('401', { kind: 'unauthorized-401' }),
  '403': ofBook('403', { kind: 'forbidden-403' }),
  '404': ofBook('404', { kind: 'not-found-404' }),
  stale: ofBook(
    'the picture is 9 s old',
    { kind: 'stale-read', forMs: 9 * secondMs },
    isReadEndpoint,
  ),
} as const satisfies Record<string, Fault>;

const accepted = (outcome: string, afterMs: number) => ({ kind: 'accepted-202', outcome, afterMs });

const movements = {
  '202-ok': ofBook('202, done 20 s later', accepted('succeeds', 20 * secondMs), isMovementEndpoint),
  '202-failed': ofBook(
    '202, failed 20 s later',
    accepted('fails', 20 * secondMs),
    isMovementEndpoint,
  ),
  '202-never': ofBook('202, and then nothing', accepted('never', 0), isMovementEndpoint),
  'failed-event': ofBook(
    '200 with a failed event',
    { kind: 'failed-event-200' },
    isMovementEndpoint,
  ),
  corrected: ofBook(
    '200 with a failed event, corrected 15 s later',
    { kind: 'failed-event-200', correctAfterMs: 15 * secondMs },
    isMovementEndpoint,
  ),
} as const satisfies Record<string, Fault>;

export const faults = { ...transport, ...answers, ...movements };
export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as readonly FaultName[];

/** How many of the fitting requests meet the fault: one, all for twelve minutes, or all until a person has mended the cause. */
export const spans = ['first', 'while', 'lasting'] as const;
export type Span = (typeof spans)[number];

export const whileMs = 12 * 60 * secondMs;
