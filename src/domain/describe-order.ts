import { authorizationExpiresAt } from './appointments';
import { describeAttentions } from './describe-attention';
import { describeWait } from './describe-wait';
import { left, markdownTable, right } from './markdown-table';
import { formatMoney } from './money';
import { transactionOf } from './order-state';
import type { OrderState } from './order-state';
import { payableUrl, summarize, viewLastOperations } from './order-view';
import type { OrderSummary } from './order-view';
import { showInstant } from './show-instant';
import { stillReserved } from './transaction-picture';
import type { Timing } from './timing';

const mostOperations = 20;
const longestDetail = 300;

/** The order as a page of Markdown for the Web UI: what it is, what it waits for, and what a person should do. */
export function describeOrder(state: OrderState, timing: Timing): string {
  const view = summarize(state);
  return [
    `### ${view.status.replaceAll('_', ' ')}`,
    ...describeAttentions(view.orderReference, state.attentions, state.operations),
    describeAmounts(view),
    `**Waits for:** ${describeWait(state, timing)}`,
    ...describeOperations(state),
    describeIds(view, state, timing),
    ...describeComparison(view),
  ].join('\n\n');
}

function describeAmounts(view: OrderSummary): string {
  const names = ['ordered', 'authorized', 'captured', 'refunded', 'released'] as const;
  const amounts = names.map((name) => inOneLine(formatMoney(view.amounts[name], view.currency)));
  return markdownTable(names.map(right), [amounts]);
}

function describeIds(view: OrderSummary, state: OrderState, timing: Timing): string {
  const transaction = transactionOf(state);
  const isReserved = transaction !== undefined && stillReserved(transaction) > 0;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['order in Dintero', view.orderId],
    ['session', view.sessionId],
    ['transaction', view.transactionId],
    ['status in Checkout', transaction?.status],
    ['checkout page', payableUrl(view)],
    [
      'authorization lapses',
      isReserved ? showInstant(authorizationExpiresAt(state, timing)) : undefined,
    ],
  ];
  const known = rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return markdownTable([left('in the systems'), left('')], known);
}

function describeOperations(state: OrderState): readonly string[] {
  const shown = viewLastOperations(state, mostOperations);
  if (shown.length === 0) return [];
  const hidden = state.operations.length + state.refusals.length - shown.length;
  const notes = new Map(
    state.operations
      .slice(-mostOperations)
      .map(({ kind, operationId, note }) => [`${kind}/${operationId}`, note]),
  );
  const columns = ['operation', 'kind', 'amount', 'status', 'asked (UTC)', 'why'];
  const table = markdownTable(
    columns.map((title) => (title === 'amount' ? right(title) : left(title))),
    shown.map(({ operationId, kind, amount, status, requestedAt, reason }) => [
      operationId,
      kind,
      inOneLine(formatMoney(amount, state.order.currency)),
      status,
      showInstant(requestedAt).replace(' UTC', '').replaceAll('-', '\u2011'),
      reason ?? notes.get(`${kind}/${operationId}`) ?? '',
    ]),
  );
  return [table, ...(hidden === 0 ? [] : [`… and ${hidden} earlier ones`])];
}

function describeComparison({ compared }: OrderSummary): readonly string[] {
  if (compared === undefined) return [];
  const when = `Both systems were compared ${showInstant(compared.at)}`;
  const [first] = compared.differences;
  if (first === undefined) return [`${when}: they agreed.`];
  const count = compared.differences.length + (compared.further ?? 0);
  const detail = first.detail.replaceAll(/\s+/g, ' ').slice(0, longestDetail);
  return [
    `${when}: ${count === 1 ? 'a difference' : `${count} differences, the first`}: ${detail}`,
  ];
}

/** The Web UI's columns are narrow, and an amount on two lines reads like two amounts. */
function inOneLine(text: string): string {
  return text.replaceAll(' ', '\u00A0');
}
