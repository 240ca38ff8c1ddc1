import { shuffle } from '../sandbox/engine/random';
import type { Random } from './statistics';

/** How a payment becomes known: the provider calls back and the order polls, or it polls alone. */
export type Knowing = 'callback' | 'polling';
/** How a capture goes: its answer comes, or it happens and its answer is lost. */
export type Answering = 'answered' | 'answer_lost';

export interface PlannedOrder {
  /** Both orders of a pair have the same. */
  readonly pair: number;
  readonly knowing: Knowing;
  readonly answering: Answering;
  /** How long the customer looks at the checkout page before the click. */
  readonly pageOpenMs: number;
}

export interface Plan {
  /** In the order in which they are started. */
  readonly starts: readonly PlannedOrder[];
  /** The same ones, in the order in which they are captured. */
  readonly captures: readonly PlannedOrder[];
}

/**
 * Pairs of orders that have their page open for equally long and start one after the other, which of the two first by chance, so
 * that whatever else the machine does meets both ways alike.
 */
export function drawPlan(pairs: number, longestPageOpenMs: number, random: Random): Plan {
  const starts = Array.from({ length: pairs }, (_none, pair): readonly PlannedOrder[] => {
    const pageOpenMs = Math.round(random() * longestPageOpenMs);
    const lost = random() < 0.5;
    const both: readonly PlannedOrder[] = [
      { pair, pageOpenMs, knowing: 'callback', answering: lost ? 'answer_lost' : 'answered' },
      { pair, pageOpenMs, knowing: 'polling', answering: lost ? 'answered' : 'answer_lost' },
    ];
    return shuffle(both, random);
  });
  // Pairs stay together here as well, and the two of a pair change places by chance.
  const captures = shuffle(starts, random).flatMap((both) => shuffle(both, random));
  return { starts: starts.flat(), captures };
}
