import type { ProviderCall } from '../../../sandbox/engine/serving';
import { endpointNames, providerEndpoints } from '../../../sandbox/provider-endpoints';
import type { EndpointName, ProviderApi } from '../../../sandbox/provider-endpoints';

export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const bases: Readonly<Record<ProviderApi, string>> = {
  auth: '/v1/accounts/:accountId/auth',
  orders: '/v1/accounts/:accountId/shopping',
  checkout: '/v1',
};

interface Route {
  readonly endpoint: EndpointName;
  readonly parts: readonly string[];
}

/** By method and number of parts. */
const routes = new Map<string, Route[]>();
for (const endpoint of endpointNames) {
  const { api, method, path } = providerEndpoints[endpoint];
  const parts = `${bases[api]}${path}`.split('/');
  const kind = `${method} ${parts.length}`;
  routes.set(kind, [...(routes.get(kind) ?? []), { endpoint, parts }]);
}

/** What the sandbox is asked by an HTTP request; its paths are the provider's own, not the client's. */
export function routeRequest({ url, method, headers, body }: SentRequest): ProviderCall {
  const [path = '', query] = url.slice(url.indexOf('/', 'https://'.length)).split('?');
  const parts = path.split('/');
  const route = routes.get(`${method} ${parts.length}`)?.find((one) => isAt(one, parts));
  if (route === undefined) throw new Error(`the provider has no ${method} ${path}`);
  const found = (name: string) => parts[route.parts.indexOf(name, 1)];
  const id = found(':id');
  return {
    endpoint: route.endpoint,
    accountId: found(':accountId'),
    id: id === undefined ? undefined : decodeURIComponent(id),
    recordId: found(':recordId'),
    query: new URLSearchParams(query),
    headers: lowerCased(headers),
    body: body === undefined ? undefined : (JSON.parse(body) as unknown),
  };
}

function isAt({ parts: wanted }: Route, parts: readonly string[]): boolean {
  return wanted.every((part, index) =>
    part.startsWith(':') ? parts[index] !== '' : part === parts[index],
  );
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const name in headers) lower[name.toLowerCase()] = headers[name] ?? '';
  return lower;
}
