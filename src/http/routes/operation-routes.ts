import type { FastifyReply } from 'fastify';
import { DeadlineExceededError } from '../../client/order-saga-errors';
import type { CallOptions } from '../../client/order-saga-client';
import { canonicalContent } from '../../domain/operation';
import type { OperationKind } from '../../domain/operation';
import type { OperationView } from '../../domain/order-view';
import { toMinorUnits } from '../../domain/money';
import type { LineAmount } from '../../domain/order';
import { present } from '../../domain/present';
import { readOperationRequest } from '../../domain/read-operation-request';
import type { AddRoutes, HttpContext } from '../app';
import { readWaitMs } from '../prefer-wait';
import { Problem } from '../problem';
import * as asked from '../schemas/operation-schemas';
import { operation, order } from '../schemas/order-schemas';
import { problemAnswers, problemsOfOnce } from '../schemas/problem-schemas';
import { orderPath, preferHeaders, preferOnceHeaders } from '../schemas/shared-schemas';
import { locationOf, lookAgainWithinMs } from './order-routes';

export const addOperationRoutes: AddRoutes = (app, context) => {
  addCapture(app, context);
  addRefund(app, context);
  addCancel(app, context);
  addDecisions(app, context);
};

const operationAnswers = {
  200: operation.meta({ description: 'The money moved.' }),
  202: operation.meta({
    description: 'Not finished yet, or waiting for a person; Location says where to look.',
  }),
  ...problemAnswers(409, 413, 415, 422),
};

const described = (operationId: string, summary: string) => ({
  operationId,
  tags: ['operations'],
  summary,
  params: orderPath,
});

const addCapture: AddRoutes = (app, context) => {
  app.post(
    '/v1/orders/:reference/captures',
    {
      config: { scope: 'operate' },
      schema: {
        ...described('capture', 'Captures; without lines, all that remains'),
        headers: asked.idempotencyHeaders,
        body: asked.captureBody,
        response: operationAnswers,
      },
    },
    ({ params: { reference }, headers, body: { lines, final } }, reply) => {
      const captureId = readOperationId(headers['idempotency-key']);
      const request = {
        captureId,
        ...present('lines', lines && readLines(lines)),
        ...present('final', final),
      };
      const call = { kind: 'capture', reference, request } as const;
      return carryOut(context, reply, { ...call, prefer: headers.prefer }, (options) =>
        context.orders.capture(reference, request, options),
      );
    },
  );
};

const addRefund: AddRoutes = (app, context) => {
  app.post(
    '/v1/orders/:reference/refunds',
    {
      config: { scope: 'operate' },
      schema: {
        ...described('refund', 'Refunds what was captured'),
        headers: asked.idempotencyHeaders,
        body: asked.refundBody,
        response: operationAnswers,
      },
    },
    ({ params: { reference }, headers, body: { lines, reason } }, reply) => {
      const refundId = readOperationId(headers['idempotency-key']);
      const request = { refundId, lines: readLines(lines), ...present('reason', reason) };
      const call = { kind: 'refund', reference, request } as const;
      return carryOut(context, reply, { ...call, prefer: headers.prefer }, (options) =>
        context.orders.refund(reference, request, options),
      );
    },
  );
};

const addCancel: AddRoutes = (app, context) => {
  app.post(
    '/v1/orders/:reference/cancel',
    {
      config: { scope: 'operate' },
      schema: {
        ...described('cancel', 'Lets go what is still reserved'),
        headers: preferHeaders,
        body: asked.cancelBody,
        response: operationAnswers,
      },
    },
    ({ params: { reference }, headers, body }, reply) => {
      const call = { kind: 'cancel', reference, request: body } as const;
      return carryOut(context, reply, { ...call, prefer: headers.prefer }, (options) =>
        context.orders.cancel(reference, body, options),
      );
    },
  );
};

const addDecisions: AddRoutes = (app, { orders }) => {
  app.post(
    '/v1/orders/:reference/resolve',
    {
      config: { scope: 'operate' },
      schema: {
        ...described('resolve', 'Decides on what needs attention'),
        headers: preferOnceHeaders,
        body: asked.resolveBody,
        response: { 200: order, ...problemsOfOnce(409, 413, 415, 422) },
      },
    },
    ({ params: { reference }, headers, body: { choice, code, operationId, note } }) => {
      // The order itself refuses a code that it does not know, and says which it has.
      const matter = { ...present('code', code as never), ...present('operationId', operationId) };
      const resolution = { choice, ...matter, ...present('note', note) };
      return orders.resolve(reference, resolution, { deadlineMs: readWaitMs(headers.prefer) });
    },
  );
  app.post(
    '/v1/orders/:reference/reconcile',
    {
      config: { scope: 'operate' },
      schema: {
        ...described('reconcile', 'Reads both systems now, and says where they differ'),
        headers: preferOnceHeaders,
        response: { 200: order, ...problemsOfOnce(409, 413, 415) },
      },
    },
    ({ params: { reference }, headers }) =>
      orders.reconcile(reference, { deadlineMs: readWaitMs(headers.prefer) }),
  );
};

function readOperationId(header: string): string {
  return header.replaceAll('"', '');
}

type AskedLine = {
  readonly lineId: number;
  readonly amount: number;
  readonly quantity?: number | undefined;
};

function readLines(lines: readonly AskedLine[]): readonly LineAmount[] {
  return lines.map(({ lineId, amount, quantity }) => ({
    lineId,
    amount: toMinorUnits(amount),
    ...present('quantity', quantity),
  }));
}

interface Asked {
  readonly kind: OperationKind;
  readonly reference: string;
  /** As the client was asked. */
  readonly request: object;
  readonly prefer: string | undefined;
}

/** Waits as long as the caller wants to, and then says how far the operation is. */
async function carryOut(
  context: HttpContext,
  reply: FastifyReply,
  call: Asked,
  ask: (options: CallOptions) => Promise<OperationView>,
): Promise<FastifyReply> {
  const found = await ask({ deadlineMs: readWaitMs(call.prefer) }).catch((error: unknown) =>
    findUnfinished(context, call, error),
  );
  if (found.status === 'rejected')
    throw new Problem(
      'operation_rejected',
      `${found.kind} ${found.operationId} was rejected: ${found.reason ?? 'it did not move'}`,
      found.kind === 'cancel'
        ? 'Nothing was released by it, and the reason says what becomes of the rest. Where the order stays open, clear the cause and ask again.'
        : 'Nothing moved. Clear the cause, and ask again with a new id.',
      { operation: found },
    );
  if (found.status === 'recorded' || found.status === 'moved') return reply.code(200).send(found);
  return reply.code(202).header('location', locationOf(call.reference)).send(found);
}

/** @throws the error of the call where nothing shows that the order has taken the operation up */
async function findUnfinished(
  { orders }: HttpContext,
  asked: Asked,
  error: unknown,
): Promise<OperationView> {
  if (!(error instanceof DeadlineExceededError)) throw error;
  if (error.operation !== undefined) return error.operation;
  const state = await orders
    .state(asked.reference, { deadlineMs: lookAgainWithinMs })
    .catch(() => undefined);
  const found = state?.operations.findLast((one) => isAskedFor(one, asked));
  if (found === undefined) throw error;
  return found;
}

/**
 * An id proves nothing by itself: the order may know it with other content, or show a message under it that was refused. Taken
 * for what was asked, either would have the caller believe something about money that nobody has said.
 */
function isAskedFor(one: OperationView, { kind, request }: Asked): boolean {
  if (one.kind !== kind || one.content === '') return false;
  if (kind === 'cancel') return one.status !== 'rejected';
  const read = readOperationRequest(kind, request);
  return (
    'request' in read &&
    one.operationId === read.request.operationId &&
    one.content === canonicalContent(read.request)
  );
}
