/** Who caused an entry: a request of the merchant's, the customer, the provider's back office, or the provider itself. */
export type Actor = 'merchant' | 'customer' | 'backoffice' | 'provider';

type MoneyKind = 'authorize' | 'capture' | 'refund' | 'void';

interface EntryLine {
  readonly lineId: string;
  readonly amount: number;
}

/** Money that truly moved, whatever the transaction's events say of it. */
export interface MoneyEntry {
  readonly seq: number;
  readonly atMs: number;
  readonly transactionId: string;
  readonly kind: MoneyKind;
  /** Minor units. */
  readonly amount: bigint;
  readonly by: Actor;
  /** Exactly as the request carried it. */
  readonly reference: string | undefined;
  readonly requestId: string;
  readonly lines: readonly EntryLine[];
}

export type RecordKind = 'authorization' | 'capture' | 'refund' | 'cancellation';

/** A record of a payment operation on an order: a note, which moves nothing. */
export interface RecordEntry {
  readonly seq: number;
  readonly atMs: number;
  /** The order's uuid, not its order id. */
  readonly orderUuid: string;
  readonly recordId: string;
  readonly kind: RecordKind;
  readonly amount: bigint;
  readonly success: boolean;
  readonly lines: readonly { readonly lineId: number; readonly amount: number }[];
  readonly requestId: string;
  readonly createdBy: string;
  /** The request's other fields: payment_details, metadata, processed_at … */
  readonly rest: Readonly<Record<string, unknown>>;
}

export interface MoneySums {
  readonly authorized: bigint;
  readonly captured: bigint;
  readonly refunded: bigint;
  readonly voided: bigint;
}

/** Entries are only ever added; every rule and the ledger read their sums from here. */
export interface Journal {
  addMoney(entry: Omit<MoneyEntry, 'seq'>): MoneyEntry;
  addRecord(entry: Omit<RecordEntry, 'seq'>): RecordEntry;
  moneyOf(transactionId: string): readonly MoneyEntry[];
  recordsOf(orderUuid: string, kind?: RecordKind): readonly RecordEntry[];
  sumsOf(transactionId: string): MoneySums;
}

export function createJournal(): Journal {
  const money = new Map<string, MoneyEntry[]>();
  const records = new Map<string, RecordEntry[]>();
  let seq = 0;
  return {
    addMoney: (entry) =>
      append(money, entry.transactionId, Object.freeze({ ...entry, seq: (seq += 1) })),
    addRecord: (entry) =>
      append(records, entry.orderUuid, Object.freeze({ ...entry, seq: (seq += 1) })),
    moneyOf: (transactionId) => money.get(transactionId) ?? [],
    recordsOf: (orderUuid, kind) =>
      (records.get(orderUuid) ?? []).filter((entry) => kind === undefined || entry.kind === kind),
    sumsOf: (transactionId) => addUp(money.get(transactionId) ?? []),
  };
}

function append<Entry>(book: Map<string, Entry[]>, key: string, entry: Entry): Entry {
  const page = book.get(key);
  if (page === undefined) book.set(key, [entry]);
  else page.push(entry);
  return entry;
}

function addUp(entries: readonly MoneyEntry[]): MoneySums {
  const sum = (kind: MoneyKind) =>
    entries.reduce((total, entry) => (entry.kind === kind ? total + entry.amount : total), 0n);
  return {
    authorized: sum('authorize'),
    captured: sum('capture'),
    refunded: sum('refund'),
    voided: sum('void'),
  };
}

/** What is still held on the customer's account. */
export function reservedOf({ authorized, captured, voided }: MoneySums): bigint {
  return authorized - captured - voided;
}

/** Sums leave the journal as JSON numbers; one that would lose a unit that way is a defect. */
export function toNumber(amount: bigint): number {
  const value = Number(amount);
  if (!Number.isSafeInteger(value)) throw new Error(`the sum ${amount} is too large for JSON`);
  return value;
}
