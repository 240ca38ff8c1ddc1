import type { OrderView } from '../../src/domain/order-view';
import type { Draws } from '../simulation/draws';
import type { Tally } from './count';
import type { Setting } from './setting';
import type { Machines } from './start-machines';

export interface ChaosOptions {
  readonly seed: number;
  readonly orders: number;
  readonly chaosMs: number;
  readonly workers: number;
  readonly setting: Setting;
  readonly workflowBundle: string;
  /** What is waited for, while it goes on. */
  readonly tell?: (text: string) => void;
}

export interface Scene {
  readonly options: ChaosOptions;
  readonly machines: Machines;
  readonly references: readonly string[];
  readonly draws: Draws;
  readonly injected: Tally;
  readonly seen: Tally;
}

/** The orders as they were seen last; one that did not answer is undefined. */
export type Views = ReadonlyMap<string, OrderView | undefined>;
