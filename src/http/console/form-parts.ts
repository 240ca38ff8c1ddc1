import { html } from './html';
import type { Html, HtmlPart } from './html';
import type { ActionVisit, Trouble } from './console-action';
import { orderPath } from './console-action';
import { alarm } from './page-shell';

const longestReason = 200;

/** A form of an action's page, with what binds it to the visitor and to what it is about. */
export function renderForm(
  { path, token }: Pick<ActionVisit, 'path' | 'token'>,
  hidden: Readonly<Record<string, string>>,
  content: HtmlPart,
): Html {
  const fields = Object.entries({ token, ...hidden });
  return html`<form method="post" action="${path}" class="act" novalidate>
    ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    ${content}
  </form>`;
}

export function renderActionPage(
  { view, trouble }: Pick<ActionVisit, 'view' | 'trouble'>,
  title: string,
  content: HtmlPart,
): Html {
  return html`<p class="crumb">
      <a href="/console">Orders</a> /
      <a href="${orderPath(view.orderReference)}"><bdi>${view.orderReference}</bdi></a>
    </p>
    <h1>${title}</h1>
    ${trouble && renderTrouble(trouble)} ${content}`;
}

function renderTrouble({ title, what, remedy }: Trouble): Html {
  return alarm(title, what, remedy);
}

interface TextField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  readonly problem?: string | undefined;
  readonly required?: boolean;
}

export function renderTextField({ name, label, value, hint, problem, required }: TextField): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <p id="${name}-hint" class="hint">${hint}</p>
    <input
      id="${name}"
      name="${name}"
      value="${value}"
      maxlength="${longestReason}"
      autocomplete="off"
      aria-describedby="${name}-hint${problem === undefined ? '' : ` ${name}-fault`}"
      ${required && html`required`}
      ${problem !== undefined && html`aria-invalid="true"`}
    />
    ${problem !== undefined && html`<p id="${name}-fault" class="fault">${problem}</p>`}
  </div>`;
}

/** Why: the one thing that a refund and a cancel have to say. */
export function renderReasonField(value: string, problem: string | undefined): Html {
  return renderTextField({
    name: 'reason',
    label: 'Reason',
    value,
    hint: 'Required. It stands in the order’s history: no personal data.',
    problem,
    required: true,
  });
}

/** What is wrong with a reason that has to be given; undefined for one that fits. */
export function reasonProblem(reason: string): string | undefined {
  if (reason === '') return 'Write a reason: it stands in the order’s history.';
  if (reason.length > longestReason) return `Write at most ${longestReason} characters.`;
  return undefined;
}
