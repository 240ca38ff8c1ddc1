import { expect, test } from '@jest/globals';
import { takeFreePort } from '../../dev/free-port';
import { startStack } from '../../dev/start-stack';

test('when what follows the sandbox does not start, the sandbox is ended as well', async () => {
  const sandboxPort = await takeFreePort();
  const stack = startStack({
    temporalAddress: '127.0.0.1:1',
    taskQueue: 'never-served',
    sandboxPort,
    between() {
      throw new Error('no way to the sandbox');
    },
  });
  await expect(stack).rejects.toThrow('no way to the sandbox');
  await expect(fetch(`http://127.0.0.1:${sandboxPort}/sandbox/ledger`)).rejects.toThrow(
    'fetch failed',
  );
});
