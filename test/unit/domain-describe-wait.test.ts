import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import type { AttentionCode } from '../../src/domain/attention';
import { describeAttentions } from '../../src/domain/describe-attention';
import { describeWait } from '../../src/domain/describe-wait';
import { newAdoption, newOrderState } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import { defaultTiming } from '../../src/domain/timing';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  line,
  noon,
  orderOf,
  paid,
  starting,
} from '../support/order-states';

const wait = (state: OrderState) => describeWait(state, defaultTiming);
const recorded = { type: 'authorization_recorded' } as const;
const raised = (state: OrderState, code: AttentionCode) =>
  after(state, {
    type: 'attention_raised',
    attention: attention(code, 'x', ['retry'], noon),
  });

describe('what an order waits for', () => {
  const letGo = after(paid(), { type: 'unwinding_started', why: 'cancelled' });

  it.each<[string, OrderState, string]>([
    ['adopted', newAdoption('web-1', { orderId: 'O1' }), 'both systems to say how it stands'],
    ['prepared', newOrderState(orderOf(5)), 'the checkout page to be prepared'],
    ['let go', letGo, 'what is reserved to be let go, and proof that nothing comes late'],
    [
      'ended',
      after(letGo, { type: 'order_ended', at: noon }),
      'nothing any more: nothing is reserved, and a new payment needs a new order',
    ],
    ['paid', paid(), 'the authorization to be recorded in Orders'],
    ['asked to capture', accepting(paid(), capture('a', [line(1, 1)])), 'capture a (queued)'],
  ])('while it is %s', (_phase, state, expected) => {
    expect(wait(state)).toBe(expected);
  });

  it('before its payment is the customer, or the provider that reviews it', () => {
    expect(wait(awaitingPayment())).toMatch(/^the customer to pay, until .*2026-01-01 12:30/);
    const held = after(awaitingPayment(), { type: 'payment_held', at: noon });
    expect(wait(held)).toMatch(
      /^the provider to decide on a payment held since .*2026-01-01 12:00/,
    );
  });

  it('names what may still be asked for, and nothing else', () => {
    const asked = (state: OrderState) => wait(after(state, recorded)).replace(/\. Next.*/, '');
    expect(asked(paid())).toBe('a capture of at most 1000.00 NOK or a cancel');
    expect(asked(done(paid(), capture('a', [line(1, 10_000)])))).toBe(
      'a capture of at most 900.00 NOK or a refund of at most 100.00 NOK or a cancel',
    );
    expect(asked(done(paid(), capture('a')))).toBe('a refund of at most 1000.00 NOK');
    expect(asked(done(paid(), cancel))).toBe('nothing that could still be asked for');
  });

  it('after an adoption is the moment at which no old attempt can be on its way, also once its turn has come', () => {
    const quiet: OrderState = { ...paid(), quietUntil: '2026-01-01T13:00:00.000Z' };
    const queued = accepting(quiet, capture('a', [line(1, 1)]));
    expect(wait(queued)).toMatch(/^capture a \(queued\), not before .*13:00/);
    const begun = starting(queued, 'capture', 'a');
    expect(wait(begun)).toMatch(/^capture a \(moving\), not before .*13:00/);
    const doubtful = after(begun, { type: 'operation_unknown', kind: 'capture', operationId: 'a' });
    expect(wait(doubtful)).toBe('capture a (unknown)');
    const ofEarlierRun = doubtful.operations.map((each) => ({ ...each, adopted: true }));
    expect(wait({ ...doubtful, operations: ofEarlierRun })).toMatch(
      /^capture a \(unknown\), not before .*13:00/,
    );
  });

  it('is no such moment for what is asked after it', () => {
    const quiet: OrderState = { ...paid(), quietUntil: noon };
    expect(wait(accepting(quiet, capture('a', [line(1, 1)])))).toBe('capture a (queued)');
  });
});

describe('a decision that an order waits for', () => {
  it.each([
    'provider_unreachable',
    'configuration_refused',
    'step_refused',
    'defect',
    'outcome_unknown',
  ] as const)('on %s does not keep it from trying again', (code) => {
    expect(wait(raised(paid(), code))).toMatch(
      new RegExp(
        `^a decision on ${code}; meanwhile it tries again by itself, at the latest after .+`,
      ),
    );
  });

  it('on a matter that nothing but a person can settle is all that it waits for', () => {
    expect(wait(raised(paid(), 'authorized_differs'))).toBe('a decision on authorized_differs');
  });

  it.each([
    'authorization_expiring',
    'authorization_lapsed',
    'surplus_moved',
    'systems_differ',
  ] as const)('is not %s, which holds nothing up', (code) => {
    expect(wait(raised(paid(), code))).toBe(wait(paid()));
  });
});

describe('what a person has to decide', () => {
  const matter = attention(
    'surplus_moved',
    'moved\ntwice',
    ['refund_surplus', 'accept'],
    noon,
    'auto-17',
  );

  it('is told with the command of each choice', () => {
    const [text] = describeAttentions('web-1', [matter]);
    expect(text).toMatch(/^> \*\*Needs attention, holds nothing up: surplus_moved\*\*, since /);
    expect(text).toContain('\n> moved twice\n');
    expect(text).toContain(
      "`ordersaga resolve web-1 refund_surplus --code surplus_moved --operation 'auto-17'`",
    );
    const choices = ['retry', 'cancel', 'mark_moved', 'mark_not_moved', 'mark_recorded'] as const;
    const [other] = describeAttentions('web-1', [attention('defect', 'x', choices, noon)]);
    expect(other).toMatch(/^> \*\*Needs attention: defect\*\*/);
    for (const choice of choices)
      expect(other).toContain(`\`ordersaga resolve web-1 ${choice} --code defect\``);
  });

  it.each([
    ['step_refused', 'retry', 'try again now'],
    ['payment_undecided', 'retry', 'look again now'],
    ['systems_differ', 'accept', 'leave it as it is, and go on'],
    ['step_refused', 'accept', 'go on without it'],
    ['hold_too_long', 'accept', 'wait on'],
    ['payment_undecided', 'accept', 'no payment can come any more: end the order'],
    ['authorization_expiring', 'cancel', 'let go what is still reserved'],
    ['step_refused', 'cancel', 'give the order up'],
    ['hold_too_long', 'cancel', 'give the order up'],
    ['outcome_unknown', 'mark_not_moved', 'it did not move, and shall not any more'],
    ['configuration_refused', 'mark_not_moved', 'withdraw it: it shall not move any more'],
  ] as const)('on %s by %s is told in words that are true of it', (code, choice, says) => {
    const [text] = describeAttentions('web-1', [attention(code, 'x', [choice], noon)]);
    expect(text).toContain(`> - ${says}:`);
  });

  it('to give an adoption up is told as just that', () => {
    const refused = attention('step_refused', 'x', ['retry', 'cancel'], noon, 'adoption');
    expect(describeAttentions('web-1', [refused])[0]).toContain('> - give the adoption up:');
  });

  it('is three matters at most, and how many more there are', () => {
    expect(describeAttentions('web-1', [matter, matter, matter])).toHaveLength(3);
    const five = describeAttentions('web-1', [matter, matter, matter, matter, matter]);
    expect(five).toHaveLength(4);
    expect(five[3]).toBe('… and 2 more matters after these');
  });
});
