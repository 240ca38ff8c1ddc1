import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import type { RecordEntry } from '../../sandbox/engine/journal';
import { moneyOf } from './simulated-order';
import type { SimulatedOrder } from './simulated-order';

export interface ShownOperation {
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

/** An order that came to its end, and what the judge holds it to. */
export interface JudgedCase {
  readonly engine: SandboxEngine;
  readonly order: SimulatedOrder;
  readonly view: FinalView;
  readonly beyond: boolean;
  accuse(why: string): void;
}

export function sumOf({ engine, order }: JudgedCase, kind: string): number {
  return moneyOf(engine, order)
    .filter((entry) => entry.kind === kind)
    .reduce((sum, { amount }) => sum + Number(amount), 0);
}

/** The records of which a person said that they are there, in whatever form. */
export function recordsByHand({ order }: JudgedCase) {
  return order.told.flatMap(({ event }) =>
    event.type === 'operation_recorded' && event.recordId === 'by hand' ? [event] : [],
  );
}

/** What Orders keeps of the order that the workflow drives. */
export function recordsOf({ engine, view }: JudgedCase): readonly RecordEntry[] {
  const { world } = engine;
  const uuid = world.orderIds.get(view.orderId ?? '')?.at(-1)?.uuid;
  return uuid === undefined ? [] : world.journal.recordsOf(uuid);
}
