import type { OperationView } from '../../domain/order-view';
import { identifierPattern } from '../../domain/order';
import { refusedLine, troubleOf } from './action-trouble';
import { answerWithinMs, newFormId, orderPath } from './console-action';
import type { ActionAnswer, ActionVisit, ConsoleAction, Trouble } from './console-action';
import { kindNames } from './console-words';
import { draftFor, findFaults, readDraft, readMovement, writeDraft } from './movement-draft';
import type { DraftFaults, MovementDraft, ReadMovement } from './movement-draft';
import { renderMovementConfirmation, renderMovementForm, renderUsedForm } from './movement-pages';
import type { MovingKind } from '../../domain/view-remainder';

/** A capture or a refund: a form, a confirmation, and then the order's own page. */
export function createMovementAction(kind: MovingKind): ConsoleAction {
  return {
    open(visit, query) {
      const id = query.get('id') ?? '';
      if (!identifierPattern.test(id)) return { goTo: `${visit.path}?id=${newFormId()}` };
      const used = findUsed(visit, kind, id);
      if (used !== undefined) return { title: kindNames[kind], body: renderUsedForm(visit, used) };
      if (visit.isMarked(query)) return review(visit, readDraft(visit.view, kind, query));
      return showForm(visit, draftFor(visit.view, kind, id, kind === 'capture'));
    },
    async take(visit, form) {
      const draft = readDraft(visit.view, kind, form);
      const step = form.get('step');
      if (visit.trouble !== undefined) return showForm(visit, draft, undefined, 403);
      if (!identifierPattern.test(draft.operationId)) return { goTo: visit.path };
      if (step === 'edit') return showForm(visit, draft);
      if (step === 'fill') return showForm(visit, fillIn(visit, draft));
      return step === 'confirm' ? move(visit, draft) : goToReview(visit, draft);
    },
  };
}

function fillIn(
  { view }: ActionVisit,
  { kind, operationId, reason }: MovementDraft,
): MovementDraft {
  return { ...draftFor(view, kind, operationId, true), reason };
}

function findUsed({ view }: ActionVisit, kind: MovingKind, id: string): OperationView | undefined {
  return view.operations.find(
    (one) => one.kind === kind && one.operationId === id && one.content !== '',
  );
}

function review(visit: ActionVisit, draft: MovementDraft): ActionAnswer {
  const { kind, operationId } = draft;
  const used = findUsed(visit, kind, operationId);
  if (used !== undefined) return { title: kindNames[kind], body: renderUsedForm(visit, used) };
  const movement = readMovement(visit.view, draft);
  const faults = findFaults(visit.view, kind, movement);
  if (faults !== undefined) return showForm(visit, draft, faults, 422);
  return confirm(visit, draft, movement);
}

/** Characters: less than what proxies and browsers take of an address. */
const longestQuery = 4_000;

/** To a page with an address of its own, right or wrong: the back button then asks nobody to send a form again. */
function goToReview(visit: ActionVisit, draft: MovementDraft): ActionAnswer {
  const query = writeDraft(draft);
  query.set('mark', visit.mark);
  const text = query.toString();
  return text.length > longestQuery ? review(visit, draft) : { goTo: `${visit.path}?${text}` };
}

async function move(visit: ActionVisit, draft: MovementDraft): Promise<ActionAnswer> {
  const movement = readMovement(visit.view, draft);
  if (movement.faults !== undefined) return showForm(visit, draft, movement.faults, 422);
  try {
    const { kind, operationId } = await ask(visit, draft, movement);
    return { goTo: orderPath(visit.view.orderReference, `${kind}.${operationId}`) };
  } catch (error) {
    const trouble = troubleOf(error);
    const lineId = refusedLine(error);
    if (trouble.title !== 'Refused') return confirm({ ...visit, trouble }, draft, movement, 503);
    if (lineId === undefined || !draft.typed.has(lineId))
      return showForm({ ...visit, trouble }, draft, undefined, 409);
    return showForm(visit, draft, { lines: new Map([[lineId, sayRefusal(trouble)]]) }, 409);
  }
}

function ask(
  { orders, view }: ActionVisit,
  { kind, operationId, reason }: MovementDraft,
  { lines }: ReadMovement,
): Promise<OperationView> {
  const call = { deadlineMs: answerWithinMs };
  return kind === 'capture'
    ? orders.capture(view.orderReference, { captureId: operationId, lines }, call)
    : orders.refund(view.orderReference, { refundId: operationId, lines, reason }, call);
}

function sayRefusal({ what, remedy }: Trouble): string {
  return `Refused: ${what}. ${remedy}`;
}

function showForm(
  visit: ActionVisit,
  draft: MovementDraft,
  faults?: DraftFaults,
  status = 200,
): ActionAnswer {
  const title = `${kindNames[draft.kind]} ${visit.view.orderReference}`;
  return { title, body: renderMovementForm(visit, draft, faults), status };
}

function confirm(
  visit: ActionVisit,
  draft: MovementDraft,
  movement: ReadMovement,
  status = 200,
): ActionAnswer {
  const title = `Confirm ${draft.kind}`;
  return { title, body: renderMovementConfirmation(visit, draft, movement), status };
}
