import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toCaptureRequest, toRefundRequest } from '../../src/dintero/translate-transaction';
import {
  captureRequest,
  refundRequest,
  transactionEventNames,
  transactionStatus,
} from '../../src/dintero/wire/transaction';
import type { MinorUnits } from '../../src/domain/money';
import { judgePayment, transactionStatuses } from '../../src/domain/transaction-picture';
import { capture, pictureOf, told } from '../support/wire-events';
import type { WireEvent } from '../support/wire-events';

const isMovement = (event: unknown) => ['CAPTURE', 'REFUND', 'VOID'].includes(String(event));

describe('the statuses', () => {
  it('are the provider’s twelve on the wire and in the domain, each with a verdict', () => {
    expect([...transactionStatus.options].sort()).toEqual([...transactionStatuses].sort());
    expect(new Set(transactionStatuses).size).toBe(12);
    for (const status of transactionStatuses) expect(judgePayment(status)).toMatch(/\w/);
  });
});

const anyEvents = fc
  .array(
    fc.record({
      event: fc.oneof(
        fc.constantFrom('CAPTURE', 'REFUND', 'VOID', ...transactionEventNames),
        fc.constantFrom('INITIATE', 'CHARGEBACK', '', 'toString', '__proto__'),
      ),
      success: fc.constantFrom(true, false, undefined, null),
      amount: fc.integer({ min: 0, max: 50_000 }),
      event_reference: fc.constantFrom('ours', 'theirs', undefined, null),
      correlates: fc.boolean(),
      corrects: fc.boolean(),
      minute: fc.integer({ min: 10, max: 59 }),
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ correlates, corrects, minute, ...event }, index): WireEvent => {
      const other = drawn.length - 1 - index;
      return {
        ...event,
        id: `e${index}`,
        request_id: `r${index}`,
        created_at: `2026-01-02T00:${minute}:00Z`,
        ...(correlates ? { correlation_request_id: `r${other}` } : {}),
        ...(corrects ? { correction: { status: 'CAPTURED', event_ids: [`e${other}`] } } : {}),
      };
    }),
  );

describe('any list of events', () => {
  it('is read, whatever names stand in it, and nothing but captures, refunds and voids moves', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const picture = pictureOf(events);
        const names = events.map((event) =>
          String(event['event']).replace('INITIATE_', '').toLowerCase(),
        );
        for (const { eventId, kind } of picture.movements)
          expect(names[Number(eventId.slice(1))]).toBe(kind);
        expect(new Set(picture.movements.map(({ eventId }) => eventId)).size).toBe(
          picture.movements.length,
        );
      }),
    );
  });

  it('says the same in every order', () => {
    const withShuffled = anyEvents.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events], { minLength: events.length })),
    );
    fc.assert(
      fc.property(withShuffled, ([events, shuffled]) => {
        const [one, other] = [pictureOf(events), pictureOf(shuffled)];
        expect(told(other)).toEqual(told(one));
        const { movements: _one, ...totals } = one;
        const { movements: _other, ...others } = other;
        expect(others).toEqual(totals);
      }),
    );
  });

  it('captured and refunded are the sums of what succeeded, and no more', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { captured, refunded, movements } = pictureOf(events);
        const sumOf = (kind: string) =>
          movements
            .filter((one) => one.kind === kind && one.outcome === 'succeeded')
            .reduce((sum, one) => sum + one.amount, 0);
        expect([captured, refunded]).toEqual([sumOf('capture'), sumOf('refund')]);
      }),
    );
  });

  it('a movement that says success has succeeded, and one that says failure only where it is corrected', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const named = new Set(
          events
            .filter(({ event, success }) => success === false || !isMovement(event))
            .flatMap(({ correction }) => (correction as { event_ids: string[] })?.event_ids ?? []),
        );
        for (const { eventId, outcome } of pictureOf(events).movements) {
          const { success, event } = events[Number(eventId.slice(1))] ?? {};
          if (String(event).startsWith('INITIATE_')) expect(outcome).toBe('pending');
          else expect(outcome === 'succeeded').toBe(success !== false || named.has(eventId));
        }
      }),
    );
  });
});

describe('a movement that is asked for', () => {
  const anyMovement = fc
    .tuple(
      fc.stringMatching(/^[A-Za-z0-9./_-]{1,40}$/),
      fc.array(
        fc.record(
          {
            lineId: fc.integer({ min: 1, max: 2_147_483_647 }),
            amount: fc.integer({ min: 1, max: 10_000_000 }),
            vatAmount: fc.integer({ min: 0, max: 1_000_000 }),
            quantity: fc.constantFrom(1, 2, 0.5),
          },
          { requiredKeys: ['lineId', 'amount', 'vatAmount'], noNullPrototype: true },
        ),
        { minLength: 1, maxLength: 100 },
      ),
    )
    .map(([reference, lines]) => ({
      reference,
      lines: lines as never[],
      amount: lines.reduce((sum, line) => sum + line.amount, 0) as MinorUnits,
    }));

  it('fits its schema, carries its reference, and its items add up to its amount', () => {
    fc.assert(
      fc.property(anyMovement, (movement) => {
        const asked = captureRequest.parse(toCaptureRequest(movement));
        const refunded = refundRequest.parse(toRefundRequest({ ...movement, reason: 'damaged' }));
        expect([asked.capture_reference, refunded.refund_reference]).toEqual([
          movement.reference,
          movement.reference,
        ]);
        for (const { amount, items = [] } of [asked, refunded]) {
          expect(amount).toBe(movement.amount);
          expect(items.reduce((sum, item) => sum + item.amount, 0)).toBe(amount);
        }
      }),
    );
  });

  it('and comes back as an event is the same movement, line by line', () => {
    fc.assert(
      fc.property(anyMovement, (movement) => {
        const { amount, items, capture_reference } = toCaptureRequest(movement);
        const event = capture('1', { amount, items, event_reference: capture_reference });
        const [back] = pictureOf([event]).movements;
        expect(back).toMatchObject({ amount, reference: movement.reference });
        expect(back?.lines).toEqual(
          (items ?? []).map((item) => ({ lineId: Number(item.line_id), amount: item.amount })),
        );
      }),
    );
  });

  it('without lines names none', () => {
    const bare = { amount: 100 as MinorUnits, reference: 'r', lines: [] };
    expect(toCaptureRequest(bare)).toEqual({ amount: 100, capture_reference: 'r' });
    expect(toRefundRequest(bare)).toEqual({ amount: 100, refund_reference: 'r' });
    expect(toCaptureRequest({ ...bare, final: true })).toHaveProperty('final_capture', true);
  });
});
