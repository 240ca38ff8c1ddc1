import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app';
import { Problem } from '../problem';
import { cancelAction } from './cancel-action';
import type { ActionAnswer, ActionVisit, ConsoleAction, Trouble } from './console-action';
import { isOurForm, pathOf, queryOf, sendPage } from './console-context';
import type { ConsoleContext } from './console-context';
import { formOf } from './console-guard';
import type { Visitor } from './console-sessions';
import { html } from './html';
import { createMovementAction } from './movement-action';
import type { ActionName } from './order-actions';
import { reconcileAction } from './reconcile-action';
import { requireReader } from './require-reader';
import { createResolveAction } from './resolve-action';

interface OrderParams {
  readonly Params: { readonly reference: string };
}

export function addActionRoutes(app: App, context: ConsoleContext): void {
  const actions: Readonly<Record<ActionName, ConsoleAction>> = {
    capture: createMovementAction('capture'),
    refund: createMovementAction('refund'),
    cancel: cancelAction,
    resolve: createResolveAction(),
    reconcile: reconcileAction,
  };
  for (const [name, action] of Object.entries(actions)) {
    const path = `/console/orders/:reference/${name}`;
    const schema = { hide: true };
    app.get<OrderParams>(path, { schema }, async (request, reply) => {
      const visitor = requireOperator(context, request, reply);
      if (visitor === undefined) return reply;
      const visit = await openVisit(context, visitor, request);
      return send(context, reply, visitor, action.open(visit, queryOf(request)));
    });
    app.post<OrderParams>(path, { schema }, async (request, reply) => {
      const visitor = requireOperator(context, request, reply);
      if (visitor === undefined) return reply;
      const form = formOf(request);
      const visit = await openVisit(context, visitor, request);
      const ours = isOurForm(context, request, form);
      const answer = await action.take(ours ? visit : { ...visit, trouble: strangeForm }, form);
      context.looks.forget(request.params.reference);
      return send(context, reply, visitor, answer);
    });
  }
}

const strangeForm: Trouble = {
  title: 'Nothing was done',
  what: 'The form did not come from a page of this console, or is too old: the server may have been started anew.',
  remedy: 'Check what it says and send it again.',
};

function requireOperator(
  context: ConsoleContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Visitor | undefined {
  const visitor = requireReader(context, request, reply);
  if (visitor === undefined || visitor.mayOperate) return visitor;
  throw new Problem(
    'scope_missing',
    `the key ${visitor.keyName ?? ''} may look only`,
    'Log in with a key that has the scope operate.',
  );
}

async function openVisit(
  { orders, looks, tokens }: ConsoleContext,
  visitor: Visitor,
  request: FastifyRequest<OrderParams>,
): Promise<ActionVisit> {
  const look = await looks.look(request.params.reference);
  if (look.view === undefined) throw look.trouble ?? new Error('the order was not read');
  const path = pathOf(request);
  const marked = `${path} marked`;
  return {
    orders,
    look,
    view: look.view,
    path,
    token: tokens.make(visitor.id, path),
    mark: tokens.make(visitor.id, marked),
    isMarked: (query) => tokens.fits(query.get('mark') ?? '', visitor.id, marked),
  };
}

function send(
  context: ConsoleContext,
  reply: FastifyReply,
  visitor: Visitor,
  answer: ActionAnswer,
): FastifyReply {
  if ('goTo' in answer) return reply.redirect(answer.goTo, 303);
  return sendPage(context, reply, visitor, {
    ...answer,
    body: html`<div class="act-page">${answer.body}</div>`,
  });
}
