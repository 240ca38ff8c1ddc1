import type { Paint } from '../../src/cli/paint';
import { readOrder } from '../../src/client/read-order';
import type { OrderRequest } from '../../src/domain/order';
import { toMinorUnits } from '../../src/domain/money';
import type { LineAmount } from '../../src/domain/order';
import example from '../../examples/order.json';
import type { Stack } from '../start-stack';
import type { TemporalServer } from '../temporal/start-server';

/** Everything a demonstration plays on. */
export interface Stage {
  readonly stack: Stack;
  readonly temporal: TemporalServer;
  readonly paint: Paint;
  /** Everything stays up after the last word. */
  readonly kept: boolean;
  readonly print: (line: string) => void;
}

/** The order of `examples/`, under a reference of its own. */
export function exampleOrder(orderReference: string): OrderRequest {
  return { ...readOrder(example).order, orderReference };
}

export function onLine(lineId: number, minorUnits: number): LineAmount {
  return { lineId, amount: toMinorUnits(minorUnits) };
}

/** Differs from run to run, so that a kept server takes the next order as a new one. */
export function freshSuffix(): string {
  return Date.now().toString(36);
}

export function webUiOf({ temporal }: Stage, workflowId: string): string | undefined {
  return temporal.uiUrl && `${temporal.uiUrl}/namespaces/default/workflows/${workflowId}`;
}
