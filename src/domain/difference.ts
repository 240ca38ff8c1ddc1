import { formatMoney, sumOfAny } from './money';
import type { MinorUnits } from './money';
import type { Operation } from './operation';
import type { OrderState } from './order-state';
import type { RecordKind, RecordPicture } from './payment-gateway';

export type DifferenceKind =
  | 'moved_not_recorded'
  /** Written once more since it was found missing, and missing again: a person looks, before it is written for ever. */
  | 'record_not_shown'
  | 'recorded_not_moved'
  | 'recorded_twice'
  | 'amount_differs'
  | 'status_differs';

/** One point on which Checkout and Orders disagree about an order; amounts in minor units. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly about: RecordKind | 'order';
  readonly operationId?: string;
  readonly recordId?: string;
  readonly moved?: MinorUnits;
  readonly recorded?: MinorUnits;
  /** One sentence for people. */
  readonly detail: string;
}

export function notRecorded(
  state: OrderState,
  about: RecordKind,
  operation: Operation,
): Difference {
  const { operationId, amount, missingSince } = operation;
  const name = `${about} ${operationId} of ${show(state, amount)}`;
  return { ...missing(name, missingSince), about, operationId, moved: amount };
}

export function missing(
  name: string,
  missingSince: string | undefined,
): Pick<Difference, 'kind' | 'detail'> {
  if (missingSince === undefined)
    return { kind: 'moved_not_recorded', detail: `${name} moved and is not recorded in Orders` };
  return {
    kind: 'record_not_shown',
    detail: `${name} moved and was recorded again after its record had been missing, and Orders does not show it`,
  };
}

export function notMoved(state: OrderState, about: RecordKind, record: RecordPicture): Difference {
  const recorded = amountOf(record);
  return {
    kind: 'recorded_not_moved',
    about,
    recordId: record.recordId,
    recorded,
    detail: `Orders holds a ${about} record of ${show(state, recorded)} (${record.recordId}) for which no money moved`,
  };
}

export function recordedTwice(
  state: OrderState,
  about: RecordKind,
  record: RecordPicture,
  operationId?: string,
): Difference {
  const recorded = amountOf(record);
  return {
    kind: 'recorded_twice',
    about,
    ...(operationId === undefined ? {} : { operationId }),
    recordId: record.recordId,
    recorded,
    detail: `Orders holds one more ${about} record of ${show(state, recorded)} (${record.recordId}) than money moved`,
  };
}

export function differenceOfAmount(
  state: OrderState,
  about: RecordKind,
  moved: MinorUnits,
  record: RecordPicture,
  operationId?: string,
): readonly Difference[] {
  const recorded = amountOf(record);
  if (recorded === moved) return [];
  const name = operationId === undefined ? about : `${about} ${operationId}`;
  return [
    {
      kind: 'amount_differs',
      about,
      ...(operationId === undefined ? {} : { operationId }),
      recordId: record.recordId,
      moved,
      recorded,
      detail: `${name} moved ${show(state, moved)} and is recorded as ${show(state, recorded)}`,
    },
  ];
}

export function statusDiffers(detail: string): Difference {
  return { kind: 'status_differs', about: 'order', detail };
}

export function amountOf(record: RecordPicture): MinorUnits {
  return sumOfAny(record.lines.map(({ amount }) => amount));
}

export function show(state: OrderState, amount: MinorUnits): string {
  return formatMoney(amount, state.order.currency);
}
