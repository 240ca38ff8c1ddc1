import { showLedger } from '../engine/ledger';
import type { World } from '../engine/world';
import { breakable, escapeHtml } from './escape-html';
import { renderPage } from './render-page';
import { showAmount } from './show-amount';

const mostSessions = 50;

const lists = ['ledger', 'requests', 'callbacks', 'faults', 'switches'];

const states: Readonly<Record<string, string>> = {
  open: 'waits for the customer',
  cancelled: 'cancelled',
  expired: 'expired',
};

/** For people who open the sandbox in a browser: the newest sessions, each with its checkout page, and where to look further. */
export function renderOverview(world: World): string {
  const { sessions, transactions } = showLedger(world);
  const statuses = new Map(transactions.map((one) => [one.transactionId, one.status]));
  const rows = sessions
    .slice(-mostSessions)
    .toReversed()
    .map((session) => {
      const status = statuses.get(session.transactionId ?? '') ?? states[session.state] ?? '';
      const order = [session.orderId, session.reference ?? ''].filter((text) => text !== '');
      return `<tr><td><a href="/v1/view/${escapeHtml(session.sessionId)}">${escapeHtml(order.join(' · '))}</a>
        <small>${breakable(status)}</small></td><td>${escapeHtml(showAmount(session.amount, session.currency))}</td></tr>`;
    });
  const links = lists.map((name) => `<a href="/sandbox/${name}">${name}</a>`).join(' · ');
  const table =
    rows.length === 0
      ? '<p class="reference">None yet. A session appears here as soon as an order asks for one.</p>'
      : `<table><caption>Newest first</caption><thead><tr><th scope="col">Order</th><th scope="col">Amount</th></tr></thead>
        <tbody>${rows.join('')}</tbody></table>`;
  return renderPage(
    'Sessions',
    `<section><h1>The sandbox in Dintero’s place</h1><p class="total">${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}</p>
      <p class="reference">${links}</p></section><section>${table}</section>`,
    '',
  );
}
