import type { OperationView } from '../../domain/order-view';
import { showAmount } from './amount-field';
import type { ActionVisit } from './console-action';
import { orderPath } from './console-action';
import { operationTones } from '../../domain/tone';
import { kindNames, meaningOf } from './console-words';
import { renderFacts } from './fact-list';
import type { Fact } from './fact-list';
import { renderActionPage, renderForm, renderReasonField } from './form-parts';
import { html } from './html';
import type { Html } from './html';
import { fieldOf, isFilled } from './movement-draft';
import type { DraftFaults, MovementDraft, ReadMovement } from './movement-draft';
import { nameCustomer, nameLine } from './order-look';
import { renderLineName } from './order-tables';
import { remainderOf } from '../../domain/view-remainder';

export function renderMovementForm(
  visit: ActionVisit,
  draft: MovementDraft,
  faults?: DraftFaults,
): Html {
  const { view } = visit;
  const { kind, operationId, reason } = draft;
  const remainder = remainderOf(view, kind);
  const fields = view.lines.map(({ lineId }) => {
    const limit = remainder.lines.find((line) => line.lineId === lineId)?.amount ?? 0;
    return renderAmountField(visit, draft, lineId, limit, faults?.lines.get(lineId));
  });
  const intro =
    kind === 'capture'
      ? 'Takes reserved money, as goods are shipped.'
      : `Sends captured money back to ${nameCustomer(visit.look)}.`;
  return renderActionPage(
    visit,
    `${kindNames[kind]} ${view.orderReference}`,
    html`<p>
        ${intro} ${showAmount(remainder.inAll, view.currency)} can still be
        ${kind === 'capture' ? 'captured' : 'refunded'}.
      </p>
      ${renderForm(
        visit,
        { id: operationId },
        html`<section class="card">
            ${faults?.whole !== undefined && html`<p class="fault" role="alert">${faults.whole}</p>`}
            <fieldset>
              <legend>Amounts in ${view.currency}</legend>
              <p class="hint">Leave a field empty to leave its line out.</p>
              ${fields}
            </fieldset>
            ${kind === 'refund' && renderReasonField(reason, faults?.reason)}
          </section>
          <p class="buttons">
            <button class="first" name="step" value="review">Review</button>
            ${!isFilled(view, draft) && html`<button name="step" value="fill">Fill in all that remains</button>`}
            <a class="button" href="${orderPath(view.orderReference)}">Back to the order</a>
          </p>`,
      )}`,
  );
}

function renderAmountField(
  { look, view }: ActionVisit,
  draft: MovementDraft,
  lineId: number,
  limit: number,
  problem: string | undefined,
): Html {
  const name = fieldOf(lineId);
  const typed = draft.typed.get(lineId) ?? '';
  const remains = limit === 0 ? 'nothing remains' : `${showAmount(limit, view.currency)} remains`;
  if (limit === 0 && typed === '' && problem === undefined)
    return html`<div class="field amount">
      <p class="label">${renderLineName(look, lineId)}</p>
      <p class="hint">${remains}</p>
    </div>`;
  const described = `${name}-hint${problem === undefined ? '' : ` ${name}-fault`}`;
  return html`<div class="field amount">
    <label for="${name}">${renderLineName(look, lineId)}</label>
    <p id="${name}-hint" class="hint">${remains}</p>
    <input
      id="${name}"
      name="${name}"
      value="${typed}"
      inputmode="decimal"
      autocomplete="off"
      aria-describedby="${described}"
      ${problem !== undefined && html`aria-invalid="true"`}
    />
    ${problem !== undefined && html`<p id="${name}-fault" class="fault">${problem}</p>`}
  </div>`;
}

/** The last page before money moves: how much, whose, and why. What was typed travels on in hidden fields. */
export function renderMovementConfirmation(
  visit: ActionVisit,
  draft: MovementDraft,
  movement: ReadMovement,
): Html {
  const { look, view } = visit;
  const money = (amount: number) => showAmount(amount, view.currency);
  const verb = kindNames[draft.kind];
  const hidden = Object.fromEntries(
    [...draft.typed].map(([lineId, text]) => [fieldOf(lineId), text]),
  );
  const facts: readonly Fact[] = [
    ['Amount', html`<strong class="amount">${money(movement.amount)}</strong>`],
    [draft.kind === 'capture' ? 'From' : 'To', html`<bdi>${nameCustomer(look)}</bdi>`],
    ['Order', html`<bdi>${view.orderReference}</bdi>`],
    [
      'Lines',
      html`<ul class="plain">
        ${movement.lines.map(
          ({ lineId, amount }) =>
            html`<li><bdi>${nameLine(look, lineId)}</bdi>: ${money(amount)}</li>`,
        )}
      </ul>`,
    ],
    ['Reason', draft.reason === '' ? undefined : html`<bdi>${draft.reason}</bdi>`],
    ['Operation', html`<code>${draft.operationId}</code>`],
  ];
  return renderActionPage(
    visit,
    `${verb} ${money(movement.amount)}?`,
    html`<section class="card">${renderFacts(facts)}</section>
      ${renderForm(
        visit,
        { id: draft.operationId, reason: draft.reason, ...hidden },
        html`<p class="buttons">
            <button class="first" name="step" value="confirm">
              ${verb} ${money(movement.amount)}
            </button>
            <button name="step" value="edit">Change</button>
            <a class="button" href="${orderPath(view.orderReference)}">Do nothing</a>
          </p>
          <p class="hint">Sent twice, it moves once: the operation’s id makes it the same.</p>`,
      )}`,
  );
}

/** The form of this id was sent already: by the back button one gets here, and not to a second operation. */
export function renderUsedForm(visit: ActionVisit, operation: OperationView): Html {
  const { view, path } = visit;
  const { kind, amount, status, operationId } = operation;
  const told = `${kind}.${operationId}`;
  return renderActionPage(
    visit,
    'This form was sent already',
    html`<div class="notice ${operationTones[status]}">
        <strong>${kindNames[kind]} ${showAmount(amount, view.currency)}: ${status}</strong>
        <p>${meaningOf(operation)}</p>
      </div>
      <p class="buttons">
        <a class="button first" href="${orderPath(view.orderReference, told)}">Back to the order</a>
        <a class="button" href="${path}">Open a new form</a>
      </p>`,
  );
}
