import { authorizationExpiresAt, describeAppointment, nextAppointment } from './appointments';
import { nextDueRecord } from './due-record';
import { left, markdownTable, right } from './markdown-table';
import { formatMoney } from './money';
import { nextMoneyOperation } from './money-queue';
import { sessionOf } from './order-state';
import type { OrderState } from './order-state';
import { summarize, viewLastOperations } from './order-view';
import type { OrderSummary } from './order-view';
import type { Timing } from './timing';

const mostOperations = 20;

/** The order as a page of Markdown for the Web UI: what it is, what it waits for, and what a person should do. */
export function describeOrder(state: OrderState, timing: Timing): string {
  const view = summarize(state);
  return [
    `### ${view.status.replaceAll('_', ' ')}`,
    ...describeAttention(view),
    describeAmounts(view),
    `**Waits for:** ${describeWait(state, timing)}`,
    describeIds(view, state, timing),
    ...describeOperations(state),
  ].join('\n\n');
}

function describeAttention(view: OrderSummary): readonly string[] {
  const matter = view.needsAttention;
  if (matter === null) return [];
  const about = matter.operationId === undefined ? '' : ` --operation '${matter.operationId}'`;
  const command = `ordersaga resolve ${view.orderReference} ${matter.choices.join('|')}${about}`;
  const further =
    view.furtherAttentions === 0 ? '' : ` (${view.furtherAttentions} more after this)`;
  return [
    `> **Needs attention: ${matter.code}**${further}, since ${showInstant(matter.since)}\n> ${matter.message.replaceAll(/\s+/g, ' ')}\n>\n> \`${command}\``,
  ];
}

function describeAmounts(view: OrderSummary): string {
  const names = ['ordered', 'authorized', 'captured', 'refunded', 'released'] as const;
  const amounts = names.map((name) => formatMoney(view.amounts[name], view.currency));
  return markdownTable(names.map(right), [amounts]);
}

function describeIds(view: OrderSummary, state: OrderState, timing: Timing): string {
  const payable = view.status === 'awaiting_payment' ? view.checkoutUrl : undefined;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['order in Dintero', view.orderId],
    ['session', view.sessionId],
    ['transaction', view.transactionId],
    ['checkout page', payable],
    ['authorization lapses', showInstant(authorizationExpiresAt(state, timing))],
  ];
  const known = rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return markdownTable([left('in the systems'), left('')], known);
}

function describeOperations(state: OrderState): readonly string[] {
  const shown = viewLastOperations(state, mostOperations);
  if (shown.length === 0) return [];
  const hidden = state.operations.length + state.refusals.length - shown.length;
  const columns = [left('operation'), left('kind'), right('amount'), left('status'), left('why')];
  const table = markdownTable(
    columns,
    shown.map(({ operationId, kind, amount, status, reason = '' }) => [
      operationId,
      kind,
      formatMoney(amount, state.order.currency),
      status,
      reason,
    ]),
  );
  return [table, ...(hidden === 0 ? [] : [`… and ${hidden} earlier ones`])];
}

/** `2026-01-01T12:34:56.789Z` → `2026-01-01 12:34 UTC` */
function showInstant<T extends string | undefined>(instant: T): T {
  return instant?.replace(/^(.{10})T(.{5}).*$/, '$1 $2 UTC') as T;
}

function describeWait(state: OrderState, timing: Timing): string {
  const { payment } = state;
  if (state.attentions.length > 0) return 'a decision, or the provider to answer';
  if (payment.phase === 'adopting') return 'both systems to say how it stands';
  if (payment.phase === 'preparing') return 'the checkout page to be prepared';
  if (payment.phase === 'awaiting_payment')
    return describePaymentWait(payment.heldSince, sessionOf(state)?.expiresAt ?? '');
  if (payment.phase === 'ended') return 'nothing any more';
  if (payment.phase === 'unwinding')
    return 'what is reserved to be let go, and proof that nothing comes late';
  return describePaidWait(state, timing);
}

function describePaymentWait(heldSince: string | undefined, expiresAt: string): string {
  return heldSince === undefined
    ? `the customer to pay, until ${showInstant(expiresAt)}`
    : `the provider to decide on a payment held since ${showInstant(heldSince)}`;
}

function describePaidWait(state: OrderState, timing: Timing): string {
  const money = nextMoneyOperation(state);
  if (money !== undefined) return `${money.kind} ${money.operationId} (${money.status})`;
  const record = nextDueRecord(state);
  if (record !== undefined) return `the ${record.kind} to be recorded in Orders`;
  const appointment = nextAppointment(state, timing);
  const then =
    appointment === undefined
      ? ''
      : `. Then: ${describeAppointment(appointment.what)}, ${showInstant(appointment.at)}`;
  return `a capture, refund or cancel${then}`;
}
