import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SandboxEngine } from '../engine/create-engine';
import type { ProviderCall } from '../engine/serving';
import type { ProviderAnswer } from '../faults/meet-fault';
import { endpointNames, providerEndpoints } from '../provider-endpoints';
import type { EndpointName, ProviderApi } from '../provider-endpoints';

/** Payments stand below the account too, as a third party's guide reports of newer documentation. */
const bases: Readonly<Record<ProviderApi, readonly string[]>> = {
  auth: ['/v1/accounts/:accountId/auth'],
  orders: ['/v1/accounts/:accountId/shopping'],
  checkout: ['/v1', '/v1/accounts/:accountId/payments'],
};

export function addProviderRoutes(app: FastifyInstance, engine: SandboxEngine): void {
  for (const name of endpointNames) {
    const { api, method, path } = providerEndpoints[name];
    for (const base of bases[api])
      app.route({
        method,
        url: `${base}${path}`,
        handler: async (request, reply) =>
          sendAnswer(reply, await engine.exchange(readCall(name, request))),
      });
  }
}

function readCall(endpoint: EndpointName, request: FastifyRequest): ProviderCall {
  const params = request.params as Readonly<Record<string, string | undefined>>;
  return {
    endpoint,
    accountId: params['accountId'],
    id: params['id'],
    recordId: params['recordId'],
    query: new URL(request.url, 'http://sandbox.invalid').searchParams,
    headers: readHeaders(request),
    body: request.body,
  };
}

function readHeaders({ headers }: FastifyRequest): Record<string, string> {
  const single = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(single) as Record<string, string>;
}

function sendAnswer(reply: FastifyReply, answer: ProviderAnswer): FastifyReply {
  if (answer.kind === 'cut') {
    reply.hijack();
    reply.raw.socket?.destroy();
    return reply;
  }
  reply.status(answer.status).headers(answer.headers).type('application/json; charset=utf-8');
  return reply.send(answer.text);
}
