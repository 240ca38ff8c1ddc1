import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sandboxClient } from '../../sandbox/credentials';
import { startSandbox } from '../../sandbox/server';
import { account, eventually, requestToken, startSandboxRig } from '../support/sandbox-rig';
import type { SandboxRig } from '../support/sandbox-rig';

const reader = {
  ...sandboxClient,
  clientId: 'reader',
  scopes: ['read:checkout', 'read:shopping'],
};
const writer = { ...sandboxClient, clientId: 'writer', scopes: ['write:checkout'] };
const stranger = { ...sandboxClient, accountId: 'T11111111', clientId: 'stranger' };

let rig: SandboxRig;
beforeAll(async () => {
  rig = await startSandboxRig({ clients: [sandboxClient, reader, writer, stranger] });
});
afterAll(() => rig.close());

const withToken = (token: string) => ({ authorization: `Bearer ${token}` });

describe('tokens', () => {
  it.each([
    ['a wrong secret', { ...sandboxClient, clientSecret: 'wrong' }],
    ['an unknown client', { ...sandboxClient, clientId: 'nobody' }],
    ['the account of another', { ...stranger, clientId: 'sandbox-client' }],
  ])('are refused for %s', async (_what, client) => {
    expect((await requestToken(rig.sandbox.url, client)).status).toBe(403);
    await rig.control('/switches', { badCredentialsStatus: 401, badAudienceStatus: 401 });
    expect((await requestToken(rig.sandbox.url, client)).status).toBe(401);
    await rig.send('DELETE', '/sandbox/switches');
  });

  it.each([
    'https://api.dintero.com/v1/accounts/T99999999',
    'https://elsewhere.example/v1/accounts/T00000000',
    'nonsense',
  ])('are refused for the audience %s', async (audience) => {
    const basic = Buffer.from('sandbox-client:sandbox-secret-not-real').toString('base64');
    const answer = await rig.send(
      'POST',
      `/v1/accounts/${account}/auth/token`,
      { grant_type: 'client_credentials', audience },
      { authorization: `Basic ${basic}` },
    );
    expect(answer.status).toBe(403);
  });

  it('when none, an unknown or an expired one comes, the answer is 401', async () => {
    const path = '/v1/transactions';
    expect((await rig.send('GET', path)).status).toBe(401);
    expect((await rig.send('GET', path, undefined, withToken('made-up'))).status).toBe(401);
    await rig.control('/switches', { tokenLifetimeSeconds: 1 });
    const short = withToken(await rig.token());
    await rig.send('DELETE', '/sandbox/switches');
    expect((await rig.send('GET', path, undefined, short)).status).toBe(200);
    const expired = () => rig.send('GET', path, undefined, short);
    await eventually(async () => ((await expired()).status === 401 ? true : undefined));
  });
});

describe('scopes', () => {
  it('when a client may only read, writing is refused with 403', async () => {
    const only = withToken(await rig.token(reader));
    expect((await rig.send('GET', '/v1/transactions', undefined, only)).status).toBe(200);
    expect((await rig.send('POST', '/v1/sessions-profile', {}, only)).status).toBe(403);
    const orders = `/v1/accounts/${account}/shopping`;
    expect((await rig.send('GET', `${orders}/orders`, undefined, only)).status).toBe(200);
    expect((await rig.send('POST', `${orders}/draft_orders`, {}, only)).status).toBe(403);
  });

  it('when a client may only write to Checkout, reading and Orders are refused with 403', async () => {
    const only = withToken(await rig.token(writer));
    expect((await rig.send('POST', '/v1/sessions-profile', {}, only)).status).toBe(400);
    expect((await rig.send('GET', '/v1/transactions', undefined, only)).status).toBe(403);
    const path = `/v1/accounts/${account}/shopping/draft_orders`;
    expect((await rig.send('POST', path, {}, only)).status).toBe(403);
  });

  it('when the thing belongs to another account, it is as absent as an unknown one', async () => {
    const { orderId, sessionId, transactionId } = await rig.purchase();
    const other = withToken(await rig.token(stranger));
    for (const path of [`/sessions/${sessionId}`, `/transactions/${transactionId}`])
      expect((await rig.send('GET', `/v1${path}`, undefined, other)).status).toBe(404);
    const own = `/v1/accounts/T11111111/shopping/orders/${orderId}`;
    expect((await rig.send('GET', own, undefined, other)).status).toBe(404);
    const foreign = `/v1/accounts/${account}/shopping/orders/${orderId}`;
    expect((await rig.send('GET', foreign, undefined, other)).status).toBe(403);
  });
});

describe('accounts', () => {
  it('when a production account is named, the sandbox does not start, unless told to', async () => {
    const clients = [{ ...sandboxClient, accountId: 'P00000000' }];
    await expect(startSandbox({ clients })).rejects.toThrow('P00000000');
    const allowed = await startSandbox({ clients, allowProductionAccounts: true });
    await allowed.close();
  });
});
