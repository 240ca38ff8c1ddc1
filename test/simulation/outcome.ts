import type { Draws } from './draws';

export interface SeedOptions {
  readonly seed: number;
  /** Effects come later than the product promises to stand: then a double movement has to be noticed. */
  readonly beyond?: boolean;
  /** The workflow of every order is lost once, and the order adopted. */
  readonly adopting?: boolean;
  /** Mishaps that this run goes without. */
  readonly suppressed?: ReadonlySet<string>;
  /** Failures show where they arose. */
  readonly withStacks?: boolean;
}

export interface Outcome {
  readonly seed: number;
  readonly theme: string;
  readonly beyond: boolean;
  readonly adopting: boolean;
  readonly violations: readonly string[];
  readonly story: readonly string[];
  readonly injected: Draws['injected'];
  readonly events: number;
}

/** What one process asks of another. */
export interface SeedTask {
  readonly seeds: readonly number[];
  /** The rule that is taken out, by its name. */
  readonly mutation?: string;
  readonly adopting: boolean;
}

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly mishaps: readonly string[];
}
