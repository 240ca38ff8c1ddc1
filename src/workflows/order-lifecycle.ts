import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
} from '@temporalio/workflow';
import { wholeCharacters } from '../domain/whole-characters';
import { viewOrder } from '../domain/order-view';
import type { OrderView } from '../domain/order-view';
import { awaitPayment } from './await-payment';
import { keepRecords } from './keep-records';
import { adoptionRefused } from './messages';
import type { OrderLifecycleInput } from './messages';
import { createOrderSaga } from './order-saga';
import type { OrderSaga } from './order-saga';
import { prepareCheckout } from './prepare-checkout';
import { serveOperations } from './serve-operations';
import { askFor, takeMessages } from './take-messages';
import { takeOver } from './take-over';
import { unwind } from './unwind';

/** One order's life: prepared, paid, captured and refunded as asked, or let go; its end is its final state. */
export async function orderLifecycle(input: OrderLifecycleInput): Promise<OrderView> {
  const saga = createOrderSaga(input);
  takeMessages(saga);
  // A cancel request of Temporal's becomes the business operation: a cancelled workflow could not put things in order.
  CancellationScope.current().cancelRequested.catch(() =>
    askFor(saga, { kind: 'cancel', note: 'cancelled in Temporal' }),
  );
  return CancellationScope.nonCancellable(() => live(saga, input));
}

async function live(saga: OrderSaga, input: OrderLifecycleInput): Promise<OrderView> {
  await Promise.all([liveThroughPhases(saga), keepRecords(saga)]);
  // Callers are answered before the handlers are awaited: the other way round, a caller of a queued operation waits for ever.
  saga.leaving = true;
  await condition(allHandlersFinished);
  const { state: carried, lookWanted } = saga;
  if (!saga.over) await continueAsNew<typeof orderLifecycle>({ ...input, carried, lookWanted });
  if (saga.obstacle !== undefined)
    throw ApplicationFailure.nonRetryable(wholeCharacters(saga.obstacle), adoptionRefused);
  return viewOrder(saga.state);
}

async function liveThroughPhases(saga: OrderSaga): Promise<void> {
  while (!saga.over && !saga.mustLeave()) {
    switch (saga.state.payment.phase) {
      case 'adopting':
        await takeOver(saga);
        break;
      case 'preparing':
        await prepareCheckout(saga);
        break;
      case 'awaiting_payment':
        await awaitPayment(saga);
        break;
      case 'paid':
        await serveOperations(saga);
        break;
      case 'unwinding':
        await unwind(saga);
        break;
      case 'ended':
        saga.over = true;
    }
  }
}
