import type { Attention } from '../../../src/domain/attention';
import type { FaultPlanOptions } from './fault-plan';

export interface Cell extends FaultPlanOptions {
  /** What the person decides who has mended the cause. */
  readonly choice?: Choice;
}

type Choice = Attention['choices'][number];

/** What became of an order. */
export interface Played {
  readonly end: string;
  readonly violations: readonly string[];
  readonly story: readonly string[];
  /** Requests that met the fault. */
  readonly met: number;
  /** How often the request was sent, the reads apart. */
  readonly sent: number;
  /** Matters that were ever raised. */
  readonly raised: readonly string[];
  /** What a person was asked for while the cause lasted. */
  readonly asked: Attention | null;
  /** Those of its choices that an honest person can take. */
  readonly choices: readonly Choice[];
  readonly isDecided: boolean;
  /** From the order's start, or from the decision, until everything was done. */
  readonly doneMs: number;
}
