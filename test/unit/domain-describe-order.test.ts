import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import type { Difference } from '../../src/domain/difference';
import { describeOrder } from '../../src/domain/describe-order';
import { newOrderState } from '../../src/domain/order-state';
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
  moving,
  noon,
  orderOf,
  paid,
  refund,
  starting,
} from '../support/order-states';

const page = (state: OrderState) => describeOrder(state, defaultTiming);

/** The cells of the row that begins with a word, without the spaces around them. */
function row(markdown: string, first: string): readonly string[] | undefined {
  return markdown
    .split('\n')
    .filter((text) => text.startsWith('|'))
    .map((text) =>
      text
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('\u00A0', ' ').replaceAll('\u2011', '-').trim()),
    )
    .find(([cell]) => cell === first);
}

function waitOf(markdown: string): string {
  return /\*\*Waits for:\*\* (.*)/.exec(markdown)?.[1] ?? '';
}

const recorded = (state: OrderState) => after(state, { type: 'authorization_recorded' });

describe('the page of an order', () => {
  it('that is being prepared says so', () => {
    const markdown = page(newOrderState(orderOf(60_000)));
    expect(markdown).toContain('### preparing');
    expect(waitOf(markdown)).toBe('the checkout page to be prepared');
    expect(row(markdown, '600.00 NOK')).toEqual(['600.00 NOK', ...Array(4).fill('0.00 NOK')]);
  });

  it('that waits for the customer says until when, and where the page is', () => {
    const markdown = page(awaitingPayment());
    expect(markdown).toContain('### awaiting payment');
    expect(waitOf(markdown)).toBe('the customer to pay, until 2026-01-01 12:30 UTC');
    expect(row(markdown, 'checkout page')?.[1]).toBe('https://checkout.example/S1');
    const held = page(after(awaitingPayment(), { type: 'payment_held', at: noon }));
    expect(waitOf(held)).toContain('payment held since 2026-01-01 12:00 UTC');
  });

  it('that ships in two parts shows what moved, what is under way and when the authorization lapses', () => {
    const first = recorded(done(paid(), capture('shipment-1', [line(1, 60_000)])));
    const markdown = page(
      starting(accepting(first, capture('shipment-2', [line(2, 40_000)])), 'capture', 'shipment-2'),
    );
    expect(markdown).toContain('### partially captured');
    expect(waitOf(markdown)).toBe('capture shipment-2 (moving)');
    expect(row(markdown, 'shipment-1')).toEqual([
      'shipment-1',
      'capture',
      '600.00 NOK',
      'recorded',
      '2026-01-01 12:00',
      '',
    ]);
    expect(row(markdown, 'shipment-2')?.[3]).toBe('moving');
    expect(row(markdown, 'authorization lapses')?.[1]).toBe('2026-01-08 12:00 UTC');
    expect(row(markdown, '1000.00 NOK')).toEqual([
      '1000.00 NOK',
      '1000.00 NOK',
      '600.00 NOK',
      '0.00 NOK',
      '0.00 NOK',
    ]);
  });

  it('whose record is due says which', () => {
    expect(waitOf(page(paid()))).toBe('the authorization to be recorded in Orders');
    const moved = moving(accepting(recorded(paid()), capture('a')), 'capture', 'a');
    expect(waitOf(page(moved))).toBe('the capture to be recorded in Orders');
  });

  it('with nothing to do says what may be asked and what comes next', () => {
    expect(waitOf(page(recorded(paid())))).toMatch(
      /^a capture of at most 1000\.00 NOK or a cancel\. Next by itself: .*lapse.*2026-01-06 09:36 UTC$/,
    );
    const shipped = recorded(done(paid(), capture('a', [line(1, 60_000)])));
    expect(waitOf(page(shipped))).toMatch(
      /^a capture of at most 400\.00 NOK or a refund of at most 600\.00 NOK or a cancel\./,
    );
  });

  it('of which the rest was let go no longer offers a capture or a cancel, nor tells of a lapse', () => {
    const markdown = page(recorded(done(paid(), capture('a', [line(1, 60_000)]), cancel)));
    expect(waitOf(markdown)).toMatch(
      /^a refund of at most 600\.00 NOK\. Next by itself: The refund window ends, 2026-04-01/,
    );
    expect(row(markdown, 'authorization lapses')).toBeUndefined();
    expect(row(markdown, 'status in Checkout')?.[1]).toBe('CAPTURED');
  });

  it('with nothing left to ask for says so', () => {
    const state = recorded(
      done(paid(), capture('a', [line(1, 60_000)]), cancel, refund('r', [line(1, 60_000)])),
    );
    expect(waitOf(page(state))).toMatch(/^nothing that could still be asked for\. Next by itself/);
  });

  it('that was compared says what came of it', () => {
    const compared = (differences: readonly Difference[]) =>
      page(after(recorded(paid()), { type: 'systems_compared', at: noon, differences }));
    expect(compared([])).toContain('Both systems were compared 2026-01-01 12:00 UTC: they agreed.');
    const missing = { kind: 'moved_not_recorded', about: 'capture', detail: 'none of a' } as const;
    expect(compared([missing])).toContain('2026-01-01 12:00 UTC: a difference: none of a');
    expect(compared([missing, missing])).toContain(': 2 differences, the first: none of a');
  });

  it('that needs a person says what, since when, and the command that decides', () => {
    const unknown = attention(
      'outcome_unknown',
      'Nobody knows yet whether capture a moved.',
      ['retry', 'mark_moved', 'mark_not_moved'],
      noon,
      'a',
    );
    const other = attention('authorization_expiring', 'soon', ['accept'], noon);
    const markdown = page(
      after(
        recorded(paid()),
        { type: 'attention_raised', attention: unknown },
        { type: 'attention_raised', attention: other },
      ),
    );
    expect(markdown).toContain(
      '> **Needs attention: outcome_unknown**, since 2026-01-01 12:00 UTC\n> Nobody knows yet whether capture a moved.',
    );
    for (const choice of unknown.choices)
      expect(markdown).toContain(
        `\`ordersaga resolve web-1 ${choice} --code outcome_unknown --operation 'a'\``,
      );
    expect(markdown).toContain('> **Needs attention, holds nothing up: authorization_expiring**');
    expect(markdown).toContain('`ordersaga resolve web-1 accept --code authorization_expiring`');
    expect(waitOf(markdown)).toBe(
      'a decision on outcome_unknown; meanwhile it tries again by itself, at the latest after 5 minutes',
    );
  });

  it('that only warns goes on meanwhile, and says so', () => {
    const soon = attention('authorization_expiring', 'soon', ['accept', 'cancel'], noon);
    const markdown = page(after(recorded(paid()), { type: 'attention_raised', attention: soon }));
    expect(waitOf(markdown)).toMatch(/^a capture of at most 1000\.00 NOK or a cancel/);
  });

  it('with many matters shows the first three of them and counts the others', () => {
    const matters = Array.from({ length: 5 }, (_, index) => ({
      type: 'attention_raised' as const,
      attention: attention('step_refused', 'no', ['retry'], noon, `step-${index}`),
    }));
    const markdown = page(after(recorded(paid()), ...matters));
    expect(markdown).toContain("--operation 'step-2'");
    expect(markdown).not.toContain("--operation 'step-3'");
    expect(markdown).toContain('… and 2 more matters after these');
  });

  it('that is let go, and that has ended, say so', () => {
    const letGo = after(recorded(paid()), { type: 'unwinding_started', why: 'cancelled' });
    expect(page(letGo)).toContain('### cancelled');
    expect(waitOf(page(letGo))).toContain('to be let go');
    expect(waitOf(page(after(letGo, { type: 'order_ended', at: noon })))).toMatch(
      /^nothing any more: nothing is reserved/,
    );
  });

  it('that was refunded and released in part tells the same amounts as the state', () => {
    const state = recorded(
      done(paid(), capture('a', [line(1, 60_000)]), cancel, refund('r', [line(1, 1_050)])),
    );
    expect(page(state)).toContain('### partially refunded');
    expect(row(page(state), '1000.00 NOK')).toEqual([
      '1000.00 NOK',
      '1000.00 NOK',
      '600.00 NOK',
      '10.50 NOK',
      '400.00 NOK',
    ]);
    expect(row(page(state), 'r')?.slice(0, 4)).toEqual(['r', 'refund', '10.50 NOK', 'recorded']);
  });
});

describe('what others wrote', () => {
  it('cannot break the table: a reason with bars and line feeds stays in its cell', () => {
    const refusal = {
      kind: 'capture',
      operationId: 'x',
      code: 'unknown_line',
      reason: 'a | b\nc\r\n| d |',
      at: noon,
    } as const;
    const markdown = page(after(recorded(paid()), { type: 'request_refused', refusal }));
    expect(markdown.split('\n').filter((text) => text.includes('unknown_line'))).toHaveLength(1);
    expect(markdown.split('\n').some((text) => /^\s*(c|\| d)/.test(text))).toBe(false);
  });

  it('cannot break out of the notice: a message with line feeds stays in it', () => {
    const said = attention('provider_unreachable', 'first\n\n# second', ['retry'], noon, 'poll');
    const markdown = page(after(recorded(paid()), { type: 'attention_raised', attention: said }));
    expect(markdown.split('\n').filter((text) => text.startsWith('#'))).toEqual(['### authorized']);
  });

  it('a thousand operations make a page of the newest, and the others are counted', () => {
    const refusals = Array.from({ length: 50 }, (_, index) => ({
      type: 'request_refused' as const,
      refusal: {
        kind: 'capture',
        operationId: `c${index}`,
        code: 'x',
        reason: 'y',
        at: noon,
      } as const,
    }));
    const markdown = page(after(recorded(paid()), ...refusals));
    expect(markdown).toContain('… and 30 earlier ones');
    expect(row(markdown, 'c49')).toBeDefined();
    expect(row(markdown, 'c29')).toBeUndefined();
  });
});
