import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { authorizationExpiresAt } from '../domain/appointments';
import { describeOrder } from '../domain/describe-order';
import { epochMs } from '../domain/instant';
import type { OrderState } from '../domain/order-state';
import { summarize } from '../domain/order-view';
import type { OrderSummary } from '../domain/order-view';
import type { Timing } from '../domain/timing';
import { longestKeyword, searchAttributes } from './messages';
import { ownTurn } from './own-turn';

export interface Showcase {
  show(state: OrderState, leaving: boolean): void;
}

/** What the Web UI and the list of orders show. Details cost no event; attributes cost one, so they follow what people search for. */
export function createShowcase(timing: Timing): Showcase {
  let published = '';
  const showDetails = createDetails(timing);
  return {
    show(state, leaving) {
      const view = summarize(state);
      showDetails(state);
      const worthAnEvent = JSON.stringify([view.status, view.amounts, view.needsAttention?.code]);
      if (worthAnEvent === published || leaving) return;
      const first = published === '';
      published = worthAnEvent;
      // The start call has set the attributes of a new order already.
      if (!(first && view.status === 'preparing'))
        publish(view, authorizationExpiresAt(state, timing));
    },
  };
}

/** Written once for all that one task brings: a thousand messages together would take longer than a task may. */
function createDetails(timing: Timing): (state: OrderState) => void {
  let latest: OrderState | undefined;
  const isOwnTurn = ownTurn();
  const write = () => {
    if (latest !== undefined && isOwnTurn()) setCurrentDetails(describeOrder(latest, timing));
    latest = undefined;
  };
  return (state) => {
    const isPlanned = latest !== undefined;
    latest = state;
    if (!isPlanned) void Promise.resolve().then(write);
  };
}

function publish(view: OrderSummary, expiresAt: string | undefined): void {
  const keyword = (value: string | undefined) => (value ?? '').slice(0, longestKeyword);
  upsertSearchAttributes([
    { key: searchAttributes.orderStatus, value: keyword(view.status) },
    { key: searchAttributes.orderReference, value: keyword(view.orderReference) },
    { key: searchAttributes.dinteroOrderId, value: keyword(view.orderId) },
    { key: searchAttributes.dinteroTransactionId, value: keyword(view.transactionId) },
    { key: searchAttributes.orderCurrency, value: keyword(view.currency) },
    { key: searchAttributes.needsAttention, value: view.needsAttention !== null },
    { key: searchAttributes.authorizedAmount, value: view.amounts.authorized },
    { key: searchAttributes.capturedAmount, value: view.amounts.captured },
    { key: searchAttributes.refundedAmount, value: view.amounts.refunded },
    ...(expiresAt === undefined
      ? []
      : [{ key: searchAttributes.authorizationExpiresAt, value: new Date(epochMs(expiresAt)) }]),
  ]);
}
