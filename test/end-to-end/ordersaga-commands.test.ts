import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exampleOrder } from '../../dev/demo/stage';
import { runProcess, startProcess } from '../../dev/start-process';
import { sandboxClient } from '../../sandbox/credentials';
import { startWholeStack } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';

let stack: WholeStack;
const calledBack: string[] = [];
const receiver = createServer((request, response) => {
  calledBack.push(request.url ?? '');
  response.writeHead(200).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
  stack = await startWholeStack();
}, 60_000);

afterAll(async () => {
  await stack.close();
  receiver.close();
});

const operate = (line: string, more: Readonly<Record<string, string>> = {}) =>
  runProcess('src/operator.ts', { args: line.split(' '), env: { ...stack.env, ...more } });

function providerEnv(): Readonly<Record<string, string>> {
  return {
    DINTERO_ACCOUNT_ID: sandboxClient.accountId,
    DINTERO_CLIENT_ID: sandboxClient.clientId,
    DINTERO_CLIENT_SECRET: sandboxClient.clientSecret,
    DINTERO_API_URL: `${stack.sandbox.url}/v1`,
    DINTERO_CHECKOUT_URL: `${stack.sandbox.url}/v1`,
  };
}

/** A namespace that nothing else uses: an order's attributes are missing in it. */
const bare = { TEMPORAL_NAMESPACE: `setup-${randomUUID().slice(0, 8)}` };

test('an empty namespace is set up, and set up again without a change; the doctor finds what is wrong and what is well', async () => {
  const first = await operate('setup --json', bare);
  expect(first.exitCode).toBe(0);
  expect(first.stdout.match(/was registered/g)).toHaveLength(10);
  const wrong = { ...providerEnv(), ...bare, DINTERO_CLIENT_SECRET: 'not-the-secret' };
  const [again, well, ill] = await Promise.all([
    operate('setup', bare),
    operate('doctor --json', providerEnv()),
    operate('doctor', wrong),
  ]);
  expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('10 of 10') });
  const { findings } = JSON.parse(well.stdout) as {
    findings: { subject: string; level: string }[];
  };
  expect(well.exitCode).toBe(0);
  for (const subject of ['Temporal', 'worker', 'Dintero token', 'Dintero Orders', 'clock'])
    expect(findings).toContainEqual(expect.objectContaining({ subject, level: 'ok' }));
  expect(ill.exitCode).toBe(1);
  expect(ill.stdout).toMatch(/^fault +worker/m);
  expect(ill.stdout).toMatch(/^fault +Dintero token +credentials_refused/m);
  expect(ill.stdout + ill.stderr).not.toContain('not-the-secret');
});

test('an order is watched from its page to its payment, listed, captured, and its callback comes once more when it is told to', async () => {
  const { port } = receiver.address() as AddressInfo;
  const order = { ...exampleOrder(randomUUID()), callbackUrl: `http://127.0.0.1:${port}/callback` };
  const { orderReference } = await stack.orders.start(order);
  const watching = startProcess('src/operator.ts', {
    args: ['watch', orderReference, '--json'],
    env: stack.env,
  });
  await watching.waitFor('"status":"awaiting_payment"');
  expect(await operate(`pay ${orderReference}`)).toMatchObject({
    exitCode: 0,
    stdout: `the customer pays: ${orderReference} is authorized\n`,
  });
  const watched = await watching.ended;
  expect(watched.exitCode).toBe(0);
  const lines = watched.stdout.trimEnd().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ event: 'end', why: 'at_rest' });
  expect(watched.stdout).toContain('Payment authorized');

  const [captured, listed, resent] = await Promise.all([
    operate(`capture ${orderReference} --id s-1 --line 1=199.00 --yes`),
    operate(`list --prefix ${orderReference} --json`),
    operate(`sandbox callback resend ${orderReference}`),
  ]);
  expect(captured).toMatchObject({ exitCode: 0, stdout: 'capture s-1 recorded, 199.00 NOK\n' });
  expect(JSON.parse(listed.stdout)).toMatchObject({ orders: [{ orderReference }], more: false });
  expect(resent).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('answered 200') });
  expect(calledBack).toHaveLength(2);
  expect(calledBack[1]).toBe(calledBack[0]);

  const rows = await stack.orders.timeline(orderReference, { limit: 3 });
  expect(rows.at(-1)).toMatchObject({ source: 'operation', outcome: 'recorded', amount: 19_900 });
  expect(await stack.movements(orderReference)).toEqual(['authorize 49700', 'capture 19900']);
}, 60_000);
