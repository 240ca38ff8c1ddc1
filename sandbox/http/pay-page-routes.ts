import type { FastifyInstance, FastifyReply } from 'fastify';
import { isLoopback } from '../callbacks/callback-address';
import type { SandboxEngine } from '../engine/create-engine';
import { Refusal } from '../engine/refusal';
import type { Session } from '../engine/world';
import { paymentOptionsOf } from '../pay-page/payment-methods';
import type { ChosenMethod } from '../pay-page/payment-methods';
import { renderOverview } from '../pay-page/render-overview';
import { renderMissingPage, renderPayPage, renderResultPage } from '../pay-page/render-pay-page';

interface PageParams {
  readonly id: string;
}

/** Chromium holds a form's redirects to `form-action` too, so the shops that are redirected to stand in it. */
const contentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://127.0.0.1:* http://localhost:*";

/** Of the control acts, those that a customer has. */
const customerActs = ['pay', 'decline', 'fail', 'hold', 'abandon'];

const errorOf: Readonly<Record<string, string>> = {
  decline: 'authorization',
  fail: 'failed',
  abandon: 'cancelled',
};

export function addPayPageRoutes(app: FastifyInstance, engine: SandboxEngine): void {
  void app.register((scope, _options, done) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4_096 },
      (_request, body, parsed) => parsed(null, new URLSearchParams(body.toString())),
    );
    scope.get('/', (_request, reply) => sendPage(reply, () => renderOverview(engine.world)));
    scope.get<{ Params: PageParams }>('/v1/view/:id', ({ params }, reply) =>
      sendPage(reply, () => renderPayPage(engine.world, engine.visit(params.id))),
    );
    scope.post<{ Params: PageParams }>('/v1/view/:id', ({ params, body }, reply) =>
      takeForm(engine, params.id, body, reply),
    );
    done();
  });
}

function takeForm(engine: SandboxEngine, id: string, form: unknown, reply: FastifyReply) {
  const fields = form instanceof URLSearchParams ? form : new URLSearchParams();
  const act = fields.get('act') ?? '';
  if (!customerActs.includes(act)) throw new Refusal(400, 'act: choose a button', undefined, 'act');
  const options = act === 'abandon' ? {} : paymentOptionsOf(fields.get('product'));
  const session = tryAct(engine, id, act, options);
  if (session === undefined) return reply.redirect(`/v1/view/${encodeURIComponent(id)}`, 303);
  const onward = addressOnward(session, errorOf[act]);
  if (isLoopback(onward)) return reply.redirect(onward, 303);
  return sendPage(reply, () => renderResultPage(engine.world, session, onward));
}

/** Undefined when the session was paid or ended meanwhile: the page then says so. */
function tryAct(
  engine: SandboxEngine,
  id: string,
  act: string,
  options: ChosenMethod,
): Session | undefined {
  try {
    return engine.actOnSession(id, act, options);
  } catch (error) {
    if (error instanceof Refusal && [404, 409].includes(error.status)) return undefined;
    throw error;
  }
}

/** `transaction_id`, `merchant_reference` and `error` (Dintero Payments API types: return_url). */
function addressOnward({ body, transaction }: Session, error: string | undefined): string {
  if (!URL.canParse(body.url.return_url)) return body.url.return_url;
  const url = new URL(body.url.return_url);
  if (transaction !== undefined) url.searchParams.set('transaction_id', transaction.id);
  url.searchParams.set('merchant_reference', body.order.merchant_reference);
  if (error !== undefined) url.searchParams.set('error', error);
  return url.toString();
}

function sendPage(reply: FastifyReply, render: () => string): FastifyReply {
  reply.type('text/html; charset=utf-8').header('content-security-policy', contentPolicy);
  reply.header('cache-control', 'no-store');
  try {
    return reply.send(render());
  } catch (error) {
    if (error instanceof Refusal && error.status === 404)
      return reply.status(404).send(renderMissingPage());
    throw error;
  }
}
