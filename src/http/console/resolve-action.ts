import type { Attention, AttentionChoice } from '../../domain/attention';
import { consequenceOf, decisionOn } from '../../domain/decision';
import { present } from '../../domain/present';
import { troubleOf } from './action-trouble';
import { showAmount } from './amount-field';
import { answerWithinMs, newFormId, orderPath } from './console-action';
import type { ActionAnswer, ActionVisit, ConsoleAction } from './console-action';
import { matterTitles, nameChoice } from './console-words';
import { renderFacts } from './fact-list';
import type { Fact } from './fact-list';
import { renderActionPage, renderForm, renderTextField } from './form-parts';
import { html } from './html';
import { nameCustomer } from './order-look';
import { runOnce } from './run-once';
import { showMoment } from './show-time';

/** A decision, as its form names it: on a matter as it stood when the form was opened. */
interface DecisionForm {
  readonly formId: string;
  readonly choice: string;
  readonly code: string;
  readonly since: string;
  readonly operation: string;
  readonly note: string;
}

/** A decision has no id at the order, so that a form is remembered by its own: the second click gets the first one's answer. */
export function createResolveAction(): ConsoleAction {
  const once = runOnce<ActionAnswer>();
  return {
    open: (visit, query) => showPage(visit, readDecision(query, newFormId())),
    async take(visit, form) {
      const decision = readDecision(form, form.get('form') ?? '');
      if (visit.trouble !== undefined) return showPage(visit, decision, 403);
      if (decision.formId === '') return showPage(visit, { ...decision, formId: newFormId() });
      return once(`${visit.path} ${decision.formId}`, () => decide(visit, decision));
    },
  };
}

function readDecision(from: URLSearchParams, formId: string): DecisionForm {
  const read = (name: string) => (from.get(name) ?? '').slice(0, 200);
  return {
    formId: formId.slice(0, 64),
    choice: read('choice'),
    code: read('code'),
    since: read('since'),
    operation: read('operation'),
    note: read('note').trim(),
  };
}

/** The matter that the form was about, if it is still the one that waits, and offers this. */
function findMatter(
  { view }: ActionVisit,
  { choice, code, since, operation }: DecisionForm,
): { readonly matter: Attention; readonly choice: AttentionChoice } | undefined {
  const matter = view.needsAttention;
  const offered = matter?.choices.find((one) => one === choice);
  if (matter === null || offered === undefined) return undefined;
  const same =
    matter.code === code && matter.since === since && (matter.operationId ?? '') === operation;
  return same ? { matter, choice: offered } : undefined;
}

async function decide(visit: ActionVisit, decision: DecisionForm): Promise<ActionAnswer> {
  const found = findMatter(visit, decision);
  if (found === undefined) return showPage(visit, decision, 409);
  const { matter, choice } = found;
  const { orders, view } = visit;
  try {
    await orders.resolve(
      view.orderReference,
      {
        choice,
        code: matter.code,
        ...present('operationId', matter.operationId),
        ...(decision.note === '' ? {} : { note: decision.note }),
      },
      { deadlineMs: answerWithinMs },
    );
    return { goTo: orderPath(view.orderReference, `decided.${choice}`) };
  } catch (error) {
    const again = { ...decision, formId: newFormId() };
    return showPage({ ...visit, trouble: troubleOf(error) }, again, 503);
  }
}

function showPage(visit: ActionVisit, decision: DecisionForm, status = 200): ActionAnswer {
  const found = findMatter(visit, decision);
  if (found === undefined) return showGone(visit);
  const { view } = visit;
  const { matter, choice } = found;
  const act = nameChoice(choice, matter, view);
  const { formId, code, since, operation, note } = decision;
  const meant = { choice, code: matter.code, ...present('operationId', matter.operationId) };
  const form = renderForm(
    visit,
    { form: formId, choice, code, since, operation },
    html`<section class="card">
        <p>${consequenceOf(view, meant)}</p>
        ${renderFacts(factsOf(visit, matter, choice))}
        ${renderTextField({
          name: 'note',
          label: 'Note',
          value: note,
          hint: 'Who decided and why. It stands in the order’s history.',
        })}
      </section>
      <p class="buttons">
        <button class="first">${act}</button>
        <a class="button" href="${orderPath(view.orderReference)}">Do nothing</a>
      </p>`,
  );
  return { title: act, body: renderActionPage(visit, `${act}?`, form), status };
}

function factsOf(
  { look, view }: ActionVisit,
  matter: Attention,
  choice: AttentionChoice,
): readonly Fact[] {
  const { code, operationId } = matter;
  const amount = decisionOn(view, { choice, code, ...present('operationId', operationId) })?.amount;
  return [
    [
      'Amount',
      amount && html`<strong class="amount">${showAmount(amount, view.currency)}</strong>`,
    ],
    ['Customer', html`<bdi>${nameCustomer(look)}</bdi>`],
    ['Order', html`<bdi>${view.orderReference}</bdi>`],
    ['Operation', matter.operationId && html`<bdi>${matter.operationId}</bdi>`],
    ['Matter', matterTitles[matter.code]],
    ['Details', html`<bdi>${matter.message}</bdi>`],
    ['Since', showMoment(matter.since)],
  ];
}

function showGone(visit: ActionVisit): ActionAnswer {
  const { view } = visit;
  const body = renderActionPage(
    visit,
    'This decision is not asked for any more',
    html`<p class="notice faint">
        The matter was decided, has cleared up by itself, or has come up anew since. Nothing was
        done now.
      </p>
      <p class="buttons">
        <a class="button first" href="${orderPath(view.orderReference)}">Look at the order</a>
      </p>`,
  );
  return { title: 'Not asked for any more', body, status: 409 };
}
