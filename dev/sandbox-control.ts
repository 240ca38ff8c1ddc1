/** The part of the sandbox's ledger that is read here; amounts in minor units. */
export interface Ledger {
  readonly totals: Readonly<
    Record<
      'authorized' | 'captured' | 'refunded' | 'voided' | 'reserved' | 'orders' | 'sessions',
      number
    >
  >;
  readonly transactions: readonly {
    readonly movements: readonly LedgerMovement[];
  }[];
  readonly orders: readonly {
    readonly status: string;
    readonly sums: Readonly<Record<RecordCollection, number>>;
    readonly records: Readonly<Record<RecordCollection, readonly LedgerRecord[]>>;
  }[];
  readonly sessions: readonly { readonly sessionId: string; readonly callbackUrl: string | null }[];
}

export type RecordCollection = 'authorizations' | 'captures' | 'refunds' | 'cancellations';

export interface LedgerMovement {
  readonly at: string;
  readonly kind: 'authorize' | 'capture' | 'refund' | 'void';
  readonly amount: number;
  readonly reference: string | null;
}

export interface LedgerRecord {
  readonly amount: number;
}

/** What the customer, the back office and the one who breaks things do to the sandbox; no client of the provider calls it. */
export interface SandboxControl {
  readonly url: string;
  actOnSession(sessionId: string, act: string): Promise<void>;
  actOnTransaction(transactionId: string, act: string, options?: object): Promise<void>;
  fault(definition: Readonly<Record<string, unknown>>): Promise<void>;
  clearFaults(): Promise<void>;
  change(switches: Readonly<Record<string, unknown>>): Promise<void>;
  ledger(reference: string): Promise<Ledger>;
  /** How many requests the provider had about an order, by endpoint. */
  requests(orderId: string): Promise<Readonly<Record<string, number>>>;
}

const requestTimeoutMs = 10_000;

export function controlSandbox(url: string): SandboxControl {
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${url}/sandbox${path}`, {
      ...init,
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    await ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  return {
    url,
    actOnSession: (sessionId, act) => post(`/sessions/${sessionId}/${act}`, {}),
    actOnTransaction: (transactionId, act, options = {}) =>
      post(`/transactions/${transactionId}/${act}`, options),
    fault: (definition) => post('/faults', definition),
    async clearFaults() {
      await ask('/faults', { method: 'DELETE' });
    },
    change: (switches) => post('/switches', switches),
    ledger: async (reference) => (await ask(`/ledger?reference=${reference}`)) as Ledger,
    async requests(orderId) {
      const { byEndpoint } = (await ask(`/requests?orderId=${orderId}`)) as {
        byEndpoint: Record<string, number>;
      };
      return byEndpoint;
    },
  };
}
