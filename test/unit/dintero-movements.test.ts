import { describe, expect, it } from '@jest/globals';
import { capture, initiated, pictureOf, told } from '../support/wire-events';
import type { WireEvent } from '../support/wire-events';

describe('a correction', () => {
  it('names the event that was added, which counts once and keeps the reference', () => {
    const failed = capture('3', { success: false, correction: { status: 'C', event_ids: ['4'] } });
    const added = capture('4', { event_reference: undefined });
    const picture = pictureOf([failed, added]);
    expect(picture.captured).toBe(1_000);
    expect(told(picture)).toEqual([
      ['3', 'capture', 'failed', 1_000, 'ours'],
      ['4', 'capture', 'succeeded', 1_000, 'ours'],
    ]);
  });

  it('without a named event makes a success of the one that it stands on', () => {
    const failed = capture('3', { success: false, correction: { status: 'CAPTURED' } });
    expect(told(pictureOf([failed]))).toEqual([['3', 'capture', 'succeeded', 1_000, 'ours']]);
  });

  it('that stands on the added event instead counts the money once too', () => {
    const correction = { status: 'CAPTURED', event_ids: ['3'] };
    const events = [capture('3', { success: false }), capture('4', { correction })];
    expect(pictureOf(events).captured).toBe(1_000);
  });

  it('that stands on an event which moves nothing makes a success of the one that it names', () => {
    const correction = { status: 'CAPTURED', event_ids: ['3'] };
    const note = { id: '4', event: 'SETTLEMENT', success: true, correction };
    expect(told(pictureOf([capture('3', { success: false }), note]))).toEqual([
      ['3', 'capture', 'succeeded', 1_000, 'ours'],
    ]);
  });

  it('that adds an event of another kind gives it no reference', () => {
    const failed = capture('3', { success: false, correction: { status: 'C', event_ids: ['4'] } });
    const added = { id: '4', event: 'VOID', success: true };
    expect(told(pictureOf([failed, added]))[1]).toEqual(['4', 'void', 'succeeded', 0, undefined]);
  });
});

describe('a movement that was accepted', () => {
  it('is pending until an event answers its request, and then counts once', () => {
    const before = pictureOf([initiated('1', 'r1')]);
    expect(told(before)).toEqual([['1', 'capture', 'pending', 1_000, 'ours']]);
    expect(before.movements[0]?.requestId).toBe('r1');
    expect(before.captured).toBe(0);
    const after = pictureOf([initiated('1', 'r1'), capture('2', { correlation_request_id: 'r1' })]);
    expect(told(after)).toEqual([['2', 'capture', 'succeeded', 1_000, 'ours']]);
    expect(after.captured).toBe(1_000);
  });

  it('is found again by its reference when the event that ends it says only which request it answers', () => {
    const ending = {
      id: '2',
      event: 'CAPTURE',
      success: true,
      correlation_request_id: 'r1',
      request_id: 'r2',
    };
    const items = [{ line_id: '1', amount: 1_000 }];
    for (const events of [
      [initiated('1', 'r1', { items }), ending],
      [ending, initiated('1', 'r1', { items })],
    ]) {
      expect(pictureOf(events)).toMatchObject({
        captured: 1_000,
        movements: [
          {
            eventId: '2',
            outcome: 'succeeded',
            reference: 'ours',
            amount: 1_000,
            lines: [{ lineId: 1, amount: 1_000 }],
          },
        ],
      });
    }
  });

  it('that ends with less than was asked for has no lines, and the amount that moved', () => {
    const items = [{ line_id: '1', amount: 1_000 }];
    const ending = capture('2', { amount: 400, correlation_request_id: 'r1' });
    expect(pictureOf([initiated('1', 'r1', { items }), ending])).toMatchObject({
      captured: 400,
      movements: [{ lines: [] }],
    });
  });

  it('and ended in a failure is that failure', () => {
    const ending = capture('2', { success: false, correlation_request_id: 'r1' });
    expect(told(pictureOf([initiated('1', 'r1'), ending]))).toEqual([
      ['2', 'capture', 'failed', 1_000, 'ours'],
    ]);
  });

  it('and was refused at once is not waited for', () => {
    expect(told(pictureOf([initiated('1', 'r1', { success: false })]))).toEqual([]);
  });

  it.each(['REFUND', 'VOID'])('may also be a %s', (name) => {
    const event = { id: '1', event: `INITIATE_${name}`, success: true, request_id: 'r1' };
    expect(pictureOf([event]).movements).toMatchObject([
      { kind: name.toLowerCase(), outcome: 'pending' },
    ]);
  });
});

describe('the lines of a movement', () => {
  const linesOf = (items: unknown, amount = 1_000) =>
    pictureOf([capture('1', { items, amount })]).movements[0]?.lines;

  it('are ours again, as numbers', () => {
    const lines = [
      { lineId: 1, amount: 400 },
      { lineId: 12, amount: 600 },
    ];
    const items = [
      { line_id: '1', amount: 400, quantity: 1, description: 'x' },
      { line_id: 12, amount: 600 },
    ];
    expect(linesOf(items)).toEqual(lines);
  });

  it('that carry nothing are left out, and the others kept', () => {
    const items = [
      { line_id: '1', amount: 1_000 },
      { line_id: '2', amount: 0 },
    ];
    expect(linesOf(items)).toEqual([{ lineId: 1, amount: 1_000 }]);
  });

  it.each([
    ['that are not there', undefined],
    ['that are null', null],
    ['of an empty list', []],
    ['that do not add up', [{ line_id: '1', amount: 999 }]],
    ['without an amount', [{ line_id: '1' }]],
    ['without an id', [{ amount: 1_000 }]],
    ['with an id that is no number', [{ line_id: 'shipping', amount: 1_000 }]],
    ['with an empty id', [{ line_id: '', amount: 1_000 }]],
    [
      'with a part of an øre',
      [
        { line_id: '1', amount: 999.5 },
        { line_id: '2', amount: 0.5 },
      ],
    ],
    [
      'below zero',
      [
        { line_id: '1', amount: 1_100 },
        { line_id: '2', amount: -100 },
      ],
    ],
  ])('%s say nothing: the whole amount is unattributed, and the money counts', (_, items) => {
    expect(linesOf(items)).toEqual([]);
    expect(pictureOf([capture('1', { items })]).captured).toBe(1_000);
  });
});

describe('an event without an id', () => {
  const nameless = { id: undefined, created_at: '2026-01-02T00:00:00Z' };

  it('is known by its request, so that each counts once', () => {
    const picture = pictureOf([
      capture('', { ...nameless, request_id: 'r1' }),
      capture('', { ...nameless, request_id: 'r2' }),
    ]);
    expect(picture.movements.map(({ eventId }) => eventId)).toEqual(['r1', 'r2']);
    expect(picture.captured).toBe(2_000);
  });

  it('and without a request is known by its name and moment', () => {
    const [movement] = pictureOf([capture('', nameless)]).movements;
    expect(movement?.eventId).toBe('CAPTURE-2026-01-02T00:00:00Z');
  });

  it('or with a number for one is known by it', () => {
    expect(pictureOf([{ ...capture(''), id: 7 }]).movements[0]?.eventId).toBe('7');
  });
});

it('the moment of the authorization is the earliest, or else of the earliest capture', () => {
  const authorize = (moment: string) => ({ id: moment, event: 'AUTHORIZE', created_at: moment });
  const at = (...events: WireEvent[]) =>
    pictureOf(events, { created_at: '2026-01-01T00:00:00Z' }).authorizedAt;
  const captures = [
    capture('2', { created_at: '2026-01-05T00:00:00Z' }),
    capture('1', { created_at: '2026-01-03T00:00:00Z' }),
  ];
  expect(
    at(...captures, authorize('2026-01-04T00:00:00Z'), authorize('2026-01-02T00:00:00Z')),
  ).toBe('2026-01-02T00:00:00Z');
  expect(at(...captures)).toBe('2026-01-03T00:00:00Z');
  expect(at()).toBe('2026-01-01T00:00:00Z');
});
