import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Stage } from './stage';

/** Shows what can be tried while everything is up, and waits for Ctrl+C. */
export async function invite({ stack, temporal, paint, print }: Stage): Promise<void> {
  const { port } = new URL(`http://${temporal.address}`);
  const exports = [
    ...(port === '7233' ? [] : [`export TEMPORAL_ADDRESS=${temporal.address}`]),
    ...(temporal.uiUrl === undefined || temporal.uiUrl.endsWith(':8233')
      ? []
      : [`export TEMPORAL_UI_URL=${temporal.uiUrl}`]),
  ];
  print(`\n${paint('strong', 'All of it stays up until Ctrl+C. In another terminal:')}\n`);
  [
    ...exports,
    `npm run order -- ${relative('examples/order.json')}    # prints the page to pay on`,
    'ordersaga() { npm run --silent ordersaga -- "$@"; }',
    'ordersaga watch web-100234                       # what happens, as it happens',
    'ordersaga pay web-100234                         # in a third terminal, or on the page',
    'ordersaga capture web-100234 --id shipment-1 --line 1=199.00',
    'ordersaga refund web-100234 --id return-1 --line 1=50 --reason damaged',
    'ordersaga list',
  ].forEach((line) => print(`  ${line}`));
  print(`\n  the sandbox        ${stack.sandbox.url}`);
  if (stack.serverUrl !== undefined) {
    print(`  the console        ${stack.serverUrl}/console`);
    print(`  the HTTP service   ${stack.serverUrl}/docs`);
  }
  if (temporal.uiUrl !== undefined) print(`  Temporal's Web UI  ${temporal.uiUrl}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  print('Stopping …');
}

function relative(path: string): string {
  return process.cwd() === resolve(__dirname, '..', '..')
    ? path
    : resolve(__dirname, '..', '..', path);
}
