import { troubleOf } from './action-trouble';
import { answerWithinMs, orderPath } from './console-action';
import type { ActionAnswer, ActionVisit, ConsoleAction } from './console-action';
import { renderFacts } from './fact-list';
import { renderActionPage, renderForm } from './form-parts';
import { html } from './html';
import { comparisonOf } from './order-told';

export const reconcileAction: ConsoleAction = {
  open: (visit) => showPage(visit),
  async take(visit) {
    if (visit.trouble !== undefined) return showPage(visit, 403);
    const { orders, view } = visit;
    try {
      await orders.reconcile(view.orderReference, { deadlineMs: answerWithinMs });
      return { goTo: orderPath(view.orderReference, 'compared') };
    } catch (error) {
      return showPage({ ...visit, trouble: troubleOf(error) }, 503);
    }
  },
};

function showPage(visit: ActionVisit, status = 200): ActionAnswer {
  const { view } = visit;
  const body = renderActionPage(
    visit,
    'Compare both systems?',
    html`<section class="card">
        <p>
          Reads the payment in Checkout and the records in Orders. No money moves. A record that is
          missing is written again; anything else that differs is shown and waits for a person.
        </p>
        ${renderFacts([
          ['Order', html`<bdi>${view.orderReference}</bdi>`],
          ['Last time', comparisonOf(view)],
        ])}
      </section>
      ${renderForm(
        visit,
        {},
        html`<p class="buttons">
          <button class="first">Compare now</button>
          <a class="button" href="${orderPath(view.orderReference)}">Do nothing</a>
        </p>`,
      )}`,
  );
  return { title: 'Compare both systems', body, status };
}
