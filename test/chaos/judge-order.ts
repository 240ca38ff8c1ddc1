import type { OrderView } from '../../src/domain/order-view';
import { movementsOf } from './read-ledger';
import type { FullLedger, RecordRoom } from './read-ledger';

const endings: readonly string[] = ['cancelled', 'payment_failed', 'expired'];
const rooms = { capture: 'captures', refund: 'refunds' } as const;

/** What is wrong with an order, by the provider's journal alone; nothing when it kept every promise. */
export function judgeOrder(ledger: FullLedger, view: OrderView): readonly string[] {
  return [
    ...judgeTotals(ledger, view),
    ...judgeLines(ledger, view),
    ...judgeOperations(ledger, view),
    ...judgeStrangers(ledger, view),
    ...(endings.includes(view.status) ? judgeEnding(ledger, view) : []),
  ];
}

function judgeTotals(
  { totals, orders }: FullLedger,
  { amounts, orderId, status }: OrderView,
): string[] {
  const { authorized, captured, refunded, voided } = totals;
  const wrong: string[] = [];
  if (refunded > captured || captured + voided > authorized)
    wrong.push(
      `${refunded} refunded, ${captured} captured, ${voided} voided of ${authorized} authorized`,
    );
  if (amounts.captured !== captured || amounts.refunded !== refunded)
    wrong.push(
      `state tells ${amounts.captured} captured and ${amounts.refunded} refunded, the ledger ${captured} and ${refunded}`,
    );
  const order = orders.find((one) => one.orderId === orderId);
  return [...wrong, ...judgeSums(totals, order?.records, isUnkeptEnding(captured, status))];
}

function judgeSums(
  { authorized, captured, refunded, voided }: FullLedger['totals'],
  records: FullLedger['orders'][number]['records'] | undefined,
  isLetGo: boolean,
): string[] {
  const pairs = [
    ['authorizations', authorized],
    ['captures', captured],
    ['refunds', refunded],
    ['cancellations', voided],
  ] as const;
  return pairs.flatMap(([room, moved]) => {
    const recorded = (records?.[room] ?? [])
      .filter(({ success }) => success)
      .reduce((sum, { amount }) => sum + amount, 0);
    const isRight = recorded === moved || (isLetGo && recorded === 0);
    return isRight ? [] : [`${room}: ${recorded} recorded, ${moved} moved`];
  });
}

/** Money that came after the end is let go again, and Orders takes no records for a cancelled order. */
function isUnkeptEnding(captured: number, status: string): boolean {
  return captured === 0 && endings.includes(status);
}

function judgeLines({ transactions }: FullLedger, { lines }: OrderView): string[] {
  const movements = transactions.flatMap((transaction) => transaction.movements);
  const sum = (kind: string, lineId: number) =>
    movements
      .filter((movement) => movement.kind === kind)
      .flatMap((movement) => movement.lines ?? [])
      .filter((line) => line.lineId === String(lineId))
      .reduce((total, { amount }) => total + amount, 0);
  return lines.flatMap(({ lineId, ordered, captured, refunded }) => {
    const moved = { captured: sum('capture', lineId), refunded: sum('refund', lineId) };
    const fits = moved.refunded <= moved.captured && moved.captured <= ordered;
    const told = moved.captured === captured && moved.refunded === refunded;
    return fits && told
      ? []
      : [
          `line ${lineId} of ${ordered}: ledger ${JSON.stringify(moved)}, state ${captured} and ${refunded}`,
        ];
  });
}

function judgeOperations(ledger: FullLedger, view: OrderView): string[] {
  return view.operations
    .filter(({ content }) => content !== '')
    .flatMap((operation) => {
      const { kind, operationId, status, amount } = operation;
      const name = `${kind} ${operationId}`;
      const wrong: string[] = [];
      if (!['recorded', 'rejected'].includes(status) && view.needsAttention === null)
        wrong.push(`${name} is left ${status}`);
      if (kind === 'cancel') return wrong;
      const key = `${view.orderReference}/${kind}/${operationId}`;
      const moves = movementsOf(ledger, key);
      const records = recordsOf(ledger, rooms[kind], key);
      const moved = ['moved', 'recorded'].includes(status) ? 1 : 0;
      if (moves.length !== moved)
        wrong.push(`${name} is ${status} and moved ${moves.length} times`);
      if (moves[0] !== undefined && moves[0].amount !== amount)
        wrong.push(`${name} moved ${moves[0].amount} and is shown with ${amount}`);
      const recorded = status === 'recorded' ? 1 : 0;
      if (records !== recorded) wrong.push(`${name} is ${status} and recorded ${records} times`);
      return wrong;
    });
}

function recordsOf({ orders }: FullLedger, room: RecordRoom, key: string): number {
  return orders
    .flatMap(({ records }) => records[room])
    .filter(({ success, metadata }) => success && Object.values(metadata ?? {}).includes(key))
    .length;
}

/** Money that moved for an operation that the order knows nothing of. */
function judgeStrangers({ transactions }: FullLedger, view: OrderView): string[] {
  const known = new Set(
    view.operations.map(({ kind, operationId }) => `${view.orderReference}/${kind}/${operationId}`),
  );
  return transactions
    .flatMap(({ movements }) => movements)
    .filter(({ kind }) => kind === 'capture' || kind === 'refund')
    .filter(({ reference }) => !known.has(reference ?? ''))
    .map(({ kind, reference }) => `${kind} ${reference} moved and nobody asked for it`);
}

function judgeEnding({ totals, orders }: FullLedger, view: OrderView): string[] {
  const open = orders.filter(({ orderId }) => orderId === view.orderId);
  return [
    ...(totals.reserved === 0 ? [] : [`${totals.reserved} are reserved, and it is ${view.status}`]),
    ...(open.every(({ status }) => status === 'cancelled')
      ? []
      : [`Orders shows it as open, and it is ${view.status}`]),
  ];
}
