import { ApplicationFailure, CancellationScope, condition, setHandler } from '@temporalio/workflow';
import type { RawValue } from '@temporalio/common';
import { isWarning, sameMatter } from '../domain/attention';
import type { Attention, Resolution } from '../domain/attention';
import { canonicalJson } from '../domain/fingerprint';
import { judgeOperation } from '../domain/judge-operation';
import type { OperationRefusal } from '../domain/judge-operation';
import { isIdle } from '../domain/money-queue';
import { isFinished } from '../domain/operation';
import type { OperationKind, OperationRequest } from '../domain/operation';
import { findOperation } from '../domain/order-state';
import { viewCheckout, viewOperation, viewOrder } from '../domain/order-view';
import type { CheckoutView, OperationView, OrderView } from '../domain/order-view';
import type { OperationName } from '../domain/payment-event';
import { looksWhenAsked } from '../domain/plan-compensation';
import { findCheckoutFault } from '../domain/read-checkout-request';
import { readOperationRequest } from '../domain/read-operation-request';
import { readResolution } from '../domain/read-resolution';
import { wholeCharacters } from '../domain/whole-characters';
import {
  cancelUpdate,
  captureUpdate,
  checkoutUpdate,
  largestPayloadBytes,
  reconcileUpdate,
  refundUpdate,
  resolveUpdate,
  stateQuery,
} from './messages';
import type { CheckoutRequest, refusalTypes } from './messages';
import type { OrderSaga } from './order-saga';
import { defineRawSignal, readRawPayload } from './read-raw-payload';

/** Ten updates may be in flight on the server; with seven callers waiting, `cancel` and `resolve` still get through. */
const mostWaiting = 7;

/** Registers all handlers. They only note what was asked; the loops do the work. */
export function takeMessages(saga: OrderSaga): void {
  setHandler(stateQuery, () => viewOrder(saga.state, saga.timing), {
    description: 'The whole order: amounts, lines, operations, and what needs attention.',
  });
  for (const kind of ['capture', 'refund', 'cancel'] as const) {
    setHandler(defineRawSignal(kind), (...raw: RawValue[]) => takeSignal(saga, kind, raw), {
      description: `Asks for a ${kind}; the answer is in the state.`,
    });
  }
  setHandler(defineRawSignal('paymentNotice'), () => void (saga.bell = true), {
    description: 'Rings the doorbell: the order looks for itself.',
  });
  const operationUpdates = [
    [captureUpdate, 'capture'],
    [refundUpdate, 'refund'],
    [cancelUpdate, 'cancel'],
  ] as const;
  for (const [update, kind] of operationUpdates) {
    setHandler(update, (payload: unknown) => takeOperation(saga, kind, payload), {
      validator: (payload: unknown) => requireAcceptable(saga, kind, payload),
      description: `Asks for a ${kind} and waits for its end.`,
    });
  }
  setHandler(checkoutUpdate, (request?: CheckoutRequest) => awaitCheckout(saga, request), {
    validator: (request?: CheckoutRequest) => requireSameOrder(saga, request),
    description: 'Waits for the checkout page and returns its URL.',
  });
  setHandler(resolveUpdate, (payload: unknown) => takeResolution(saga, payload), {
    validator: (payload: unknown) => void readOffered(saga, payload),
    description: "An operator's decision on what needs attention.",
  });
  setHandler(reconcileUpdate, () => reconcile(saga), {
    description: 'Reads both systems now, compares them, and corrects what can be corrected.',
  });
}

/** The `type` of a refusal that a caller can meet. */
type RefusalType = (typeof refusalTypes)[number];

function refuse(type: RefusalType, why: string, operationId?: string): never {
  const reason = wholeCharacters(why);
  throw ApplicationFailure.nonRetryable(reason, type, { operationId, reason });
}

function takeSignal(saga: OrderSaga, kind: OperationKind, raw: readonly RawValue[]): void {
  const read = readRawPayload(raw);
  if ('problem' in read)
    return noteRefusal(saga, kind, {
      operationId: 'unreadable',
      code: 'malformed_request',
      reason: read.problem,
    });
  const result = readOperationRequest(kind, read.content);
  if ('refused' in result) return noteRefusal(saga, kind, result.refused);
  askFor(saga, result.request);
}

/** What the saga or an operator asks for by itself has no caller: where it is refused, the state shows it. */
export function askFor(saga: OrderSaga, request: OperationRequest): OperationRefusal | undefined {
  const judgement = saga.request(request);
  if (!('refused' in judgement)) return undefined;
  noteRefusal(saga, request.kind, judgement.refused);
  return judgement.refused;
}

function noteRefusal(saga: OrderSaga, kind: OperationKind, refusal: OperationRefusal): void {
  saga.apply({
    type: 'request_refused',
    refusal: { ...refusal, kind, reason: refusal.reason.slice(0, 200), at: saga.now() },
  });
}

function readAcceptable(kind: OperationKind, payload: unknown): OperationRequest {
  requireSize(payload);
  const read = readOperationRequest(kind, payload);
  if ('refused' in read)
    return refuse(read.refused.code, read.refused.reason, read.refused.operationId);
  return read.request;
}

function requireSize(payload: unknown): void {
  const size = sizeOf(payload);
  if (size === undefined) return refuse('malformed_request', 'the payload is nested too deeply');
  if (size > largestPayloadBytes)
    refuse('payload_too_large', `send at most ${largestPayloadBytes} bytes`);
}

/** Undefined for what is nested so deeply that it cannot be written down again. */
function sizeOf(payload: unknown): number | undefined {
  try {
    return (JSON.stringify(payload) ?? '').length;
  } catch {
    return undefined;
  }
}

function requireAcceptable(saga: OrderSaga, kind: OperationKind, payload: unknown): void {
  const judgement = judgeOperation(saga.state, readAcceptable(kind, payload), saga.now());
  if ('refused' in judgement)
    refuse(judgement.refused.code, judgement.refused.reason, judgement.refused.operationId);
}

/** Judged once more: between its validation and this moment another message may have taken the remainder. */
async function takeOperation(
  saga: OrderSaga,
  kind: OperationKind,
  payload: unknown,
): Promise<OperationView> {
  const judgement = saga.request(readAcceptable(kind, payload));
  if ('refused' in judgement)
    return refuse(judgement.refused.code, judgement.refused.reason, judgement.refused.operationId);
  const { operationId } = 'known' in judgement ? judgement.known : judgement.accepted;
  return awaitOutcome(saga, { kind, operationId });
}

/** Holds the caller until the operation is finished, or until holding on would be of no use. */
async function awaitOutcome(saga: OrderSaga, name: OperationName): Promise<OperationView> {
  const current = () => findOperation(saga.state, name.kind, name.operationId);
  await hold(saga, () => {
    const operation = current();
    return operation === undefined || isFinished(operation) || operation.status === 'unknown';
  });
  const operation = current();
  return operation === undefined
    ? refuse('already_ended', 'the operation is gone', name.operationId)
    : viewOperation(operation);
}

async function hold(
  saga: OrderSaga,
  answered: () => boolean,
  inVain = () => !saga.state.attentions.every(isWarning),
): Promise<void> {
  if (saga.waiting >= mostWaiting) return;
  saga.waiting += 1;
  try {
    const mayGo = () => answered() || inVain() || saga.leaving;
    // Handlers run in the root scope: a cancel request of Temporal's would fail every caller, now and later.
    await CancellationScope.nonCancellable(() => condition(mayGo));
  } finally {
    saga.waiting -= 1;
  }
}

function requireSameOrder(saga: OrderSaga, request: CheckoutRequest | undefined): void {
  requireSize(request);
  const fault = findCheckoutFault(request);
  if (fault !== undefined) return refuse('malformed_request', fault);
  if (
    request?.order === undefined ||
    canonicalJson(request.order) === canonicalJson(saga.state.order)
  )
    return;
  refuse(
    'order_reference_taken',
    `${saga.state.order.orderReference} is another order already, or was taken over: ask for it by its reference, or give this one a reference of its own`,
  );
}

async function awaitCheckout(saga: OrderSaga, request?: CheckoutRequest): Promise<CheckoutView> {
  requireSameOrder(saga, request);
  const isPreparing = () => saga.state.payment.phase === 'preparing';
  await hold(saga, () => !isPreparing());
  const view = viewCheckout(saga.state);
  return isPreparing() && saga.state.attentions.length === 0 ? { ...view, status: 'queued' } : view;
}

function readOffered(saga: OrderSaga, payload: unknown): Resolution {
  requireSize(payload);
  const resolution = readResolution(saga.state.attentions, payload);
  if (resolution !== undefined) return resolution;
  const offered = saga.state.attentions.map(
    ({ code, operationId, choices }) => `${code} ${operationId ?? ''}: ${choices.join(', ')}`,
  );
  return refuse(
    'choice_not_offered',
    offered.length === 0 ? 'nothing needs attention' : `choose one of: ${offered.join('; ')}`,
  );
}

/** Judged once more: another decision may have settled the matter since the validation. */
function takeResolution(saga: OrderSaga, payload: unknown): OrderView {
  saga.apply({ type: 'attention_resolved', resolution: readOffered(saga, payload) });
  return viewOrder(saga.state, saga.timing);
}

async function reconcile(saga: OrderSaga): Promise<OrderView> {
  const { phase } = saga.state.payment;
  if (phase !== 'paid' && phase !== 'unwinding') return viewOrder(saga.state, saga.timing);
  saga.lookWanted = true;
  // One that is under way may have read already what is asked about.
  const wanted = saga.looks.begun + 1;
  const known = saga.state.attentions;
  const isNew = (matter: Attention) => !known.some((each) => sameMatter(each, matter));
  // An idle order looks at once, whatever waits for a decision; one that is busy with a matter may not come to it for long.
  const comesToIt = () => isIdle(saga.state) || looksWhenAsked(saga.state);
  const inVain = () => saga.state.attentions.some((matter) => isNew(matter) || !comesToIt());
  const isTaken = () => saga.looks.last.number >= wanted;
  await hold(saga, () => isTaken() || saga.over, inVain);
  if (isTaken() && saga.looks.last.result === 'left_out')
    return refuse('look_left_out', 'a person chose to go on without the look that was asked for');
  return viewOrder(saga.state, saga.timing);
}
