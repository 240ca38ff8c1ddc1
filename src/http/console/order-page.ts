import { isWarning } from '../../domain/attention';
import type { Attention } from '../../domain/attention';
import { consequenceOf } from '../../domain/decision';
import { payableUrl } from '../../domain/order-view';
import type { OrderView } from '../../domain/order-view';
import { showAmount } from './amount-field';
import { orderTones } from '../../domain/tone';
import { matterTitles, nameChoice, sayCode, sayStanding } from './console-words';
import { renderFacts } from './fact-list';
import type { Fact } from './fact-list';
import { html, showJson, webAddress } from './html';
import type { Html, HtmlPart } from './html';
import { renderFigures, renderMoneyBar } from './money-bar';
import { offerActions } from './order-actions';
import { nameCustomer } from './order-look';
import type { OrderLook } from './order-look';
import { renderLines, renderOperations } from './order-tables';
import { renderTimeline } from './order-timeline';
import { comparisonOf, renderTold } from './order-told';
import { alarm, chip } from './page-shell';
import { showMoment } from './show-time';

export interface OrderPageOptions {
  readonly look: OrderLook;
  readonly mayOperate: boolean;
  /** Temporal's Web UI at this order's workflow. */
  readonly workflowUrl?: string;
  readonly told?: string;
  /** Where the browser looks for what has changed. */
  readonly source: string;
}

/** Everything on the page that changes while one looks at it. */
export function renderOrder(options: OrderPageOptions): Html {
  const { look, told, source } = options;
  const { view, trouble } = look;
  return html`<div id="live" data-source="${source}" data-news="${newsOf(look)}">
    ${renderHead(options)}
    ${trouble && alarm('The order does not answer', trouble.message, trouble.remedy)}
    ${view && renderTold(view, told)}
    <div class="columns">
      ${view && renderStanding(look, view, options.mayOperate)}
      <div>${renderTimeline(look.timeline, view?.currency)}</div>
    </div>
  </div>`;
}

function renderStanding(look: OrderLook, view: OrderView, mayOperate: boolean): Html {
  const { needsAttention } = view;
  return html`<div>
    ${needsAttention !== null && renderMatter(view, needsAttention, mayOperate)}
    ${needsAttention !== null && mayOperate && renderActions(view)}
    <section class="card" aria-label="Money">
      ${renderMoneyBar(view)} ${renderFigures(view)}
    </section>
    ${renderLines(look, view)} ${renderOperations(view)} ${renderComparison(view)}
    <details id="raw" class="card">
      <summary>The state as JSON, amounts in minor units</summary>
      <pre tabindex="0" role="region" aria-label="The state as JSON">${showJson(view)}</pre>
    </details>
  </div>`;
}

/** What a screen reader says when it has changed. */
function newsOf({ view }: OrderLook): string {
  if (view === undefined) return 'The order does not answer.';
  const { status, amounts, currency, needsAttention } = view;
  const money = (['authorized', 'captured', 'refunded', 'released'] as const)
    .filter((name) => amounts[name] > 0)
    .map((name) => `${showAmount(amounts[name], currency)} ${name}`);
  const matter =
    needsAttention === null ? [] : [`Needs attention: ${sayCode(needsAttention.code)}.`];
  return [
    `${sayStanding(status)}${money.length > 0 ? ': ' : ''}${money.join(', ')}.`,
    ...matter,
  ].join(' ');
}

function renderHead(options: OrderPageOptions): Html {
  const { look, mayOperate } = options;
  const { view, orderReference } = look;
  return html`<div class="head">
    <div>
      <p class="crumb"><a href="/console">Orders</a></p>
      <h1>
        <bdi>${orderReference}</bdi> ${view && chip(sayCode(view.status), orderTones[view.status])}
      </h1>
      ${renderIds(options)}
    </div>
    ${view && mayOperate && view.needsAttention === null && renderActions(view)}
  </div>`;
}

function renderIds({ look, workflowUrl }: OrderPageOptions): Html {
  const { view } = look;
  const payable = webAddress(view && payableUrl(view));
  const temporal = webAddress(workflowUrl);
  const ids: readonly Fact[] = [
    ['Customer', look.ordered?.customer && html`<bdi>${nameCustomer(look)}</bdi>`],
    ['Under review', view?.heldSince && html`by the provider since ${showMoment(view.heldSince)}`],
    ['In Dintero', view?.orderId],
    ['Transaction', view?.transactionId],
    ['Checkout page', payable && html`<a href="${payable}" rel="noreferrer">${payable}</a>`],
    ['Workflow', temporal && html`<a href="${temporal}" rel="noreferrer">Open in Temporal</a>`],
  ];
  return renderFacts(ids, 'ids');
}

function renderActions(view: OrderView): HtmlPart {
  const actions = offerActions(view);
  if (actions.length === 0) return undefined;
  return html`<nav class="actions" aria-label="What can be done">
    ${actions.map(
      ({ name, title, first }) =>
        html`<a
          id="act-${name}"
          class="button ${first ? 'first' : ''}"
          href="/console/orders/${view.orderReference}/${name}"
          >${title}</a
        >`,
    )}
  </nav>`;
}

function renderMatter(view: OrderView, matter: Attention, mayOperate: boolean): Html {
  const more = view.furtherAttentions;
  return html`<section
    class="card matter ${isWarning(matter) ? 'busy' : 'bad'}"
    aria-labelledby="matter-title"
  >
    <h2 id="matter-title">Needs attention: ${matterTitles[matter.code]}</h2>
    <p><bdi>${matter.message}</bdi></p>
    <p class="hint">
      Since ${showMoment(matter.since)}.
      ${isWarning(matter) ? 'It holds nothing up.' : 'The order waits for a decision.'}
      ${more > 0 && `${more} more ${more === 1 ? 'matter waits' : 'matters wait'} behind it.`}
    </p>
    ${
      mayOperate &&
      html`<ul class="choices">
        ${matter.choices.map(
          (choice) =>
            html`<li>
              <a
                id="choose-${choice}"
                class="button"
                href="${resolvePath(view.orderReference, matter, choice)}"
                >${nameChoice(choice, matter, view)}…</a
              >
              <span>${consequenceOf(view, { ...matter, choice })}</span>
            </li>`,
        )}
      </ul>`
    }
  </section>`;
}

/** A decision is bound to the matter as it stood: one that has come up anew has another `since`. */
function resolvePath(
  orderReference: string,
  { code, since, operationId }: Attention,
  choice: string,
): string {
  const query = new URLSearchParams({
    choice,
    code,
    since,
    ...(operationId === undefined ? {} : { operation: operationId }),
  });
  return `/console/orders/${orderReference}/resolve?${query.toString()}`;
}

function renderComparison(view: OrderView): HtmlPart {
  const { compared } = view;
  if (compared === undefined) return undefined;
  return html`<section class="card" aria-labelledby="compared-title">
    <h2 id="compared-title">Checkout and Orders</h2>
    <p>${comparisonOf(view)}</p>
    ${
      compared.differences.length > 0 &&
      html`<ul class="plain">
        ${compared.differences.map(({ kind, detail }) => html`<li><bdi>${sayCode(kind)}: ${detail}</bdi></li>`)}
      </ul>`
    }
  </section>`;
}
