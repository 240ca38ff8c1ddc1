import type { Clock } from '../engine/clock';
import { pause } from '../engine/clock';
import { errorBody, Refusal } from '../engine/refusal';
import { asUsual } from '../engine/serving';
import type { Directive } from '../engine/serving';
import type { FaultDefinition, FaultKind } from './fault-definition';

/** What the merchant gets of a request: an answer, or a connection that broke. */
export type ProviderAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** The body as it is sent: JSON, unless a fault garbled it. */
      readonly text: string;
    }
  | { readonly kind: 'cut' };

/** Serves the request, its effect included; refusals come back as answers. */
export type Perform = (directive: Directive) => ProviderAnswer;

const cut: ProviderAnswer = { kind: 'cut' };

export function refused(refusal: Refusal, headers: Record<string, string> = {}): ProviderAnswer {
  return {
    kind: 'answer',
    status: refusal.status,
    headers,
    text: JSON.stringify(errorBody(refusal)),
  };
}

function failed(status: number, message = 'a fault that was asked for'): ProviderAnswer {
  return refused(new Refusal(status, message));
}

type Meetings = {
  readonly [Kind in FaultKind]: (
    fault: Extract<FaultDefinition, { kind: Kind }>,
    perform: Perform,
    clock: Clock,
  ) => ProviderAnswer | Promise<ProviderAnswer>;
};

const meetings: Meetings = {
  'cut-before': () => cut,
  'apply-then-cut': (_fault, perform) => after(perform, cut),
  'error-before': ({ status }) => failed(status),
  'error-after': ({ status }, perform) => after(perform, failed(status)),
  'slow-then-apply': async ({ delayMs }, perform, clock) => {
    // The effect comes at the end, also when the client has given up meanwhile.
    await pause(clock, delayMs);
    return perform(asUsual);
  },
  'apply-then-slow': async ({ delayMs }, perform, clock) => {
    const answer = perform(asUsual);
    await pause(clock, delayMs);
    return answer;
  },
  'conflict-409': ({ applied }, perform) => {
    const conflict = failed(409, 'another operation is being processed');
    return applied ? after(perform, conflict) : conflict;
  },
  'rate-limit-429': ({ retryAfterSeconds }) =>
    refused(
      new Refusal(429, 'too many requests'),
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    ),
  'accepted-202': ({ afterMs, outcome }, perform) =>
    perform({ ...asUsual, treatment: { kind: 'accepted', afterMs, outcome } }),
  'failed-event-200': ({ correctAfterMs }, perform) =>
    perform({ ...asUsual, treatment: { kind: 'failed-event', correctAfterMs } }),
  'stale-read': ({ forMs }, perform) => perform({ ...asUsual, staleMs: forMs }),
  'unreadable-body': (_fault, perform) => garble(perform(asUsual)),
  'oversized-body': ({ bytes }, perform) => inflate(perform(asUsual), bytes),
  'unauthorized-401': () => failed(401),
  'forbidden-403': () => failed(403),
  'not-found-404': () => failed(404, 'not found'),
  down: ({ status, cut: cuts }) => (cuts ? cut : failed(status, 'out of service')),
};

export async function meetFault(
  fault: FaultDefinition | undefined,
  perform: Perform,
  clock: Clock,
): Promise<ProviderAnswer> {
  if (fault === undefined) return perform(asUsual);
  const meet = meetings[fault.kind] as (
    fault: FaultDefinition,
    perform: Perform,
    clock: Clock,
  ) => ProviderAnswer | Promise<ProviderAnswer>;
  return meet(fault, perform, clock);
}

function after(perform: Perform, answer: ProviderAnswer): ProviderAnswer {
  perform(asUsual);
  return answer;
}

function garble(answer: ProviderAnswer): ProviderAnswer {
  return answer.kind === 'cut' ? answer : { ...answer, text: '<html><body>Bad gateway' };
}

function inflate(answer: ProviderAnswer, bytes: number): ProviderAnswer {
  if (answer.kind === 'cut') return answer;
  return { ...answer, text: `{"padding":"${'x'.repeat(bytes)}","answer":${answer.text}}` };
}
