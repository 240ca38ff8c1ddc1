import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import type { MoneyEntry, RecordEntry } from '../../sandbox/engine/journal';
import { isLeftToPerson, isNameless, isOf, moneyOf } from './simulated-order';
import type { SimulatedOrder } from './simulated-order';

interface ShownOperation {
  readonly operationId: string;
  readonly kind: 'capture' | 'refund' | 'cancel';
  readonly amount: number;
  readonly status: string;
  readonly content: string;
  /** Of a movement that was found, not asked for: what it bears at the provider. */
  readonly reference?: string;
}

/** What the `state` query promises to show, as far as it is judged here. */
export interface FinalView {
  readonly status: string;
  readonly orderId?: string;
  readonly amounts: {
    readonly authorized: number;
    readonly captured: number;
    readonly refunded: number;
  };
  readonly lines: readonly {
    readonly lineId: number;
    readonly ordered: number;
    readonly captured: number;
    readonly refunded: number;
  }[];
  readonly operations: readonly ShownOperation[];
  readonly unattributed: { readonly captured: number; readonly refunded: number };
  readonly needsAttention: { readonly code: string } | null;
}

interface Case {
  readonly engine: SandboxEngine;
  readonly order: SimulatedOrder;
  readonly view: FinalView;
  readonly beyond: boolean;
  accuse(why: string): void;
}

const endings = ['cancelled', 'payment_failed', 'expired'];

export function judgeFinalState(one: Case): void {
  judgeSums(one);
  judgeOperations(one);
  if (!isLeftToPerson(one.engine, one.order)) {
    judgeLines(one);
    judgeRecords(one);
  }
  if (endings.includes(one.view.status)) judgeEnding(one);
  if (one.view.status === 'expired') judgeLateness(one);
}

function sumOf({ engine, order }: Case, kind: string): number {
  return moneyOf(engine, order)
    .filter((entry) => entry.kind === kind)
    .reduce((sum, { amount }) => sum + Number(amount), 0);
}

function judgeSums(one: Case): void {
  const { amounts } = one.view;
  const [authorized, captured, refunded] = ['authorize', 'capture', 'refund'].map((kind) =>
    sumOf(one, kind),
  ) as [number, number, number];
  if (refunded > captured || captured > authorized)
    one.accuse(
      `the ledger holds ${refunded} refunded, ${captured} captured, ${authorized} authorized`,
    );
  // A person has seen that the book and the provider differ, and has left it so.
  if (isLeftToPerson(one.engine, one.order)) return;
  if (amounts.captured !== captured || amounts.refunded !== refunded)
    one.accuse(
      `the state says ${amounts.captured} captured and ${amounts.refunded} refunded, the ledger ${captured} and ${refunded}`,
    );
}

function judgeLines(one: Case): void {
  const { lines, unattributed, amounts } = one.view;
  for (const { lineId, ordered, captured, refunded } of lines)
    if (!one.beyond && (refunded > captured || captured > ordered) && !hasForeign(one))
      one.accuse(`line ${lineId}: ${refunded} refunded, ${captured} captured, ${ordered} ordered`);
  const sum = (name: 'captured' | 'refunded') =>
    lines.reduce((total, line) => total + line[name], 0) + unattributed[name];
  if (sum('captured') !== amounts.captured || sum('refunded') !== amounts.refunded)
    one.accuse('the lines and what has none do not add up to the totals');
}

/** The back office minds no lines. */
function hasForeign({ view }: Case): boolean {
  return view.operations.some(({ operationId }) => operationId.startsWith('auto-'));
}

function judgeOperations(one: Case): void {
  const { engine, order, view } = one;
  const { orderReference } = order.plan.order;
  const entries = moneyOf(engine, order).filter(({ kind }) => ['capture', 'refund'].includes(kind));
  const accepted = view.operations.filter(isAccepted);
  for (const operation of accepted) {
    const { kind, operationId, status } = operation;
    if (!['recorded', 'rejected'].includes(status) && view.needsAttention === null)
      one.accuse(`${kind} ${operationId} is left ${status}`);
    if (kind === 'cancel' || operationId.startsWith('auto-')) continue;
    const mine = entries.filter((entry) => isOf(entry, orderReference, kind, operationId));
    judgeMovement(one, operation, mine);
  }
  if (isLeftToPerson(engine, order)) return;
  const isKnown = (entry: MoneyEntry) =>
    accepted.some(({ kind, operationId }) => isOf(entry, orderReference, kind, operationId)) ||
    view.operations.some(({ kind, reference }) => bears(entry, kind, reference)) ||
    hasDouble(engine, view, entry.kind);
  for (const entry of entries.filter(({ by }) => by === 'merchant'))
    if (!isKnown(entry))
      one.accuse(
        `${entry.kind} ${entry.reference} moved, and the state knows of no such operation`,
      );
}

function bears(entry: MoneyEntry, kind: string, reference: string | undefined): boolean {
  return reference !== undefined && kind === entry.kind && reference === entry.reference;
}

function judgeMovement(
  { engine, order, view, beyond, accuse }: Case,
  { kind, operationId, status, amount }: ShownOperation,
  mine: readonly MoneyEntry[],
): void {
  const name = `${kind} ${operationId}`;
  const moved = ['moved', 'recorded'].includes(status);
  if (mine.length > 1 && !(beyond && isNoticed(engine, order)))
    accuse(`${name} moved ${mine.length} times${beyond ? ', and nobody noticed' : ''}`);
  if (moved !== mine.length > 0 && !hasDouble(engine, view, kind))
    accuse(`${name} is ${status}, but moved ${mine.length} times`);
  const [first] = mine;
  if (moved && first !== undefined && Number(first.amount) !== amount)
    accuse(`${name} moved ${first.amount}, but the state says ${amount}`);
}

/** Two movements without a name look like somebody else's. */
function isNoticed(engine: SandboxEngine, { raised }: SimulatedOrder): boolean {
  return raised.has('surplus_moved') || isNameless(engine);
}

/** Where references are lost: a movement of that kind under another name, which can be this one's or be taken for it. */
function hasDouble(engine: SandboxEngine, { operations }: FinalView, kind: string): boolean {
  const isAlike = (one: ShownOperation) => one.kind === kind && one.operationId.startsWith('auto-');
  return isNameless(engine) && operations.some(isAlike);
}

/** A refused message is shown as well, under the id that it asked for. */
function isAccepted({ content, status }: ShownOperation): boolean {
  return content !== '' || status !== 'rejected';
}

/** A person said that the record is there, in whatever form. */
function isByHand({ told }: SimulatedOrder, name: { kind: string; operationId: string }): boolean {
  return told.some(
    ({ event }) =>
      event.type === 'operation_recorded' &&
      event.recordId === 'by hand' &&
      event.kind === name.kind &&
      event.operationId === name.operationId,
  );
}

const recordKinds = { capture: 'capture', refund: 'refund', cancel: 'cancellation' } as const;

function judgeRecords(one: Case): void {
  const { engine, order, view } = one;
  const { world } = engine;
  const uuid = world.orderIds.get(view.orderId ?? '')?.at(-1)?.uuid;
  const records = uuid === undefined ? [] : world.journal.recordsOf(uuid);
  const { orderReference } = order.plan.order;
  const accepted = view.operations.filter(isAccepted);
  const names = new Set(
    accepted.map(({ kind, operationId }) => `${orderReference}/${kind}/${operationId}`),
  );
  for (const { kind, operationId, status, reference } of accepted) {
    const own = `${orderReference}/${kind}/${operationId}`;
    // What an earlier run recorded bears the key that the movement tells of, where no operation here has that key.
    const keys = reference === undefined || names.has(reference) ? [own] : [own, reference];
    const mine = records.filter(
      (record) => record.kind === recordKinds[kind] && keys.some((key) => hasKey(record, key)),
    );
    const wants = kind !== 'cancel' && !isByHand(order, { kind, operationId });
    judgeRecord(one, `${kind} ${operationId}`, { status, wants, count: mine.length });
  }
  const authorizations = records.filter(({ kind, success }) => kind === 'authorization' && success);
  if (authorizations.length > 1) one.accuse('the authorization is recorded more than once');
}

function judgeRecord(
  { accuse }: Case,
  name: string,
  { status, wants, count }: { status: string; wants: boolean; count: number },
): void {
  if (count > 1) accuse(`${name} is recorded ${count} times`);
  if (status === 'recorded' && wants && count === 0)
    accuse(`${name} is called recorded, but no record says so`);
  if (status !== 'recorded' && count > 0) accuse(`${name} has a record, but is ${status}`);
}

function hasKey(record: RecordEntry, key: string): boolean {
  const { metadata } = record.rest as { metadata?: Record<string, unknown> };
  return record.success && Object.values(metadata ?? {}).includes(key);
}

/** Nothing reserved, nothing kept, and Orders says so. */
function judgeEnding(one: Case): void {
  const [authorized, captured, refunded, voided] = ['authorize', 'capture', 'refund', 'void'].map(
    (kind) => sumOf(one, kind),
  ) as [number, number, number, number];
  const { status, orderId } = one.view;
  if (authorized - captured - voided !== 0 && !hasAccepted(one, 'left_to_lapse'))
    one.accuse(
      `${authorized - captured - voided} are still reserved for an order that is ${status}`,
    );
  if (captured !== refunded && !hasAccepted(one, `left_with_shop/${captured - refunded}`))
    one.accuse(`${captured - refunded} are kept of an order that is ${status}`);
  const { orders } = one.engine.ledger();
  const mine = orders.filter((order) => order.orderId === orderId);
  if (mine.some((order) => order.status !== 'cancelled') && !hasAccepted(one, 'left_open'))
    one.accuse(`Orders shows an order that is ${status} as open`);
}

/** A picture may be so far behind at the deadline. */
const unseenForMs = 60_000;

/** However long nobody could read it: what was paid in time is the shop's, unless the shop itself let it go by hand. */
function judgeLateness({ engine, order, beyond, accuse }: Case): void {
  const { expiresAtMs = 0 } = engine.world.sessions.get(order.sessionId ?? '') ?? {};
  const entries = moneyOf(engine, order);
  const paid = entries.find(({ kind }) => kind === 'authorize');
  const isByHand = entries.some(({ kind, by }) => kind === 'void' && by === 'backoffice');
  if (paid !== undefined && paid.atMs < expiresAtMs - unseenForMs && !beyond && !isByHand)
    accuse(`${paid.amount} were paid in time and let go`);
}

function hasAccepted(one: Case, matter: string): boolean {
  return one.order.told.some(
    ({ event }) => event.type === 'matter_accepted' && event.matter === matter,
  );
}
