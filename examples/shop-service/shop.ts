import { parseOrder, toMinorUnits } from 'dintero-order-saga/client';
import type { LineAmount, OperationView, OrderSagaClient } from 'dintero-order-saga/client';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerError } from './answer-error';
import { BadRequest, listAt, readJson, textAt } from './read-json';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Body = Readonly<Record<string, unknown>>;
type Route = (orderReference: string, body: Body) => Promise<Answer>;

/**
 * The routes of a shop that sells, ships and takes back:
 *
 * - `POST /orders` starts an order and answers with the page to pay on
 * - `GET /orders/{reference}` says how it stands
 * - `POST /orders/{reference}/shipments` captures what was shipped
 * - `POST /orders/{reference}/returns` refunds what came back
 *
 * Each may be called again after a failure: the order, the shipment and the return have ids of the shop's own, and the same id
 * with the same content never moves money twice.
 */
export function createShop(orders: OrderSagaClient) {
  const routes = createRoutes(orders);
  return (request: IncomingMessage, response: ServerResponse): void => {
    void answer(routes, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  };
}

function createRoutes(orders: OrderSagaClient): Readonly<Record<string, Route>> {
  return {
    async 'POST /orders'(_none, body) {
      const started = await orders.start(parseOrder(body));
      const { orderReference, status, checkoutUrl } = started;
      // Without a page the provider cannot be reached at the moment: the shop asks again, with the same order.
      return {
        status: checkoutUrl === undefined ? 202 : 201,
        body: { orderReference, status, checkoutUrl },
      };
    },
    async 'GET /orders/{reference}'(reference) {
      const { status, amounts, lines, needsAttention } = await orders.state(reference);
      return { status: 200, body: { status, amounts, lines, needsAttention } };
    },
    async 'POST /orders/{reference}/shipments'(reference, body) {
      const captureId = textAt(body, 'shipmentId');
      return operationAnswer(await orders.capture(reference, { captureId, lines: linesOf(body) }));
    },
    async 'POST /orders/{reference}/returns'(reference, body) {
      const refundId = textAt(body, 'returnId');
      const reason = textAt(body, 'reason');
      const request = { refundId, reason, lines: linesOf(body) };
      return operationAnswer(await orders.refund(reference, request));
    },
  };
}

/** 200: done and recorded, or refused for good. 202: on its way; nobody has to do anything but ask again. */
function operationAnswer({ operationId, status, amount, reason }: OperationView): Answer {
  const isOver = status === 'recorded' || status === 'rejected';
  return { status: isOver ? 200 : 202, body: { operationId, status, amount, reason } };
}

/** `[{"lineId": 1, "amount": 19900}]`: whole minor units, VAT included. */
function linesOf(body: Body): readonly LineAmount[] {
  return listAt(body, 'lines').map((line) => {
    const { lineId, amount } = line as { readonly lineId?: unknown; readonly amount?: unknown };
    if (typeof lineId !== 'number' || typeof amount !== 'number' || !Number.isSafeInteger(amount))
      throw new BadRequest('lines: give each a lineId and an amount in whole minor units');
    return { lineId, amount: toMinorUnits(amount) };
  });
}

async function answer(
  routes: Readonly<Record<string, Route>>,
  request: IncomingMessage,
): Promise<Answer> {
  try {
    const [path = ''] = (request.url ?? '').split('?');
    const [, first = '', reference = '', ...rest] = path.split('/');
    const shape = [`/${first}`, ...(reference === '' ? [] : ['{reference}']), ...rest].join('/');
    const route = routes[`${request.method} ${shape}`];
    if (route === undefined) return { status: 404, body: { error: 'no such route' } };
    return await route(reference, request.method === 'POST' ? await readJson(request) : {});
  } catch (error) {
    return answerError(error);
  }
}
