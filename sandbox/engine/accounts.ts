import type { SandboxClient } from '../credentials';
import { newToken } from './ids';
import { Refusal } from './refusal';
import { readBody, tokenBody } from './request-bodies';
import type { World } from './world';

export interface Caller {
  readonly accountId: string;
  readonly clientId: string;
}

interface TokenRequest {
  readonly accountId: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

interface Access {
  /** `write` for POST and PUT, `read` for GET (Dintero Payments API types). */
  readonly right: 'read' | 'write';
  readonly area: 'checkout' | 'shopping';
  /** The account in the path, where the path has one. */
  readonly accountId: string | undefined;
}

export interface Accounts {
  /** The body of `POST …/auth/token`. */
  issueToken(request: TokenRequest): Record<string, unknown>;
  /** @throws Refusal 401 for a missing, unknown or expired token, 403 without the scope. */
  admit(authorization: string | undefined, access: Access): Caller;
  callbackSecret(accountId: string): string | undefined;
}

export interface AccountsOptions {
  readonly clients: readonly SandboxClient[];
  readonly allowProductionAccounts: boolean;
  /** By account; an account without one gets unsigned callbacks. */
  readonly callbackSecrets: Readonly<Record<string, string>>;
}

interface IssuedToken {
  readonly client: SandboxClient;
  readonly expiresAtMs: number;
}

export function createAccounts(
  world: Pick<World, 'clock' | 'random' | 'switches'>,
  options: AccountsOptions,
): Accounts {
  checkAccountIds(options);
  const issued = new Map<string, IssuedToken>();
  return {
    issueToken({ accountId, authorization, body }) {
      const client = findClient(world, options.clients, authorization);
      const { audience } = readBody(tokenBody, body);
      if (client.accountId !== accountId || !isAudienceOf(audience, accountId))
        throw new Refusal(world.switches.badAudienceStatus, 'audience or account refused');
      const token = newToken(world.random);
      const lifetime = world.switches.tokenLifetimeSeconds;
      issued.set(token, { client, expiresAtMs: world.clock.now() + lifetime * 1_000 });
      return { access_token: token, token_type: 'Bearer', expires_in: lifetime };
    },
    admit(authorization, access) {
      const token = issued.get(bearerOf(authorization) ?? '');
      if (token === undefined || token.expiresAtMs <= world.clock.now())
        throw new Refusal(401, 'the access token is missing, unknown or expired');
      return admitClient(token.client, access);
    },
    callbackSecret: (accountId) => options.callbackSecrets[accountId],
  };
}

function checkAccountIds({ clients, allowProductionAccounts }: AccountsOptions): void {
  const pattern = allowProductionAccounts ? /^[PT]\d{8}$/ : /^T\d{8}$/;
  const wrong = clients.find(({ accountId }) => !pattern.test(accountId));
  if (wrong !== undefined)
    throw new Error(`the account ${wrong.accountId} does not fit ${pattern.source}`);
}

function findClient(
  { switches }: Pick<World, 'switches'>,
  clients: readonly SandboxClient[],
  authorization: string | undefined,
): SandboxClient {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ');
  const [clientId, clientSecret] = splitOnce(Buffer.from(encoded, 'base64').toString('utf8'));
  const client = clients.find(
    (one) => one.clientId === clientId && one.clientSecret === clientSecret,
  );
  if (scheme?.toLowerCase() !== 'basic' || client === undefined)
    throw new Refusal(switches.badCredentialsStatus, 'client id or secret refused');
  return client;
}

function splitOnce(credentials: string): readonly [string, string] {
  const colon = credentials.indexOf(':');
  return [credentials.slice(0, Math.max(colon, 0)), credentials.slice(colon + 1)];
}

/** On the provider's own api host whichever host is called (Dintero docs: Get Token), or on the sandbox's. */
function isAudienceOf(audience: string, accountId: string): boolean {
  if (!URL.canParse(audience)) return false;
  const { hostname, pathname } = new URL(audience);
  const known = ['api.dintero.com', '127.0.0.1', 'localhost', '[::1]'];
  return known.includes(hostname) && pathname === `/v1/accounts/${accountId}`;
}

function bearerOf(authorization: string | undefined): string | undefined {
  return /^bearer (?<token>.+)$/i.exec(authorization ?? '')?.groups?.['token'];
}

function admitClient(client: SandboxClient, { right, area, accountId }: Access): Caller {
  if (accountId !== undefined && accountId !== client.accountId)
    throw new Refusal(403, 'the token belongs to another account');
  if (!client.scopes.some((scope) => scope === `admin:${area}` || scope === `${right}:${area}`))
    throw new Refusal(403, `the scope ${right}:${area} is missing`);
  return { accountId: client.accountId, clientId: client.clientId };
}
