import { isReadEndpoint, providerEndpoints } from '../provider-endpoints';
import type { EndpointName } from '../provider-endpoints';
import type { Accounts } from './accounts';
import { serveCheckout } from './serve-checkout';
import { serveOrders } from './serve-orders';
import type { Directive, ProviderCall, Served, Server } from './serving';
import type { Cause, World } from './world';

const servers = { ...serveOrders, ...serveCheckout } as const satisfies Record<
  Exclude<EndpointName, 'token'>,
  Server
>;

/** @throws Refusal */
export function serveRequest(
  world: World,
  accounts: Accounts,
  call: ProviderCall,
  requestId: string,
  { treatment, staleMs }: Directive,
): Served {
  const authorization = call.headers['authorization'];
  const accountId = call.accountId;
  if (call.endpoint === 'token')
    return {
      status: 200,
      body: accounts.issueToken({ accountId: accountId ?? '', authorization, body: call.body }),
    };
  const { api } = providerEndpoints[call.endpoint];
  const caller = accounts.admit(authorization, {
    right: isReadEndpoint(call.endpoint) ? 'read' : 'write',
    area: api === 'orders' ? 'shopping' : 'checkout',
    accountId,
  });
  const cause: Cause = { by: 'merchant', requestId, headers: systemHeaders(call.headers) };
  return servers[call.endpoint]({
    world,
    accounts,
    caller,
    call,
    cause,
    treatment,
    staleMs,
  });
}

/** They come back with sessions and events (Dintero docs: Dintero HTTP headers). */
function systemHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const ours = Object.entries(headers).filter(([name]) => name.startsWith('dintero-system-'));
  return Object.fromEntries(ours);
}
