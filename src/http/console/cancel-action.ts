import { troubleOf } from './action-trouble';
import { showAmount } from './amount-field';
import { answerWithinMs, orderPath } from './console-action';
import type { ActionAnswer, ActionVisit, ConsoleAction } from './console-action';
import { renderFacts } from './fact-list';
import type { Fact } from './fact-list';
import { reasonProblem, renderActionPage, renderForm, renderReasonField } from './form-parts';
import { html } from './html';
import type { Html } from './html';
import { isCancellable } from './order-actions';
import { nameCustomer } from './order-look';
import { cautionOnRelease } from '../../domain/describe-release';
import { reservedOf } from '../../domain/view-remainder';

/** One page says what is let go and asks why. An order is cancelled once, however often the form is sent. */
export const cancelAction: ConsoleAction = {
  open: (visit) => showPage(visit, ''),
  async take(visit, form) {
    const reason = (form.get('reason') ?? '').trim().slice(0, 1_000);
    if (visit.trouble !== undefined) return showPage(visit, reason, undefined, 403);
    const problem = reasonProblem(reason);
    if (problem !== undefined) return showPage(visit, reason, problem, 422);
    const { orders, view } = visit;
    try {
      const call = { deadlineMs: answerWithinMs };
      const { kind, operationId } = await orders.cancel(view.orderReference, { reason }, call);
      return { goTo: orderPath(view.orderReference, `${kind}.${operationId}`) };
    } catch (error) {
      const trouble = troubleOf(error);
      const status = trouble.title === 'Refused' ? 409 : 503;
      return showPage({ ...visit, trouble }, reason, undefined, status);
    }
  },
};

function showPage(
  visit: ActionVisit,
  reason: string,
  problem?: string,
  status = 200,
): ActionAnswer {
  const { view } = visit;
  const act =
    view.amounts.captured > 0
      ? `Release ${showAmount(reservedOf(view), view.currency)}`
      : 'Cancel the order';
  const content =
    isCancellable(view) || visit.trouble !== undefined
      ? renderCancelForm(visit, act, reason, problem)
      : nothingToCancel;
  return { title: act, body: renderActionPage(visit, `${act}?`, content), status };
}

const nothingToCancel = html`<p class="notice">
  Nothing is reserved any more, and nothing waits to be paid: there is nothing to cancel. What was
  captured can be refunded.
</p>`;

function renderCancelForm(
  visit: ActionVisit,
  act: string,
  reason: string,
  problem: string | undefined,
): Html {
  const caution = cautionOnRelease(visit.view.amounts);
  return renderForm(
    visit,
    {},
    html`<section class="card">
        ${renderFacts(factsOf(visit))} ${caution && html`<p class="notice busy">${caution}</p>`}
        ${renderReasonField(reason, problem)}
      </section>
      <p class="buttons">
        <button class="first danger">${act}</button>
        <a class="button" href="${orderPath(visit.view.orderReference)}">Do nothing</a>
      </p>`,
  );
}

function factsOf({ look, view }: ActionVisit): readonly Fact[] {
  const money = (amount: number) => showAmount(amount, view.currency);
  const { captured } = view.amounts;
  return [
    ['Released', html`<strong class="amount">${money(reservedOf(view))}</strong>`],
    ['To', html`<bdi>${nameCustomer(look)}</bdi>`],
    ['Order', html`<bdi>${view.orderReference}</bdi>`],
    [
      'Stays captured',
      captured > 0 ? html`${money(captured)}; it can still be refunded` : undefined,
    ],
  ];
}
