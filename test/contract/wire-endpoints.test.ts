import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi } from '../../src/dintero/api';
import type { Api } from '../../src/dintero/api';
import { endpoints } from '../../src/dintero/endpoints';
import type { EndpointName } from '../../src/dintero/endpoints';
import { createHttpClient } from '../../src/dintero/http-client';
import type { HttpClient } from '../../src/dintero/http-client';
import { Secret } from '../../src/dintero/secret';
import { json, startScriptedProvider } from '../support/scripted-provider';
import type { ScriptedProvider } from '../support/scripted-provider';
import * as answers from './examples/answers';
import { draftBody, recordBody, sessionBody } from './examples/guide';
import { operations } from './examples/operations';

let provider: ScriptedProvider;
let http: HttpClient;
let api: Api;

beforeAll(async () => {
  provider = await startScriptedProvider();
  http = createHttpClient({ requestTimeoutMs: 5_000 });
  api = createApi({
    http,
    tokens: { current: () => Promise.resolve(new Secret('t')), drop: () => undefined },
    apiUrl: `${provider.url}/v1`,
    checkoutUrl: `${provider.url}/v1`,
    accountId: 'T12345678',
    system: { name: 'dintero-order-saga', version: '1.2.3' },
  });
});
afterAll(async () => {
  await provider.close();
  await http.close();
});

const records = { record: recordBody, answer: answers.record };
const listed = (name: string) => ({ answer: { [name]: [answers.record] } });
const moved = { answer: answers.transaction };

/** What each call sends and gets, by example. */
const examples: Readonly<
  Record<EndpointName, { readonly body?: unknown; readonly answer: unknown }>
> = {
  createDraftOrder: { body: draftBody, answer: answers.draft },
  readDraftOrder: { answer: answers.draft },
  completeDraftOrder: { answer: answers.completed },
  listOrders: { answer: answers.orderList },
  readOrder: { answer: answers.order },
  cancelOrder: { body: { reason: 'customer' }, answer: answers.order },
  listAuthorizations: listed('authorizations'),
  listCaptures: listed('captures'),
  listRefunds: listed('refunds'),
  listCancellations: listed('cancellations'),
  recordAuthorization: { body: records.record, answer: records.answer },
  recordCapture: { body: records.record, answer: records.answer },
  recordRefund: { body: records.record, answer: records.answer },
  recordCancellation: { body: records.record, answer: records.answer },
  createSession: { body: sessionBody, answer: answers.sessionCreated },
  readSession: { answer: answers.session },
  cancelSession: { answer: { ...answers.session, cancelled_at: answers.order.created_at } },
  readTransaction: moved,
  listTransactions: { answer: [moved.answer] },
  captureTransaction: { body: { amount: 19900, capture_reference: 'r' }, ...moved },
  refundTransaction: { body: { amount: 19900, refund_reference: 'r' }, ...moved },
  voidTransaction: moved,
};

const cases = (Object.keys(endpoints) as EndpointName[]).flatMap((name) =>
  operations[name].success.map((status) => [name, status, operations[name].source] as const),
);

describe('every call that we make, against the documented list of operations', () => {
  it('there is none that the list lacks', () => {
    expect(Object.keys(endpoints).sort()).toEqual(Object.keys(operations).sort());
  });

  it.each(cases)('%s takes a %i, and goes where it should (%s)', async (name, status) => {
    const { body, answer } = examples[name];
    provider.script(json(status, answer));
    const { signal } = new AbortController();
    const id = endpoints[name].path.includes('{id}') ? { id: 'ID' } : {};
    const told = await api.call(name, { ...id, ...(body === undefined ? {} : { body }), signal });
    expect(told.status).toBe(status);
    const { method, path } = operations[name];
    expect(provider.business.at(-1)).toMatchObject({ method, path: `/v1${path}` });
  });
});
