import { expect, test } from '@jest/globals';
import { takeFreePort } from '../../dev/free-port';
import { startStack } from '../../dev/start-stack';

test('when a worker does not start, the sandbox that was started before it is ended as well', async () => {
  const sandboxPort = await takeFreePort();
  const stack = startStack({
    temporalAddress: '127.0.0.1:1',
    taskQueue: 'never-served',
    sandboxPort,
    env: { ORDER_POLL_MAX: 'soon' },
  });
  await expect(stack).rejects.toThrow('ORDER_POLL_MAX: ');
  await expect(fetch(`http://127.0.0.1:${sandboxPort}/sandbox/ledger`)).rejects.toThrow(
    'fetch failed',
  );
});
