import type { ListedOrder } from '../../client/list-orders';
import { orderStatuses } from '../../client/order-filter';
import { showAmount } from './amount-field';
import { orderTones } from '../../domain/tone';
import { sayCode } from './console-words';
import { html } from './html';
import type { Html, HtmlPart } from './html';
import { renderTable } from './order-tables';
import { chip } from './page-shell';
import { showAgeOf } from './show-time';

/** What the address of the list asks for, as it was typed. */
export interface ListWish {
  readonly search: string;
  readonly status: string;
  readonly cursor?: string;
}

export interface ListPageOptions {
  readonly wish: ListWish;
  /** Those that need a person; absent on the further pages, where they were shown already. */
  readonly urgent?: readonly ListedOrder[];
  readonly others: readonly ListedOrder[];
  readonly nextCursor?: string;
  readonly nowMs: number;
  /** What is wrong with what was searched for, and the remedy. */
  readonly problem?: string;
}

export function renderListPage(options: ListPageOptions): Html {
  return html`<h1>Orders</h1>
    ${renderFilter(options)} ${renderList(options)}`;
}

function renderFilter({ wish, problem }: ListPageOptions): Html {
  const { search, status } = wish;
  return html`<form class="filter" method="get" action="/console" role="search">
    <div class="field">
      <label for="search">Reference begins with</label>
      <input
        id="search"
        name="search"
        type="search"
        value="${search}"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="64"
        ${problem !== undefined && html`aria-invalid="true" aria-describedby="search-fault"`}
      />
    </div>
    <div class="field">
      <label for="status">Status</label>
      <select id="status" name="status">
        <option value="">every status</option>
        ${orderStatuses.map(
          (one) =>
            html`<option value="${one}" ${one === status && html`selected`}>
              ${sayCode(one)}
            </option>`,
        )}
      </select>
    </div>
    <button>Show</button>
    ${(search !== '' || status !== '') && html`<a class="clear" href="/console">Show all</a>`}
    ${problem !== undefined && html`<p id="search-fault" class="fault">${problem}</p>`}
  </form>`;
}

/** Everything on the page that changes while one looks at it. */
export function renderList({ wish, urgent, others, nextCursor, nowMs }: ListPageOptions): Html {
  const found = others.length + (urgent?.length ?? 0);
  const needs = urgent?.length ?? 0;
  return html`<div id="live" data-source="${sourceOf(wish)}" data-news="${newsOf(needs)}">
    ${
      urgent !== undefined &&
      urgent.length > 0 &&
      html`<section class="card urgent">${ordersTable('Needs attention', urgent, nowMs)}</section>`
    }
    ${
      found === 0
        ? html`<p class="card empty">${emptyWord(wish)}</p>`
        : others.length > 0 &&
          html`<section class="card">
            ${ordersTable(wish.cursor === undefined ? 'Orders: those that run, then those that have ended' : 'Further orders', others, nowMs)}
          </section>`
    }
    ${renderPaging(wish, nextCursor)}
  </div>`;
}

function newsOf(needs: number): string {
  if (needs === 0) return 'No order shown needs attention.';
  return needs === 1 ? 'One order needs attention.' : `${needs} orders need attention.`;
}

function emptyWord({ search, status }: ListWish): HtmlPart {
  if (search === '' && status === '')
    return html`There is no order yet. Start one by the command line, the HTTP service or the
    client, and it appears here.`;
  return html`No order matches. A new order takes a moment to appear here; one that ended long ago
  is forgotten.`;
}

function ordersTable(caption: string, orders: readonly ListedOrder[], nowMs: number): Html {
  return renderTable(
    caption,
    [
      { title: 'Order' },
      { title: 'Status' },
      { title: 'Authorized', isNumber: true },
      { title: 'Captured', isNumber: true },
      { title: 'Refunded', isNumber: true },
      { title: 'Age', isNumber: true },
    ],
    orders.map((order) => rowOf(order, nowMs)),
    'orders',
  );
}

function rowOf(order: ListedOrder, nowMs: number): readonly HtmlPart[] {
  const { orderReference, status, currency, amounts, startedAt } = order;
  const money = (amount: number) =>
    amount === 0 ? html`<span class="none">–</span>` : showAmount(amount, currency);
  return [
    html`<a href="/console/orders/${encodeURIComponent(orderReference)}"
      ><bdi>${orderReference}</bdi></a
    >`,
    html`${chip(sayCode(status), orderTones[status])} ${endingOf(order)}`,
    money(amounts.authorized),
    money(amounts.captured),
    money(amounts.refunded),
    showAgeOf(startedAt, nowMs),
  ];
}

/** An order that ended otherwise than by itself is driven by nobody. */
function endingOf({ ending }: ListedOrder): HtmlPart {
  if (ending === undefined || ending === 'COMPLETED') return undefined;
  return chip(ending.toLowerCase().replaceAll('_', ' '), 'bad');
}

function address(
  path: string,
  { search, status }: ListWish,
  further: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams({
    ...(search === '' ? {} : { search }),
    ...(status === '' ? {} : { status }),
    ...further,
  }).toString();
  return query === '' ? path : `${path}?${query}`;
}

function sourceOf(wish: ListWish): string {
  const { cursor } = wish;
  return address('/console/live', wish, cursor === undefined ? {} : { cursor });
}

function renderPaging(wish: ListWish, nextCursor: string | undefined): HtmlPart {
  const { cursor } = wish;
  if (cursor === undefined && nextCursor === undefined) return undefined;
  return html`<nav class="paging" aria-label="Pages">
    ${cursor !== undefined && html`<a id="first-page" href="${address('/console', wish, {})}">First page</a>`}
    ${
      nextCursor !== undefined &&
      html`<a id="next-page" href="${address('/console', wish, { cursor: nextCursor })}"
        >Older orders</a
      >`
    }
  </nav>`;
}
