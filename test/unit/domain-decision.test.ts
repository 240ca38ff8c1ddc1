import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import type { Attention } from '../../src/domain/attention';
import { consequenceOf, decisionOn } from '../../src/domain/decision';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import { toneOfOutcome } from '../../src/domain/tone';
import {
  accepting,
  after,
  cancel,
  capture,
  done,
  line,
  noon,
  paid,
  refund,
  starting,
} from '../support/order-states';

const one = done(paid(), capture('a', [line(1, 30_000)]));
const both = accepting(one, refund('a', [line(1, 500)]));
const doubt = (operationId?: string) =>
  attention('outcome_unknown', 'why', ['mark_moved', 'cancel'], noon, operationId);

function decided(state: OrderState, matter: Attention, choice: Attention['choices'][number]) {
  const view = viewOrder(after(state, { type: 'attention_raised', attention: matter }));
  return decisionOn(view, { choice });
}

describe('a decision', () => {
  it('on an operation tells which and how much', () => {
    const { operation, amount } = decided(one, doubt('a'), 'mark_moved') ?? {};
    expect(operation).toMatchObject({ kind: 'capture', operationId: 'a' });
    expect(amount).toBe(30_000);
  });

  it('where an id could mean two, tells the one of the kind', () => {
    const { operation, amount } = decided(both, doubt('refund a'), 'mark_moved') ?? {};
    expect(operation).toMatchObject({ kind: 'refund', operationId: 'a' });
    expect(amount).toBe(500);
  });

  it('on a doubt about an id that means two, tells the one that is not settled', () => {
    const { operation, amount } =
      decided(starting(both, 'refund', 'a'), doubt('a'), 'mark_moved') ?? {};
    expect(operation).toMatchObject({ kind: 'refund', operationId: 'a' });
    expect(amount).toBe(500);
  });

  it('to cancel tells what is let go, whatever operation it is about', () => {
    expect(decided(one, doubt('a'), 'cancel')).toMatchObject({ amount: 70_000 });
  });

  it('that means no operation and no money, tells neither', () => {
    const matter = doubt();
    expect(decided(one, matter, 'mark_moved')).toStrictEqual({ matter });
    expect(decided(done(one, cancel), matter, 'cancel')).toStrictEqual({ matter });
  });

  it('that is not offered, or where nothing is to be decided, is none', () => {
    expect(decided(one, doubt('a'), 'accept')).toBeUndefined();
    expect(decisionOn(viewOrder(one), { choice: 'retry' })).toBeUndefined();
  });
});

describe('a decision that was taken at the moment at which its doubt cleared up', () => {
  const shipments = accepting(paid(), capture('a', [line(1, 100)]), capture('b', [line(1, 100)]));
  const deciding = (state: OrderState, ...matters: readonly Attention[]) =>
    matters.reduce((current, matter) => {
      const { choices, code, operationId } = matter;
      const resolution = { choice: choices[0]!, code, operationId: operationId! };
      return after(
        current,
        { type: 'attention_raised', attention: matter },
        { type: 'attention_resolved', resolution },
      );
    }, state);

  it('settles nothing that begins anew under the same id, and leaves other decisions alone', () => {
    const unreachable = attention('provider_unreachable', 'why', ['retry'], noon, 'a');
    const state = deciding(shipments, doubt('a'), doubt('b'), unreachable);
    expect(state.resolutions).toHaveLength(3);
    expect(starting(state, 'capture', 'a').resolutions).toMatchObject([
      { code: 'outcome_unknown', operationId: 'b' },
      { code: 'provider_unreachable', operationId: 'a' },
    ]);
  });

  it('is kept while the attempt that it is about goes on, although another operation waits', () => {
    const begun = deciding(starting(shipments, 'capture', 'a'), doubt('a'));
    const { amount, lines } = begun.operations[0]!;
    const again = { kind: 'capture', operationId: 'a', amount, lines } as const;
    expect(after(begun, { type: 'operation_started', ...again }).resolutions).toMatchObject([
      { operationId: 'a' },
    ]);
  });
});

describe('what follows from a decision', () => {
  it('to try again depends on what it is about', () => {
    expect(consequenceOf('retry', 'outcome_unknown')).toContain('proven not to have moved');
    expect(consequenceOf('retry', 'provider_unreachable')).toBe(consequenceOf('retry', undefined));
  });

  it('of another kind does not', () => {
    expect(consequenceOf('accept', 'outcome_unknown')).toBe(consequenceOf('accept', undefined));
  });

  it('for a word that is no choice is empty, whatever an object has besides', () => {
    expect(consequenceOf('toString' as never, undefined)).toBe('');
  });
});

it('an outcome has the tone of its word, and a word that is not known is faint', () => {
  expect(toneOfOutcome('refused')).toBe('bad');
  for (const word of ['somehow', 'toString']) expect(toneOfOutcome(word)).toBe('faint');
});
