import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  nextRefundOfLateMoney,
  nextReleaseOperation,
} from '../../src/domain/compensating-operation';
import { nextDueRecord } from '../../src/domain/due-record';
import { subtract, toMinorUnits, zero } from '../../src/domain/money';
import { isFinished } from '../../src/domain/operation';
import type { Operation } from '../../src/domain/operation';
import { newOrderState } from '../../src/domain/order-state';
import type { Ending, OrderState, Transaction } from '../../src/domain/order-state';
import { planCompensation } from '../../src/domain/plan-compensation';
import type { CompensationStep } from '../../src/domain/plan-compensation';
import { judgePayment, stillReserved } from '../../src/domain/transaction-picture';
import type { TransactionTotals } from '../../src/domain/transaction-picture';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  noon,
  orderOf,
  paid,
  totalsAfter,
  transaction,
} from '../support/order-states';

const order = orderOf(60_000, 40_000);
const authorized = transaction(order);
const at = (status: Transaction['status'], more: Partial<Transaction> = {}) => ({
  ...authorized,
  status,
  ...more,
});

/** What the customer's payment is when the order begins to let go, and what may become of it afterwards. */
const payments = {
  none: undefined,
  initiated: at('INITIATED'),
  held: at('ON_HOLD'),
  unclear: at('UNKNOWN'),
  authorized,
  captured: at('CAPTURED', { captured: authorized.authorized }),
  'captured in part': at('PARTIALLY_CAPTURED', { captured: toMinorUnits(30_000) }),
  'refunded in part': at('PARTIALLY_REFUNDED', {
    captured: authorized.authorized,
    refunded: toMinorUnits(1),
  }),
  failed: at('FAILED'),
  declined: at('DECLINED'),
} as const;
type Payment = keyof typeof payments;
const names = Object.keys(payments) as Payment[];
const outcomes = ['authorized', 'captured', 'captured in part', 'failed', 'declined'] as const;

/** The provider while an order lets go: the customer may still be paying. */
class Provider {
  payment: Transaction | undefined;
  closed = false;
  private readonly becomes: readonly (typeof outcomes)[number][];
  private waits: number;

  constructor(payment: Transaction | undefined, becomes: (typeof outcomes)[number], waits: number) {
    this.payment = payment;
    this.becomes = [becomes];
    this.waits = waits;
  }

  /** Time passes: a payment that is under way comes to its end sooner or later. */
  pass(): void {
    this.waits -= 1;
    if (this.waits > 0 || this.closed) return;
    if (this.payment === undefined || this.isUnderWay()) {
      const [next] = this.becomes;
      if (next !== undefined) this.payment = payments[next];
      this.closed = true;
    }
  }

  /** Refused while the provider reviews; voids what is reserved otherwise. */
  close(): void {
    if (this.payment?.status === 'ON_HOLD' || this.payment?.status === 'UNKNOWN') return;
    if (this.payment?.status === 'AUTHORIZED') this.move('void', zero);
    if (this.payment?.status === 'INITIATED') this.payment = payments.failed;
    this.closed = true;
  }

  move(kind: 'void' | 'refund', amount: number): TransactionTotals {
    if (this.payment === undefined) throw new Error('there is nothing to move');
    this.payment = { ...this.payment, ...totalsAfter(this.payment, kind, amount) };
    return this.payment;
  }

  look() {
    const decided = this.payment !== undefined && !this.isUnderWay();
    return {
      closed: decided || (this.payment === undefined && this.closed),
      ...(this.payment === undefined ? {} : { transaction: this.payment }),
    };
  }

  private isUnderWay(): boolean {
    const verdict = this.payment && judgePayment(this.payment.status);
    return verdict === 'waiting' || verdict === 'on_hold';
  }
}

function carryOut(state: OrderState, step: CompensationStep, provider: Provider): OrderState {
  switch (step.step) {
    case 'close_session':
      provider.close();
      return after(state, { type: 'session_read', ...provider.look(), closeTried: true });
    case 'void_authorization':
      return move(state, nextReleaseOperation(state, noon), provider);
    case 'refund_late_money':
      return move(state, nextRefundOfLateMoney(state, noon), provider);
    case 'await_records':
      return record(state);
    case 'cancel_order':
      return after(state, { type: 'order_cancelled', at: noon });
    case 'watch_for_late_money':
      provider.pass();
      return after(state, { type: 'session_read', ...provider.look(), closeTried: false });
    case 'look_again':
      return after(state, { type: 'looked_again', at: step.at });
    case 'end':
      return after(state, { type: 'order_ended', at: noon });
  }
}

function move(state: OrderState, operation: Operation, provider: Provider): OrderState {
  const { kind, operationId, amount, lines } = operation;
  const totals = provider.move(kind === 'refund' ? 'refund' : 'void', amount);
  return after(
    state,
    { type: 'operation_accepted', operation },
    { type: 'operation_started', kind, operationId, amount, lines },
    { type: 'operation_moved', kind, operationId, totals, at: noon, lookAgainAt: [] },
  );
}

function record(state: OrderState): OrderState {
  const due = nextDueRecord(state);
  if (due === undefined) throw new Error('the plan waits for a record that is not due');
  if (due.operation === undefined) return after(state, { type: 'authorization_recorded' });
  const { operation, lines } = due;
  return after(state, { type: 'operation_recorded', ...operation, recordId: 'R', lines, at: noon });
}

/** Carries the plan out, one first step at a time, as the workflow does. */
function letGo(begun: OrderState, provider: Provider): OrderState {
  let state = begun;
  for (let steps = 0; state.payment.phase === 'unwinding'; steps += 1) {
    const [step] = planCompensation(state);
    if (step === undefined || steps > 60) throw new Error('the plan does not come to its end');
    state = carryOut(state, step, provider);
  }
  return state;
}

function expectNothingHeld(state: OrderState, provider: Provider): void {
  expect(state.payment.phase).toBe('ended');
  const { payment } = provider;
  if (payment !== undefined) {
    expect(stillReserved(payment)).toBe(0);
    expect(subtract(payment.captured, payment.refunded)).toBe(0);
  }
  expect(state.operations.filter((operation) => !isFinished(operation))).toEqual([]);
}

const endings = fc.constantFrom<Ending>('cancelled', 'expired', 'payment_failed');

it('an unpaid order, however the payment comes out while it is let go, ends with nothing held', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom(...outcomes),
      fc.nat(6),
      endings,
      fc.boolean(),
      (payment, becomes, waits, why, asked) => {
        const provider = new Provider(payments[payment], becomes, waits);
        const start = asked ? accepting(awaitingPayment(order), cancel) : awaitingPayment(order);
        const state = letGo(after(start, { type: 'unwinding_started', why }), provider);
        expectNothingHeld(state, provider);
      },
    ),
    { numRuns: 1_000 },
  );
});

it('a paid order, whatever its back office did meanwhile, ends with nothing held', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('authorized', 'captured', 'captured in part', 'refunded in part'),
      fc.boolean(),
      fc.boolean(),
      (name, authorizationRecorded, asked) => {
        const payment = payments[name as 'authorized'];
        const provider = new Provider(payment, 'authorized', 0);
        const known = after(
          paid(order, payment),
          ...(authorizationRecorded ? [{ type: 'authorization_recorded' } as const] : []),
        );
        const start = asked && name === 'authorized' ? accepting(known, cancel) : known;
        const begun = after(start, { type: 'unwinding_started', why: 'cancelled' });
        expectNothingHeld(letGo(begun, provider), provider);
      },
    ),
  );
});

it('an order that is still being prepared ends at once, its order in Orders cancelled if there is one', () => {
  for (const events of [
    [],
    [
      { type: 'draft_created', draftId: 'D1' },
      { type: 'order_completed', orderId: 'O1' },
    ],
  ] as const) {
    const start = after(newOrderState(order), ...events);
    const begun = after(start, { type: 'unwinding_started', why: 'cancelled' });
    const steps = planCompensation(begun).map(({ step }) => step);
    expect(steps).toEqual(events.length === 0 ? ['end'] : ['cancel_order', 'end']);
    expect(letGo(begun, new Provider(undefined, 'authorized', 0)).payment.phase).toBe('ended');
  }
});
