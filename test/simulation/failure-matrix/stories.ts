import type { SandboxEngine } from '../../../sandbox/engine/create-engine';
import type { OrderRequest } from '../../../src/domain/order';
import type { OrderView } from '../../../src/domain/order-view';
import { toMinorUnits } from '../../../src/domain/money';

/** What people do in a story, one after the other: the next once the one before has been answered. */
export interface Story {
  readonly words: string;
  readonly pays: boolean;
  readonly asks: readonly Ask[];
  /** The order as it is when the story has come to its end without any fault. */
  readonly end: string;
}

export interface Ask {
  readonly kind: 'capture' | 'refund' | 'cancel' | 'adopt';
  readonly payload: Readonly<Record<string, unknown>>;
}

const part = { captureId: 'c1', lines: [{ lineId: 1, amount: 20_000 }] };
const rest = { captureId: 'c2' };
const back = { refundId: 'r1', lines: [{ lineId: 1, amount: 5_000 }] };

export const stories = {
  delivery: {
    words: 'paid, captured in part (`c1`), captured in full (`c2`), refunded in part (`r1`)',
    pays: true,
    asks: [
      { kind: 'capture', payload: part },
      { kind: 'capture', payload: rest },
      { kind: 'refund', payload: back },
    ],
    end: 'ends:partially_refunded c1=recorded c2=recorded r1=recorded captured=30000 refunded=5000 released=0',
  },
  cancelled: {
    words: 'paid, then cancelled (`cancel-1`)',
    pays: true,
    asks: [{ kind: 'cancel', payload: { reason: 'customer' } }],
    end: 'ends:cancelled cancel-1=recorded captured=0 refunded=0 released=30000',
  },
  'cut-short': {
    words: 'paid, captured in part (`c1`), then cancelled (`cancel-1`)',
    pays: true,
    asks: [
      { kind: 'capture', payload: part },
      { kind: 'cancel', payload: { reason: 'customer' } },
    ],
    end: 'ends:captured c1=recorded cancel-1=recorded captured=20000 refunded=0 released=10000',
  },
  adopted: {
    words:
      'paid, captured in part (`c1`), its workflow lost and the order adopted by its id in Orders, captured in full (`c2`), refunded in part (`r1`)',
    pays: true,
    asks: [
      { kind: 'capture', payload: part },
      { kind: 'adopt', payload: {} },
      { kind: 'capture', payload: rest },
      { kind: 'refund', payload: back },
    ],
    end: 'ends:partially_refunded c1=recorded c2=recorded r1=recorded captured=30000 refunded=5000 released=0',
  },
  unpaid: {
    words: 'never paid',
    pays: false,
    asks: [],
    end: 'ends:expired captured=0 refunded=0 released=0',
  },
} as const satisfies Record<string, Story>;

export type StoryName = keyof typeof stories;

export function newRequest(): OrderRequest {
  const line = (lineId: number, gross: number) => ({
    lineId,
    productId: `product-${lineId}`,
    description: `thing ${lineId}`,
    quantity: 1,
    grossAmount: toMinorUnits(gross),
    taxLines: [{ amount: toMinorUnits(gross / 5), percentage: 25 }],
  });
  return {
    orderReference: 'm-1',
    currency: 'NOK',
    lines: [line(1, 20_000), line(2, 10_000)],
    returnUrl: 'https://shop.example/thanks',
  };
}

const letGo: readonly OrderView['status'][] = ['cancelled', 'payment_failed', 'expired'];

/** The whole order in one line. */
export function describeEnd(
  view: OrderView,
  { orders }: ReturnType<SandboxEngine['ledger']>,
): string {
  const { captured, refunded, released } = view.amounts;
  const isLeftOpen = letGo.includes(view.status) && orders[0]?.status === 'open';
  return [
    `ends:${view.status}`,
    ...(isLeftOpen ? ['orders:open'] : []),
    ...view.operations.map(({ operationId, status }) => `${operationId}=${status}`),
    `captured=${captured}`,
    `refunded=${refunded}`,
    `released=${released}`,
  ].join(' ');
}
