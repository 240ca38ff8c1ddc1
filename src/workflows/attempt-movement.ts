import type { MoveInput, MoveResult, SettleResult } from '../activities/contract';
import { seenTotals } from '../domain/adopt-movements';
import { formatMoney } from '../domain/money';
import { absenceGapMs } from '../domain/movement-step';
import { movementOf } from '../domain/movement-of-operation';
import { findOperation, transactionOf } from '../domain/order-state';
import { present } from '../domain/present';
import type { OperationName } from '../domain/payment-event';
import { interruptible } from './carry-on';
import type { Interrupted } from './carry-on';
import type { OrderSaga } from './order-saga';

/** One attempt at the money itself. The state said so before the call (`operation_started`). */
export function attemptMovement(saga: OrderSaga, name: OperationName): Promise<MoveResult> {
  const { movement, summary } = describe(saga, name);
  const steps = saga.steps.once(summary);
  switch (name.kind) {
    case 'capture':
      return steps.captureTransaction(movement);
    case 'refund':
      return steps.refundTransaction(movement);
    case 'cancel':
      return steps.voidTransaction({ transactionId: movement.transactionId, seen: movement.seen });
  }
}

/** Looks until it knows: moved, failed, proven absent, or changed by somebody else. Waiting costs no history. */
export async function lookForMovement(
  saga: OrderSaga,
  name: OperationName,
  notBeforeMs: number,
): Promise<SettleResult | Interrupted> {
  const { movement, summary } = describe(saga, name);
  const { settleDelayMs, attentionAfterMs } = saga.timing;
  const untilMs = notBeforeMs - Date.now() + attentionAfterMs;
  const look = () =>
    saga.steps.polling(`Look at what became of: ${summary}`, untilMs).readTransaction({
      purpose: 'settle',
      transactionId: movement.transactionId,
      kind: name.kind === 'cancel' ? 'void' : name.kind,
      reference: name.kind === 'cancel' ? '' : movement.reference,
      ...present('ofOthers', movement.ofOthers),
      // Not what a person only said: no picture would ever catch up with it.
      known: seenTotals(saga.state),
      notBeforeMs,
      absenceGapMs: absenceGapMs(settleDelayMs),
    });
  const result = await interruptible(saga, look, () =>
    saga.isDecided('outcome_unknown', name.operationId),
  );
  return result === 'interrupted' || !('settled' in result) ? 'interrupted' : result;
}

function describe(saga: OrderSaga, name: OperationName): { movement: MoveInput; summary: string } {
  const operation = findOperation(saga.state, name.kind, name.operationId);
  const transactionId = transactionOf(saga.state)?.transactionId ?? '';
  const amount = formatMoney(operation?.amount ?? 0, saga.state.order.currency);
  const verbs = { capture: 'Capture', refund: 'Refund', cancel: 'Release' } as const;
  return {
    movement: { transactionId, ...movementOf(saga.state, name), seen: seenTotals(saga.state) },
    summary: `${verbs[name.kind]} ${amount} (${name.operationId})`,
  };
}
