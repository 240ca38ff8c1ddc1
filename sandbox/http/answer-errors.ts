import type { FastifyError, FastifyInstance } from 'fastify';
import { errorBody, notFound, Refusal } from '../engine/refusal';

/** Every refusal has the provider's error body, also those that the HTTP layer makes itself. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Refusal, _request, reply) => {
    const refusal = error instanceof Refusal ? error : fromHttpError(error);
    return reply.status(refusal.status).send(errorBody(refusal));
  });
  app.setNotFoundHandler((_request, reply) => {
    const refusal = notFound('resource');
    return reply.status(refusal.status).send(errorBody(refusal));
  });
}

function fromHttpError({ statusCode, message }: FastifyError): Refusal {
  if (statusCode === undefined || statusCode >= 500)
    return new Refusal(500, 'a defect of the sandbox: see its output');
  return new Refusal(statusCode, message);
}
