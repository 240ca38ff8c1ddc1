import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import type { MoneyEntry, RecordEntry } from '../../sandbox/engine/journal';
import { judgeEnding } from './judge-ending';
import { recordsByHand, recordsOf, sumOf } from './judged-case';
import type { FinalView, JudgedCase, ShownOperation } from './judged-case';
import { isLeftToPerson, isNameless, isOf, moneyOf } from './simulated-order';
import type { SimulatedOrder } from './simulated-order';

export function judgeFinalState(one: JudgedCase): void {
  judgeSums(one);
  judgeOperations(one);
  if (!isLeftToPerson(one.engine, one.order)) {
    judgeLines(one);
    judgeRecords(one);
  }
  judgeEnding(one);
}

function judgeSums(one: JudgedCase): void {
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

function judgeLines(one: JudgedCase): void {
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
function hasForeign({ view }: JudgedCase): boolean {
  return view.operations.some(({ operationId }) => operationId.startsWith('auto-'));
}

function judgeOperations(one: JudgedCase): void {
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
  { engine, order, view, beyond, accuse }: JudgedCase,
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

const recordKinds = { capture: 'capture', refund: 'refund', cancel: 'cancellation' } as const;

function judgeRecords(one: JudgedCase): void {
  const { order, view } = one;
  const records = recordsOf(one);
  const byHand = recordsByHand(one);
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
    const isByHand = byHand.some((said) => said.kind === kind && said.operationId === operationId);
    const wants = kind !== 'cancel' && !isByHand;
    judgeRecord(one, `${kind} ${operationId}`, { status, wants, count: mine.length });
  }
  const authorizations = records.filter(({ kind, success }) => kind === 'authorization' && success);
  if (authorizations.length > 1) one.accuse('the authorization is recorded more than once');
}

function judgeRecord(
  { accuse }: JudgedCase,
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
