import type { OperationView, OrderView } from '../../domain/order-view';
import { showAmount } from './amount-field';
import { operationTones } from '../../domain/tone';
import { kindNames, meaningOf, nameTaken } from './console-words';
import { html } from './html';
import type { HtmlPart } from './html';

/**
 * What the address of an order's page says was just done there: `capture.console-x1`, `decided.retry`, `compared`. Whoever writes
 * another address is told about another operation of the order, and about nothing that the order does not have.
 */
export function renderTold(view: OrderView, told: string | undefined): HtmlPart {
  if (told === undefined) return undefined;
  if (told === 'compared') return notice('good', 'Compared', comparisonOf(view));
  const [what = '', ...rest] = told.split('.');
  const id = rest.join('.');
  const act = what === 'decided' ? nameTaken(id) : undefined;
  if (act !== undefined)
    return notice('good', `Decided: ${act}`, 'The order has taken the decision.');
  const operation = view.operations.find(
    ({ kind, operationId }) => kind === what && operationId === id,
  );
  return operation && tellOperation(operation, view.currency);
}

function tellOperation(operation: OperationView, currency: string): HtmlPart {
  const { kind, amount, status, reason } = operation;
  const money = amount > 0 ? ` ${showAmount(amount, currency)}` : '';
  return notice(
    operationTones[status],
    `${kindNames[kind]}${money}: ${status}`,
    meaningOf(operation),
    reason,
  );
}

function notice(tone: string, title: string, text: string, detail?: string): HtmlPart {
  return html`<div class="notice ${tone}">
    <strong>${title}</strong>
    <p>${text}</p>
    ${detail !== undefined && html`<p><bdi>${detail}</bdi></p>`}
  </div>`;
}

/** What the last comparison found, in one sentence. */
export function comparisonOf({ compared }: OrderView): string {
  if (compared === undefined) return 'Both systems have not been compared yet.';
  const when = `${compared.at.slice(0, 16).replace('T', ' ')} UTC`;
  const count = compared.differences.length + (compared.further ?? 0);
  if (count === 0) return `Both systems agreed when they were compared (${when}).`;
  return `Both systems differ in ${count} ${count === 1 ? 'point' : 'points'} (${when}).`;
}
