/** What the sandbox's journal says of one order, as far as it is judged here; amounts in minor units. */
export interface FullLedger {
  readonly totals: {
    readonly authorized: number;
    readonly captured: number;
    readonly refunded: number;
    readonly voided: number;
    readonly reserved: number;
  };
  readonly transactions: readonly {
    readonly movements: readonly Movement[];
    readonly pending: readonly unknown[];
  }[];
  readonly orders: readonly {
    readonly orderId: string;
    readonly status: string;
    readonly records: Readonly<Record<RecordRoom, readonly LedgerRecord[]>>;
  }[];
}

export type RecordRoom = 'authorizations' | 'captures' | 'refunds' | 'cancellations';

interface Movement {
  readonly kind: 'authorize' | 'capture' | 'refund' | 'void';
  readonly amount: number;
  readonly by: string;
  readonly reference: string | null;
  readonly lines: readonly { readonly lineId: string; readonly amount: number }[] | null;
}

interface LedgerRecord {
  readonly amount: number;
  readonly success: boolean;
  readonly metadata: Readonly<Record<string, unknown>> | null;
}

const requestTimeoutMs = 10_000;

export async function readLedger(url: string, orderReference: string): Promise<FullLedger> {
  const answer = await fetch(`${url}/sandbox/ledger?reference=${orderReference}`, {
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  return (await answer.json()) as FullLedger;
}

/** How many requests met each kind of fault. */
export async function countFaults(url: string): Promise<Record<string, number>> {
  const answer = await fetch(`${url}/sandbox/requests`, {
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  const { requests } = (await answer.json()) as { requests: readonly { fault?: string }[] };
  const counts: Record<string, number> = { requests: requests.length };
  for (const { fault } of requests)
    if (fault !== undefined) counts[fault] = (counts[fault] ?? 0) + 1;
  return counts;
}

export function movementsOf(ledger: FullLedger, key: string): readonly Movement[] {
  return ledger.transactions
    .flatMap(({ movements }) => movements)
    .filter(({ reference }) => reference === key);
}
