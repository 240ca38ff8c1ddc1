import { randomUUID } from 'node:crypto';
import { signCallback } from '../../sandbox/callbacks/sign-callback';
import { sandboxCallbackSecret, sandboxClient } from '../../sandbox/credentials';

/** The query and the headers of a callback as the provider sends it. */
export function signedCallback(
  address: string,
  orderReference: string,
  { method = 'GET', ageMs = 0, secret = sandboxCallbackSecret } = {},
) {
  const url = new URL(address);
  url.searchParams.set('orderReference', orderReference);
  url.searchParams.set('transaction_id', 'T00000000.4XpX5Zz');
  url.searchParams.set('time', '2026-12-01T08:00:00.000Z');
  const signature = signCallback({
    secret,
    accountId: sandboxClient.accountId,
    method,
    url: url.toString(),
    atSeconds: Math.floor((Date.now() - ageMs) / 1_000),
  });
  return {
    path: `/callbacks/dintero${url.search}`,
    headers: { 'dintero-signature': signature, 'event-delivery': randomUUID() },
  };
}
