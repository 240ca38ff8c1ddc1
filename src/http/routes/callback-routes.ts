import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OrderClosedError, OrderNotFoundError } from '../../client/order-saga-errors';
import { verifyCallback } from '../../dintero/callback';
import type { AddRoutes, App, HttpContext } from '../app';
import type { CallbackResult } from '../http-metrics';
import { Problem } from '../problem';
import type { ProblemCode } from '../problem';
import { readProblem } from '../read-problem';
import { callbackProblems } from '../schemas/problem-schemas';
import { identifier } from '../schemas/shared-schemas';

/** The provider waits ten seconds; the doorbell is rung long before that or not at all. */
const ringWithinMs = 3_000;
/** From all orders, of one sender: more than a busy shop is called back, and less than what hurts. */
const mostPerMinute = 6_000;
const againAfterSeconds = 5;

/**
 * Where Dintero calls back. A call only rings the order's doorbell: the order reads the truth itself, so that nothing of a call
 * is believed, and one that comes twice, late or out of turn does no harm. The provider takes a 4xx as final and tries a 5xx
 * again, so that only a call of which no repetition can do better is answered with the former.
 */
export const addCallbackRoutes: AddRoutes = (app, context) => {
  void app.register(async (room) => {
    // The body is not read: it is neither signed nor believed.
    room.removeAllContentTypeParsers();
    room.addContentTypeParser('*', (_request, _payload, done) => done(null));
    addRoute(room, context);
  });
};

function addRoute(app: App, context: HttpContext): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/callbacks/dintero',
    config: {
      rateLimit: {
        max: mostPerMinute,
        errorResponseBuilder: () => comeAgain('rate_limited', 'too many callbacks at once'),
      },
    },
    // A call that names no order is judged after its signature, and counted.
    attachValidation: true,
    schema: {
      tags: ['callback'],
      summary: 'Rings the doorbell of an order',
      description:
        'Called by Dintero, signed by `Dintero-Signature`. The order then looks at its payment; nothing of the call is believed.',
      querystring: z.looseObject({ orderReference: identifier }),
      response: {
        204: z.null().meta({ description: 'Rung, or nothing to ring.' }),
        ...callbackProblems,
      },
    },
    async handler(request, reply) {
      try {
        context.metrics.countCallback(await ring(context, request));
      } catch (error) {
        context.metrics.countCallback(resultOf(error));
        context.logger.warn(
          { reason: (error as Error).message, deliveryId: request.headers['event-delivery'] },
          'callback not taken',
        );
        if (error instanceof CallbackRefused) throw error.problem;
        void reply.header('retry-after', againAfterSeconds);
        const { code, message } = readProblem(error);
        throw comeAgain(code, message);
      }
      return reply.code(204).send();
    },
  });
}

class CallbackRefused extends Error {
  readonly result: CallbackResult;
  readonly problem: Problem;

  constructor(result: CallbackResult, problem: Problem) {
    super(problem.message);
    this.name = 'CallbackRefused';
    this.result = result;
    this.problem = problem;
  }
}

async function ring(
  { orders, callbackProof }: HttpContext,
  request: FastifyRequest,
): Promise<CallbackResult> {
  requireGenuine(callbackProof, request);
  if (request.validationError !== undefined)
    throw new CallbackRefused(
      'malformed',
      new Problem(
        'request_malformed',
        'the query does not name one orderReference',
        'Give sessions the callback URL with ?orderReference=…, as the worker does when CALLBACK_PUBLIC_URL is set.',
      ),
    );
  const { orderReference } = request.query as { readonly orderReference: string };
  try {
    await orders.notifyPayment(orderReference, {}, { deadlineMs: ringWithinMs });
    return 'rung';
  } catch (error) {
    // Nothing can come of an order that ended by itself; one that was ended by hand may be taken over, and then be rung.
    if (error instanceof OrderClosedError && error.ending === 'COMPLETED') return 'closed_order';
    throw error;
  }
}

function requireGenuine(proof: HttpContext['callbackProof'], request: FastifyRequest): void {
  const header = request.headers['dintero-signature'];
  const signature = Array.isArray(header) ? header.join() : header;
  if (proof === undefined) {
    if (signature === undefined) return;
    throw refused(
      'unverifiable',
      'it is signed, and this server knows no secret',
      'Set DINTERO_CALLBACK_SECRET and DINTERO_ACCOUNT_ID.',
    );
  }
  const query = new URL(request.url, 'http://callback.invalid').search;
  const verdict = verifyCallback({ method: request.method, query, signature }, proof, Date.now());
  if (verdict !== 'genuine')
    throw refused(
      verdict,
      `its signature is ${verdict}`,
      'Check DINTERO_CALLBACK_SECRET, DINTERO_ACCOUNT_ID, CALLBACK_PUBLIC_URL and the clock.',
    );
}

function refused(result: CallbackResult, detail: string, remedy: string): CallbackRefused {
  return new CallbackRefused(result, new Problem('callback_refused', detail, remedy));
}

/** With the status of a server's fault, whatever it is, since only after that does the provider call again. */
function comeAgain(code: ProblemCode, detail: string): Problem {
  return new Problem(code, detail, 'Call again later.', {}, 503);
}

function resultOf(error: unknown): CallbackResult {
  if (error instanceof CallbackRefused) return error.result;
  return error instanceof OrderNotFoundError ? 'unknown_order' : 'unavailable';
}
