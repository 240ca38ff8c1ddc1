import { sessionState } from '../engine/ledger';
import type { SessionItem } from '../engine/request-bodies';
import { statusOf } from '../engine/transaction-status';
import type { Session, World } from '../engine/world';
import { breakable, escapeHtml } from './escape-html';
import { methodChoices } from './payment-methods';
import { renderPage } from './render-page';
import { showAmount } from './show-amount';

/** The customer's side of a session, as the provider would host it. */
export function renderPayPage(world: World, session: Session): string {
  const { order } = session.body;
  const status = describeState(world, session);
  return renderPage(
    `Pay ${showAmount(order.amount, order.currency)}`,
    `${heading(session)}${lines(session)}
    <section aria-label="Payment">${status === undefined ? form(session) : status}</section>`,
    session.id,
  );
}

/** Where the real page would send the customer on, for addresses that this one does not redirect to. */
export function renderResultPage(world: World, session: Session, onward: string): string {
  const status =
    describeState(world, session) ?? state('bad', 'Not paid', 'The customer left the payment.');
  const address = escapeHtml(onward);
  return renderPage(
    'Payment result',
    `${heading(session)}<section aria-label="Result">${status}
      <a class="onward" href="${address}" rel="noreferrer">Go on to the shop</a>
      <p class="address">${address}</p></section>`,
    session.id,
  );
}

export function renderMissingPage(): string {
  const text = state(
    'bad',
    'No such payment',
    'The address is wrong, or the sandbox was restarted.',
  );
  return renderPage('No such payment', `<section><h1>Payment</h1>${text}</section>`, '');
}

function heading({ body: { order } }: Session): string {
  const second = order.merchant_reference_2;
  const reference = [order.merchant_reference, ...(second === undefined ? [] : [second])];
  return `<section>
    <h1>Amount to pay</h1>
    <p class="total">${escapeHtml(showAmount(order.amount, order.currency))}</p>
    <p class="reference">Order ${escapeHtml(reference.join(' · '))}</p>
  </section>`;
}

function lines({ body: { order } }: Session): string {
  const items = order.items ?? [];
  if (items.length === 0) return '';
  const shipping = order.shipping_option?.amount ?? 0;
  const sum = items.reduce((total, item) => total + item.amount, shipping);
  const show = (amount: number) => escapeHtml(showAmount(amount, order.currency));
  return `<section>
    <table>
      <caption>Order lines</caption>
      <thead><tr><th scope="col">Item</th><th scope="col">Qty</th><th scope="col">Amount</th></tr></thead>
      <tbody>${items.map((item) => row(item, order.currency)).join('')}
      ${shipping === 0 ? '' : `<tr><td>Shipping</td><td></td><td>${show(shipping)}</td></tr>`}</tbody>
      <tfoot><tr><td colspan="2">Total</td><td>${show(sum)}</td></tr></tfoot>
    </table>
    ${sum === order.amount ? '' : `<p class="difference">The lines add up to ${show(sum)}, not to the amount to pay.</p>`}
  </section>`;
}

function row(item: SessionItem, currency: string): string {
  const vat =
    item.vat_amount === undefined ? '' : `incl. VAT ${showAmount(item.vat_amount, currency)}`;
  const percent = item.vat === undefined ? '' : ` (${item.vat} %)`;
  const note = vat === '' ? '' : `<small>${escapeHtml(vat + percent)}</small>`;
  const name = item.description ?? item.id ?? `Line ${item.line_id}`;
  return `<tr><td>${escapeHtml(name)}${note}</td><td>${item.quantity ?? 1}</td><td>${escapeHtml(showAmount(item.amount, currency))}</td></tr>`;
}

function form(session: Session): string {
  const { order } = session.body;
  return `<form method="post" action="/v1/view/${escapeHtml(session.id)}">
    ${methodChoices()}
    <button class="pay" name="act" value="pay">Pay ${escapeHtml(showAmount(order.amount, order.currency))}</button>
    <div class="others">
      <button name="act" value="decline" title="The customer refuses the payment">Decline</button>
      <button name="act" value="fail" title="The payment fails for a technical reason">Fail</button>
      <button name="act" value="hold" title="The payment waits for a manual review">Hold</button>
    </div>
    <button class="plain" name="act" value="abandon">Back to the shop without paying</button>
  </form>`;
}

const statusTexts: Readonly<Record<string, readonly [tone: Tone, title: string, text: string]>> = {
  ON_HOLD: ['wait', 'On hold', 'The payment waits for a manual review.'],
  AUTHORIZED: ['good', 'Paid', 'The amount is reserved for the shop.'],
  CAPTURED: ['good', 'Paid', 'The amount has been charged.'],
  DECLINED: ['bad', 'Declined', 'The payment was refused.'],
  FAILED: ['bad', 'Failed', 'The payment could not be completed.'],
  AUTHORIZATION_VOIDED: ['bad', 'Cancelled', 'The reservation has been released.'],
};

type Tone = 'good' | 'bad' | 'wait';

/** Undefined while the session can be paid. */
function describeState(world: World, session: Session): string | undefined {
  const transaction = world.transactions.get(session.transaction?.id ?? '');
  if (transaction !== undefined) {
    const status = statusOf(transaction);
    if (['INITIATED', 'UNKNOWN'].includes(status)) return undefined;
    return state(...(statusTexts[status] ?? ['good', 'Paid', `The transaction is ${status}.`]));
  }
  const ended = sessionState(world, session);
  if (ended === 'cancelled') return state('bad', 'Cancelled', 'The shop cancelled this payment.');
  if (ended === 'expired') return state('bad', 'Expired', 'The time to pay is over.');
  return undefined;
}

function state(tone: Tone, title: string, text: string): string {
  return `<p class="state ${tone}" role="status"><strong>${escapeHtml(title)}</strong> ${breakable(text)}</p>`;
}
