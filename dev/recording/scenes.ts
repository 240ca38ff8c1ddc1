import type { Timing } from '../../src/domain/timing';
import { refundSignal } from '../../src/workflows/messages';
import { on } from './order-scene';
import type { OrderScene } from './order-scene';

export interface Scene {
  readonly timing?: Partial<Timing>;
  readonly play: (scene: OrderScene) => Promise<void>;
}

const recorded = (id: string) => (state: { operations: readonly Shown[] }) =>
  state.operations.some(({ operationId, status }) => operationId === id && status === 'recorded');

interface Shown {
  readonly operationId: string;
  readonly status: string;
}

/** The ways that an order's life can go, each played once; the file of its history bears its name. */
export const scenes: Readonly<Record<string, Scene>> = {
  'paid-captured-refunded': {
    timing: { refundWindowMs: 2_000 },
    async play({ payFor, orders, reference, handle, until, end }) {
      await payFor();
      await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
      await orders.capture(reference);
      await handle.signal(refundSignal, { refundId: 'return-1', lines: [on(1, 10_050)] });
      await until(recorded('return-1'));
      await orders.refund(reference, { refundId: 'return-2', lines: [on(2, 9_900)] });
      await end();
    },
  },

  declined: {
    async play({ start, customer, end }) {
      await start();
      await customer('decline');
      await end();
    },
  },

  'expired-at-the-deadline': {
    timing: { paymentDeadlineMs: 2_000 },
    async play({ start, end }) {
      await start();
      await end();
    },
  },

  'held-for-review-then-authorized': {
    async play({ start, customer, untilHistory, until }) {
      await start();
      const looksWhileFree = 4;
      await customer('hold');
      await untilHistory('activityTaskScheduled', looksWhileFree + 1);
      await customer('release');
      await until('authorized');
    },
  },

  'rung-by-signal': {
    timing: { pollFirstMs: 3_000, pollMaxMs: 6_000 },
    async play({ start, customer, handle, until }) {
      await start();
      await customer('pay');
      await handle.signal('paymentNotice', {});
      await until('authorized');
    },
  },

  'cancelled-while-waiting': {
    async play({ start, orders, reference, end }) {
      await start();
      await orders.cancel(reference, { reason: 'customer' });
      await end();
    },
  },

  'completion-refused-then-cancelled': {
    async play({ fault, start, handle, end }) {
      fault({ endpoint: 'completeDraftOrder', kind: 'not-found-404', times: 100 });
      // Answered as soon as a person is needed.
      await start();
      await handle.signal('cancel', { reason: 'customer' });
      await end();
    },
  },

  'cancelled-after-authorization': {
    async play({ payFor, orders, reference, end }) {
      await payFor();
      await orders.cancel(reference, { reason: 'out of stock' });
      await end();
    },
  },

  'cancelled-after-part-capture': {
    timing: { refundWindowMs: 2_000 },
    async play({ payFor, orders, reference, end }) {
      await payFor();
      await orders.capture(reference, { captureId: 'shipment-1', lines: [on(2, 9_900)] });
      await orders.cancel(reference, { reason: 'customer' });
      await end();
    },
  },

  'cancelled-in-temporal': {
    async play({ payFor, handle, end }) {
      await payFor();
      await handle.cancel();
      await end();
    },
  },

  'late-money-voided': {
    async play({ start, customer, orders, reference, handle, until, untilHistory, end }) {
      await start();
      await customer('hold');
      await handle.signal('cancel', { reason: 'customer' });
      await until('cancelled');
      // The page cannot be closed during a review, so the order watches.
      await untilHistory('timerStarted', 1);
      await customer('release');
      await orders.reconcile(reference);
      await end();
    },
  },

  'unknown-capture-settled': {
    async play({ payFor, fault, orders, reference, until }) {
      await payFor();
      fault({ endpoint: 'captureTransaction', kind: 'apply-then-cut' });
      await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
      await until(recorded('shipment-1'));
    },
  },

  'lost-capture-sent-again': {
    async play({ payFor, fault, orders, reference, until }) {
      await payFor();
      fault({ endpoint: 'captureTransaction', kind: 'cut-before' });
      await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
      await until(recorded('shipment-1'));
    },
  },

  'failed-capture-rejected': {
    async play({ payFor, fault, orders, reference }) {
      await payFor();
      fault({ endpoint: 'captureTransaction', kind: 'failed-event-200' });
      await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
      await orders.capture(reference, { captureId: 'shipment-1b', lines: [on(1, 19_900)] });
    },
  },

  'records-written-again': {
    async play({ fault, payFor, orders, reference, until }) {
      fault({ endpoint: 'createSession', kind: 'error-before', times: 2 });
      fault({ endpoint: 'recordAuthorization', kind: 'error-before', status: 503 });
      fault({ endpoint: 'recordCapture', kind: 'error-after' });
      await payFor();
      await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
      await until(recorded('shipment-1'));
    },
  },

  'decided-by-a-person': {
    async play({ start, customer, until, orders, reference }) {
      await start();
      await customer('pay', { amount: 40_000 });
      await until(({ needsAttention }) => needsAttention?.code === 'authorized_differs');
      await orders.resolve(reference, { choice: 'accept' });
      await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 39_800)] });
    },
  },

  'captured-in-the-back-office': {
    async play({ payFor, backOffice, orders, reference, until }) {
      await payFor();
      await backOffice('capture', { amount: 9_900 });
      await orders.reconcile(reference);
      await until(({ operations }) => operations.some(({ status }) => status === 'recorded'));
    },
  },

  'signal-refused': {
    async play({ payFor, handle, until, orders, reference, end }) {
      await payFor();
      await handle.signal('capture', { captureID: 'typo' });
      await handle.signal('refund', { refundId: 'early', lines: [on(1, 100)] });
      await until(({ refusedMessages }) => refusedMessages === 2);
      await orders.cancel(reference, { reason: 'enough seen' });
      await end();
    },
  },
};

/** Played where the server asks for a new run after so few events that a short life has two of them. */
export const longScenes: Readonly<Record<string, Scene>> = {
  'continued-as-new': {
    async play({ payFor, orders, reference, until }) {
      await payFor();
      for (const part of [1, 2, 3, 4, 5, 6]) {
        const captureId = `shipment-${part}`;
        await orders.capture(reference, { captureId, lines: [on(1, 1_000 * part)] });
        await until(recorded(captureId));
      }
    },
  },
};
