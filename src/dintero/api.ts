import { paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type { AccessTokens } from './access-token';
import { endpoints } from './endpoints';
import type { EndpointName, ResponseOf } from './endpoints';
import type { HttpAnswer, HttpCall, HttpClient } from './http-client';

export interface ApiOptions {
  readonly http: HttpClient;
  readonly tokens: AccessTokens;
  /** `https://checkout.dintero.com/v1` */
  readonly checkoutUrl: string;
  /** `https://api.dintero.com/v1` */
  readonly apiUrl: string;
  readonly accountId: string;
  /** `Dintero-System-*`: optional, recommended (Dintero docs: Dintero HTTP headers). */
  readonly system: { readonly name: string; readonly version: string };
}

export interface ApiCall {
  readonly id?: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface ApiAnswer<Name extends EndpointName> {
  readonly status: number;
  readonly headers: HttpAnswer['headers'];
  readonly content: ResponseOf<Name>;
}

export interface Api {
  call<Name extends EndpointName>(name: Name, call: ApiCall): Promise<ApiAnswer<Name>>;
}

/** One generic call: strict before sending, tolerant after receiving, and once again after a 401, which had no effect. */
export function createApi(options: ApiOptions): Api {
  return {
    async call(name, call) {
      const request = buildRequest(options, name, call);
      const answer = await sendAuthorized(options, request);
      const parsed = endpoints[name].response.safeParse(answer.json);
      if (!parsed.success)
        throw new PaymentFailureError(
          misfit(name, answer.status, parsed.error.issues[0]?.path.join('.')),
        );
      return {
        status: answer.status,
        headers: answer.headers,
        content: parsed.data as ResponseOf<typeof name>,
      };
    },
  };
}

function misfit(name: string, status: number, field: string | undefined) {
  return paymentFailure(
    'unreadable_answer',
    `${name}: ${status} without the expected field ${field ?? ''}`,
    { status },
  );
}

function buildRequest(options: ApiOptions, name: EndpointName, call: ApiCall): HttpCall {
  const endpoint = endpoints[name];
  const base =
    endpoint.api === 'checkout'
      ? options.checkoutUrl
      : `${options.apiUrl}/accounts/${options.accountId}/shopping`;
  const path = endpoint.path.replace('{id}', encodeURIComponent(call.id ?? ''));
  const query = call.query === undefined ? '' : `?${new URLSearchParams(call.query).toString()}`;
  const body = buildBody(name, call.body);
  return {
    what: name,
    method: endpoint.method,
    url: `${base}${path}${query}`,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'Dintero-System-Name': options.system.name,
      'Dintero-System-Version': options.system.version,
      ...call.headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: call.signal,
  };
}

/** A request that does not fit its schema is a defect of ours, and is not sent. */
function buildBody(name: EndpointName, body: unknown): string | undefined {
  const endpoint = endpoints[name];
  if (!('request' in endpoint) || endpoint.request === undefined)
    return endpoint.method === 'PUT' ? '{}' : undefined;
  const parsed = endpoint.request.safeParse(body);
  if (parsed.success) return JSON.stringify(parsed.data);
  const [issue] = parsed.error.issues;
  throw new PaymentFailureError(
    paymentFailure(
      'invalid_request',
      `${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    ),
  );
}

async function sendAuthorized(
  { http, tokens }: ApiOptions,
  request: HttpCall,
): Promise<HttpAnswer> {
  const token = await tokens.current(request.signal);
  const withToken = (value: string) => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${value}` },
  });
  try {
    return await http.send(withToken(token.reveal()));
  } catch (error) {
    if (!(error instanceof PaymentFailureError) || error.failure.code !== 'unauthorized')
      throw error;
    tokens.drop(token);
    return http.send(withToken((await tokens.current(request.signal)).reveal()));
  }
}
