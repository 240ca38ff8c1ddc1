import { authorizationExpiresAt, nextAppointment } from './appointments';
import { nextDueRecord } from './due-record';
import { formatMoney } from './money';
import { nextMoneyOperation } from './money-queue';
import { sessionOf } from './order-state';
import type { OrderState } from './order-state';
import { viewOrder } from './order-view';
import type { OperationView, OrderView } from './order-view';
import type { Timing } from './timing';

const mostOperations = 20;

/** The order as a page of Markdown for the Web UI: what it is, what it waits for, and what a person should do. */
export function describeOrder(state: OrderState, timing: Timing): string {
  const view = viewOrder(state);
  return [
    `### ${view.status.replaceAll('_', ' ')}`,
    ...describeAttention(view),
    describeAmounts(view),
    `**Waits for:** ${describeWait(state, timing)}`,
    describeIds(view, state, timing),
    ...describeOperations(view),
  ].join('\n\n');
}

function describeAttention(view: OrderView): readonly string[] {
  const matter = view.needsAttention;
  if (matter === null) return [];
  const about = matter.operationId === undefined ? '' : ` --operation '${matter.operationId}'`;
  const command = `ordersaga resolve ${view.orderReference} ${matter.choices.join('|')}${about}`;
  const further =
    view.furtherAttentions === 0 ? '' : ` (${view.furtherAttentions} more after this)`;
  return [
    `> **Needs attention: ${matter.code}**${further}, since ${matter.since}\n> ${matter.message}\n>\n> \`${command}\``,
  ];
}

function describeAmounts(view: OrderView): string {
  const names = ['ordered', 'authorized', 'captured', 'refunded', 'released'] as const;
  const amounts = names.map((name) => formatMoney(view.amounts[name], view.currency));
  return [
    `| ${names.join(' | ')} |`,
    `| ${names.map(() => '---:').join(' | ')} |`,
    `| ${amounts.join(' | ')} |`,
  ].join('\n');
}

function describeIds(view: OrderView, state: OrderState, timing: Timing): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['order in Dintero', view.orderId],
    ['session', view.sessionId],
    ['transaction', view.transactionId],
    ['checkout page', view.checkoutUrl],
    ['authorization lapses', authorizationExpiresAt(state, timing)],
  ];
  const known = rows.filter(([, value]) => value !== undefined);
  return ['| | |', '| --- | --- |', ...known.map(([name, value]) => `| ${name} | ${value} |`)].join(
    '\n',
  );
}

function describeOperations(view: OrderView): readonly string[] {
  if (view.operations.length === 0) return [];
  const shown = view.operations.slice(-mostOperations);
  const hidden = view.operations.length - shown.length;
  return [
    [
      '| operation | kind | amount | status | why |',
      '| --- | --- | ---: | --- | --- |',
      ...shown.map((operation) => describeOperation(operation, view.currency)),
    ].join('\n'),
    ...(hidden === 0 ? [] : [`… and ${hidden} earlier ones`]),
  ];
}

function describeOperation(operation: OperationView, currency: string): string {
  const reason = (operation.reason ?? '').replaceAll('|', '/').replaceAll('\n', ' ').slice(0, 120);
  return `| ${operation.operationId} | ${operation.kind} | ${formatMoney(operation.amount, currency)} | ${operation.status} | ${reason} |`;
}

function describeWait(state: OrderState, timing: Timing): string {
  const { payment } = state;
  if (state.attentions.length > 0) return 'a decision, or the provider to answer';
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
    ? `the customer to pay, until ${expiresAt}`
    : `the provider to decide on a payment held since ${heldSince}`;
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
      : `; ${appointment.what.replaceAll('_', ' ')} at ${appointment.at}`;
  return `a capture, refund or cancel${then}`;
}
