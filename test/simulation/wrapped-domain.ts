import type { OrderState } from '../../src/domain/order-state';
import type { PaymentEvent } from '../../src/domain/payment-event';

type Wrap = (exports: Record<string, unknown>) => Record<string, unknown>;

type Apply = (state: OrderState, event: PaymentEvent) => OrderState;

/** Hears what the workflow code makes of an order's state. */
export function observing(
  hear: (before: OrderState, event: PaymentEvent, after: OrderState) => void,
): Wrap {
  return (exports) => {
    const apply = exports['applyPaymentEvent'] as Apply;
    const applyPaymentEvent: Apply = (state, event) => {
      const after = apply(state, event);
      hear(state, event, after);
      return after;
    };
    return { ...exports, applyPaymentEvent };
  };
}

type Describe = (state: OrderState, timing: unknown) => string;

/**
 * The page for the Web UI is drawn anew with each change, and read by nobody here: each kind of state is drawn once, to see
 * that it can be.
 */
export function drawingEachKindOnce(): Wrap {
  const drawn = new Set<string>();
  return (exports) => {
    const describe = exports['describeOrder'] as Describe;
    const describeOrder: Describe = (state, timing) => {
      const kind = kindOf(state);
      if (drawn.has(kind)) return '';
      const page = describe(state, timing);
      drawn.add(kind);
      return page;
    };
    return { ...exports, describeOrder };
  };
}

function kindOf({ payment, attentions, operations, refusals, lookAgainAt }: OrderState): string {
  let kind = `${payment.phase} ${refusals.length > 0} ${lookAgainAt.length > 0}`;
  for (const { code, operationId } of attentions) kind += ` ${code} ${operationId !== undefined}`;
  for (const { kind: what, status, foreign, reason } of operations)
    kind += ` ${what} ${status} ${foreign} ${reason !== undefined}`;
  return kind;
}
