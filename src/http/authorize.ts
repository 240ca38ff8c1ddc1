import type { FastifyRequest } from 'fastify';
import { findKey } from './api-keys';
import type { ApiKey, Scope } from './api-keys';
import { Problem } from './problem';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller must be allowed to do; a route without it is open to everyone. */
    readonly scope?: Scope;
  }
}

/** The key with which a request came, if it came with one that is known. */
export function keyOf(keys: readonly ApiKey[], request: FastifyRequest): ApiKey | undefined {
  const [, presented] =
    /^Bearer +([\x21-\x7e]{1,256})$/i.exec(request.headers.authorization ?? '') ?? [];
  return presented === undefined ? undefined : findKey(keys, presented);
}

/**
 * Refuses a request that may not do what its route does. Without any key, which only a server on loopback may be, everyone on
 * this machine may do everything; but not a page of another site in somebody's browser.
 * @throws Problem
 */
export function requireScope(keys: readonly ApiKey[], request: FastifyRequest): void {
  const { scope } = request.routeOptions.config;
  if (scope === undefined) return;
  if (keys.length === 0) return refuseForeignPages(request);
  const key = keyOf(keys, request);
  if (key === undefined)
    throw new Problem(
      'unauthorized',
      'there is no API key that is known here',
      'Send Authorization: Bearer <key>, with a key whose SHA-256 is in HTTP_API_KEYS.',
    );
  if (!key.scopes.includes(scope))
    throw new Problem(
      'scope_missing',
      `the key ${key.name} may not ${scope}`,
      `Use a key with the scope ${scope}, or add it to this one in HTTP_API_KEYS.`,
    );
}

/** A browser tells where a page's request comes from; and a name that was bent to this machine is none of its own names. */
function refuseForeignPages({ headers, hostname }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  const bent = !/^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  const other = origin !== undefined && origin !== `http://${headers.host ?? ''}`;
  if (bent || foreign || other)
    throw new Problem(
      'origin_refused',
      'a page of another site, or another name of this machine, may not use a server without API keys',
      'Call it by 127.0.0.1 and not from another site, or set HTTP_API_KEYS.',
    );
}
