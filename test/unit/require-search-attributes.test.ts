import { describe, expect, test } from '@jest/globals';
import type { NativeConnection } from '@temporalio/worker';
import { requireSearchAttributes } from '../../src/require-search-attributes';
import { StartupError } from '../../src/startup-error';

const temporal = {
  address: '127.0.0.1:7233',
  namespace: 'orders',
  connectionOptions: () => ({ address: '127.0.0.1:7233' }),
};

/** As a server that stores attributes in columns lists them. */
const aliases = {
  Keyword01: 'OrderStatus',
  Keyword02: 'OrderReference',
  Keyword03: 'DinteroOrderId',
  Keyword04: 'DinteroTransactionId',
  Keyword10: 'OrderCurrency',
  Bool01: 'NeedsAttention',
  Int01: 'AuthorizedAmount',
  Int02: 'CapturedAmount',
  Int03: 'RefundedAmount',
  Datetime01: 'AuthorizationExpiresAt',
};

/** A connection whose operator service answers with this gRPC status. */
function refusing(code: number, customSearchAttributeAliases: object): NativeConnection {
  return {
    withDeadline: (_deadline: number, work: () => Promise<unknown>) => work(),
    operatorService: {
      listSearchAttributes: () =>
        Promise.reject(Object.assign(new Error('It is refused.'), { code })),
    },
    workflowService: {
      describeNamespace: () => Promise.resolve({ config: { customSearchAttributeAliases } }),
    },
  } as unknown as NativeConnection;
}

describe('when the operator service is not open to the worker', () => {
  test.each([7, 12])('with status %d, what describes the namespace decides', async (code) => {
    await requireSearchAttributes(refusing(code, aliases), temporal, 1_000);
    const { Bool01: _left, ...most } = aliases;
    await expect(requireSearchAttributes(refusing(code, most), temporal, 1_000)).rejects.toThrow(
      'not registered: NeedsAttention.',
    );
    const wrong = { ...most, Keyword05: 'NeedsAttention' };
    await expect(requireSearchAttributes(refusing(code, wrong), temporal, 1_000)).rejects.toThrow(
      'NeedsAttention (should be Bool)',
    );
  });

  test('with any other status, the worker refuses to start and names what makes the namespace', async () => {
    const refused = requireSearchAttributes(refusing(5, aliases), temporal, 1_000);
    await expect(refused).rejects.toBeInstanceOf(StartupError);
    await expect(refused).rejects.toThrow(
      /cannot be read: It is refused\.\nCheck that the namespace exists \(ordersaga setup makes it\)/,
    );
  });
});
