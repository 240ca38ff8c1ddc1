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
  readonly method: string;
  readonly pattern: RegExp;
}

const routes: readonly Route[] = endpointNames.map((endpoint) => {
  const { api, method, path } = providerEndpoints[endpoint];
  const source = `${bases[api]}${path}`.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
  return { endpoint, method, pattern: new RegExp(`^${source}$`) };
});

/** What the stand-in is asked by an HTTP request; its paths are the provider's own, not the client's. */
export function routeRequest({ url, method, headers, body }: SentRequest): ProviderCall {
  const { pathname, searchParams } = new URL(url);
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(pathname) : null;
    if (match === null) continue;
    const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
    return {
      endpoint: route.endpoint,
      accountId: groups['accountId'],
      id: groups['id'] === undefined ? undefined : decodeURIComponent(groups['id']),
      recordId: groups['recordId'],
      query: searchParams,
      headers: lowerCased(headers),
      body: body === undefined ? undefined : (JSON.parse(body) as unknown),
    };
  }
  throw new Error(`the provider has no ${method} ${pathname}`);
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
