import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import type { Attention, AttentionChoice, AttentionCode } from '../../src/domain/attention';
import { consequenceOf, decisionOn } from '../../src/domain/decision';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import { present } from '../../src/domain/present';
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
  const paidView = viewOrder(starting(one, 'capture', 'a'));
  const follows = (
    choice: AttentionChoice,
    code?: AttentionCode,
    operationId?: string,
    view = paidView,
  ) =>
    consequenceOf(view, {
      choice,
      ...present('code', code),
      ...present('operationId', operationId),
    });
  const letGo = accepting(
    done(paid(), capture('a', [line(1, 30_000)])),
    { ...cancel, operationId: 'release-1' },
    refund('late-refund-1', [line(1, 30_000)]),
  );
  const letGoView = { ...viewOrder(letGo), status: 'expired' } as const;

  it.each([
    ['retry', 'provider_unreachable', undefined, 'The step is tried again at once.'],
    ['retry', 'outcome_unknown', 'a', 'sends again only what is proven not to have moved'],
    ['retry', 'payment_undecided', undefined, 'looks at once whether the payment was made'],
    ['retry', 'systems_differ', undefined, 'Both systems are compared again'],
    ['accept', 'systems_differ', undefined, 'does not ask about this again. No money moves by it.'],
    ['accept', 'reference_not_echoed', 'a', 'What waits goes on.'],
    ['accept', 'authorized_differs', undefined, 'captures that wait go on'],
    ['accept', 'hold_too_long', undefined, 'waits on for the provider'],
    ['accept', 'payment_undecided', undefined, 'The order ends, and nobody looks for a payment'],
    ['accept', 'step_refused', 'cancelCheckoutSession', 'nobody looks for a payment any more'],
    ['accept', 'step_refused', 'readTransaction', 'goes on without this comparison'],
    ['accept', 'step_refused', 'cancelOrder', 'stays open in Orders: close it'],
    ['accept', 'step_refused', 'toString', 'The order goes on without this step.'],
    ['accept', 'step_refused', 'capture a', 'The order goes on without this step.'],
    ['accept', 'step_refused', undefined, 'The order goes on without this step.'],
    ['cancel', 'authorization_lapsed', undefined, 'What is still reserved is released'],
    ['cancel', 'step_refused', 'completeDraftOrder', 'The order is given up. Its page'],
    ['cancel', 'step_refused', 'cancelCheckoutSession', 'The order is given up. Its page'],
    ['retry', 'step_refused', 'cancelOrder', 'The step is tried again at once.'],
    ['mark_recorded', 'step_refused', 'readTransaction', 'that Orders has the record'],
    ['cancel', 'provider_unreachable', undefined, 'stays open in Orders: close it'],
    ['cancel', 'provider_unreachable', 'completeDraftOrder', 'stays open in Orders: close it'],
    ['cancel', 'provider_unreachable', 'createCheckoutSession', 'given up. Its page'],
    ['cancel', 'step_refused', 'adoption', 'The adoption is given up, and nobody drives the order'],
    ['accept', 'provider_unreachable', 'cancelCheckoutSession', 'nobody looks for a payment'],
    ['accept', 'provider_unreachable', 'cancelOrder', 'stays open in Orders: close it'],
    ['accept', 'provider_unreachable', undefined, 'The order goes on without this step.'],
    ['mark_recorded', 'provider_unreachable', undefined, 'Look in the back office first'],
    ['cancel', 'hold_too_long', undefined, 'given up, and whatever is reserved then is released'],
    ['mark_not_moved', 'defect', undefined, 'it ends as refused. Look in the back office'],
  ] as const)('by %s of %s about %s is true of just that', (choice, code, about, says) => {
    expect(follows(choice, code, about)).toContain(says);
  });

  it('to go on without a movement of an order that is let go, says what becomes of the money', () => {
    const without = (about: string) => follows('accept', 'step_refused', about, letGoView);
    expect(without('readTransaction')).toContain('nobody looks for a payment any more');
    expect(without('cancel release-1')).toContain('what is reserved lapses by itself');
    expect(without('refund late-refund-1')).toContain(
      'the money stays with the shop: give it back',
    );
  });

  it('to accept something else about a refund, speaks of no step to go on without', () => {
    expect(follows('accept', 'surplus_moved', 'late-refund-1', letGoView)).toBe(
      'The order goes on and does not ask about this again. No money moves by it.',
    );
  });

  it('to withdraw a movement, says what became of it and what it held', () => {
    const free = 'it ends as refused, and what it held may be asked for again.';
    const about = 'capture a';
    expect(follows('mark_not_moved', 'outcome_unknown', 'a')).toBe(
      `The order takes your word that this operation itself shall not move any more: ${free} Look in the back office first.`,
    );
    expect(follows('mark_not_moved', 'configuration_refused', about)).toBe(
      `Nothing of this operation has moved, and it is not sent any more: ${free}`,
    );
    expect(follows('mark_not_moved', 'step_refused', about, letGoView)).toContain(free);
  });

  it('to withdraw a release, leaves reserved what is, and says nothing of asking anew', () => {
    const releasing = viewOrder(accepting(one, cancel));
    const text = follows('mark_not_moved', 'step_refused', 'cancel cancel-1', releasing);
    expect(text).toContain('what is reserved stays reserved, until it is captured or lapses.');
    expect(text).not.toContain('again');
    const doubted = follows('mark_not_moved', 'outcome_unknown', 'cancel-1', releasing);
    expect(doubted).toMatch(/what is reserved stays reserved.* Look in the back office first\.$/);
  });

  it.each(['cancelled', 'expired', 'payment_failed'] as const)(
    'to withdraw what lets go an order that is %s, says that the order asks about it then',
    (status) => {
      const view = { ...letGoView, status };
      for (const about of ['cancel release-1', 'refund late-refund-1'])
        expect(follows('mark_not_moved', 'step_refused', about, view)).toContain(
          'the order asks what shall become of the money',
        );
    },
  );

  it('where no code is named, is that of the matter that the order shows and that offers it', () => {
    const matter = attention('payment_undecided', 'why', ['retry', 'accept'], noon);
    const view = viewOrder(after(one, { type: 'attention_raised', attention: matter }));
    expect(follows('accept', undefined, undefined, view)).toContain('nobody looks for a payment');
    expect(follows('cancel', undefined, undefined, view)).toContain('What is still reserved');
  });

  it('for a word that is no choice is empty, whatever an object has besides', () => {
    expect(consequenceOf(paidView, { choice: 'toString' as never })).toBe('');
  });
});

it('an outcome has the tone of its word, and a word that is not known is faint', () => {
  expect(toneOfOutcome('refused')).toBe('bad');
  for (const word of ['somehow', 'toString']) expect(toneOfOutcome(word)).toBe('faint');
});
