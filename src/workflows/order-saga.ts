import { condition, log, metricMeter, workflowInfo } from '@temporalio/workflow';
import { attention } from '../domain/attention';
import type { AttentionChoice, AttentionCode, Resolution } from '../domain/attention';
import { applyPaymentEvent } from '../domain/apply-payment-event';
import { epochMs, instantOf } from '../domain/instant';
import { judgeOperation } from '../domain/judge-operation';
import type { Judgement } from '../domain/judge-operation';
import type { OperationRequest } from '../domain/operation';
import { newOrderState } from '../domain/order-state';
import type { OrderState } from '../domain/order-state';
import type { PaymentEvent } from '../domain/payment-event';
import type { Timing } from '../domain/timing';
import { createSteps } from './activity-policies';
import type { Steps } from './activity-policies';
import { createTally } from './count-changes';
import type { OrderLifecycleInput } from './messages';
import { createShowcase } from './show-order';

/** Everything one run of the workflow holds: the order's state, and the few things that die with the run. */
export interface OrderSaga {
  readonly timing: Timing;
  readonly steps: Steps;
  readonly state: OrderState;
  /** Taken over by continue-as-new: an attempt of the run before may have left without its answer. */
  readonly resumed: boolean;
  /** Of the first run: what was made at the provider is no older. */
  readonly startedAt: string;
  /** Rung by `paymentNotice`; the wait for payment looks at it and puts it down. */
  bell: boolean;
  /** Asked for by `reconcile`, or owed since a run had to end under it; the next idle moment reads both systems. */
  lookWanted: boolean;
  /** How many looks that were asked for have begun, and what became of the last that ended. */
  readonly looks: { begun: number; last: { number: number; result: 'read' | 'left_out' } };
  /** Handlers that hold a caller at this moment. */
  waiting: number;
  leaving: boolean;
  over: boolean;
  /** Why the order cannot be adopted: nothing was done, and the run fails with this sentence. */
  obstacle: string | undefined;
  now(): string;
  apply(event: PaymentEvent): void;
  request(request: OperationRequest): Judgement;
  raise(
    code: AttentionCode,
    message: string,
    choices: readonly AttentionChoice[],
    about?: string,
  ): void;
  clear(code: AttentionCode, about?: string): void;
  /** An operator's decision on the matter, taken up once. */
  decision(code: AttentionCode, about?: string): Resolution | undefined;
  isDecided(code: AttentionCode, about?: string): boolean;
  /** The history has grown long: every loop ends at its next safe point. */
  mustLeave(): boolean;
  /** Waits until something holds, the time is over, or the run has to end; true when it holds. The summary is what the Web UI shows beside the timer. */
  until(holds: () => boolean, atMost?: string | number, summary?: string): Promise<boolean>;
}

export function createOrderSaga(input: OrderLifecycleInput): OrderSaga {
  let state = input.carried ?? newOrderState(input.order);
  const showcase = createShowcase(input.timing);
  const tally = createTally({ meter: metricMeter, log });
  const saga: OrderSaga = {
    timing: input.timing,
    steps: createSteps(input.timing),
    get state() {
      return state;
    },
    resumed: input.carried !== undefined,
    startedAt: instantOf(workflowInfo().startTime.getTime()),
    bell: false,
    lookWanted: input.lookWanted === true,
    looks: { begun: 0, last: { number: 0, result: 'read' } },
    waiting: 0,
    leaving: false,
    over: false,
    obstacle: undefined,
    now,
    apply(event) {
      const before = state;
      state = applyPaymentEvent(before, event);
      tally.count(before, state);
      showcase.show(state, saga.leaving);
    },
    request(request) {
      const judgement = judgeOperation(state, request, now());
      if ('accepted' in judgement)
        saga.apply({ type: 'operation_accepted', operation: judgement.accepted });
      return judgement;
    },
    ...attentionOf(
      () => state,
      (event) => saga.apply(event),
    ),
    mustLeave,
    until,
  };
  showcase.show(state, false);
  return saga;
}

function now(): string {
  return instantOf(Date.now());
}

function mustLeave(): boolean {
  return workflowInfo().continueAsNewSuggested;
}

async function until(
  holds: () => boolean,
  atMost?: string | number,
  summary = 'Pause before the next try',
): Promise<boolean> {
  const ready = () => holds() || mustLeave();
  if (atMost === undefined) await condition(ready);
  else {
    const longestMs = typeof atMost === 'number' ? atMost : epochMs(atMost) - Date.now();
    await condition(ready, Math.max(1, longestMs), { summary });
  }
  return holds();
}

type OfAttention = Pick<OrderSaga, 'raise' | 'clear' | 'isDecided' | 'decision'>;

function attentionOf(state: () => OrderState, apply: (event: PaymentEvent) => void): OfAttention {
  const isAbout =
    (code: AttentionCode, about?: string) =>
    (known: { code?: AttentionCode; operationId?: string }) =>
      known.code === code && known.operationId === about;
  return {
    raise(code, message, choices, about) {
      const raised = attention(code, message, choices, now(), about);
      apply({ type: 'attention_raised', attention: raised });
    },
    clear(code, about) {
      if (!state().attentions.some(isAbout(code, about))) return;
      const operationId = about === undefined ? {} : { operationId: about };
      apply({ type: 'attention_cleared', code, ...operationId });
    },
    isDecided: (code, about) => state().resolutions.some(isAbout(code, about)),
    decision(code, about) {
      const resolution = state().resolutions.find(isAbout(code, about));
      if (resolution !== undefined) apply({ type: 'resolution_taken', resolution });
      return resolution;
    },
  };
}
