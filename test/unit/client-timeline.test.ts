import { describe, expect, test } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import type { TimelineRow } from '../../src/client/timeline';
import type { HistoryEvent } from '../../src/client/timeline-events';
import { tellTimeline } from '../../src/client/timeline-rows';
import type { TimelineSources } from '../../src/client/timeline-rows';
import { showable } from '../../src/client/timeline-text';
import type { OrderView } from '../../src/domain/order-view';
import { readHistories } from '../replay/recorded-histories';
import type { RecordedHistory } from '../replay/recorded-histories';

const histories = readHistories();

/** The runs of a recorded life, oldest first. */
function runsOf(name: string): TimelineSources['runs'] {
  return histories
    .filter((one) => one.name === name || one.name.startsWith(`${name}-run-`))
    .map(runOf);
}

const runOf = ({ name, history }: RecordedHistory) => ({
  runId: name,
  events: historyFromJSON(history).events ?? [],
});

const alone = { state: undefined, pending: [], converter: defaultPayloadConverter, limit: 500 };

function tell(name: string, more: Partial<TimelineSources> = {}): readonly TimelineRow[] {
  return tellTimeline({ ...alone, runs: runsOf(name), ...more });
}

/** What the order answered when its workflow ended. */
function endOf(name: string): OrderView {
  const events = runsOf(name).flatMap((run) => run.events);
  const [payload] =
    events.at(-1)?.workflowExecutionCompletedEventAttributes?.result?.payloads ?? [];
  return defaultPayloadConverter.fromPayload(payload!);
}

const brief = (rows: readonly TimelineRow[]) =>
  rows.map(({ source, what, amount, outcome }) =>
    [source, what, amount, outcome].filter((part) => part !== undefined).join(' | '),
  );

describe('the timeline of a recorded order', () => {
  test('that was paid, captured and refunded, tells each step, movement and operation in the order of time', () => {
    const rows = tell('paid-captured-refunded', { state: endOf('paid-captured-refunded') });
    expect(brief(rows).slice(0, 13)).toEqual([
      'workflow | The order was started | 49700',
      'workflow | Draft paid-captured-refunded in Orders | done',
      'workflow | Complete the draft | done',
      'workflow | Checkout page for order 3OD0IJOUH | done',
      'workflow | The order is awaiting payment',
      'provider | Payment authorized | 49700 | paid',
      'workflow | The order is authorized',
      'workflow | Record authorization of 497.00 NOK on order 3OD0IJOUH | done',
      'operation | Capture shipment-1 asked for | 19900',
      'provider | Capture 199.00 NOK (shipment-1) | 19900 | moved',
      'workflow | The order is partially captured',
      'workflow | Record capture of 199.00 NOK on order 3OD0IJOUH | done',
      'operation | Capture shipment-1 | 19900 | recorded',
    ]);
    expect(rows.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(4);
    expect(brief(rows).at(-1)).toBe('workflow | The order is complete; its workflow has ended');
  });

  test('whose payment was declined, says so in words', () => {
    expect(brief(tell('declined'))).toContain('workflow | The payment has failed');
  });

  test('that nobody can ask for its state, still tells its operations, from its messages', () => {
    expect(
      tell('paid-captured-refunded').filter(({ source }) => source === 'operation'),
    ).toHaveLength(4);
  });

  test('whose capture got no answer, says unknown and then absent, and never that it failed', () => {
    const rows = tell('lost-capture-sent-again');
    const outcomes = rows
      .filter(({ what }) => what.includes('Capture 199.00 NOK'))
      .map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['unknown', 'absent', 'moved']);
    expect(rows.find(({ outcome }) => outcome === 'unknown')?.detail).toContain('connection_cut');
    expect(rows.some(({ outcome }) => outcome === 'failed')).toBe(false);
  });

  test('that went on in new runs, is one story over all of them', () => {
    const rows = tell('continued-as-new');
    expect(brief(rows).filter((row) => row.includes('| moved'))).toHaveLength(6);
    expect(rows.filter(({ what }) => what.includes('new run'))).toHaveLength(2);
    expect(rows.filter(({ what }) => what === 'The order was started')).toHaveLength(1);
  });

  test('of which the newest run alone was read, leaves out what the state knows from before it', () => {
    const last = runsOf('continued-as-new').slice(-1);
    const startedAtMs = Number(last[0]?.events[0]?.eventTime?.seconds) * 1_000;
    const state = endOf('paid-captured-refunded');
    const rows = tell('continued-as-new', { runs: last, state });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ atMs }) => atMs >= startedAtMs)).toBe(true);
  });

  test('whose step succeeded at its third attempt, names the attempt and the failure before it', () => {
    const page = tell('records-written-again').find(({ what }) => what.startsWith('Checkout page'));
    expect(page).toMatchObject({
      outcome: 'done',
      detail: expect.stringMatching(/attempt 3.*500/),
    });
  });

  test('that a person decided on, tells who waited for whom', () => {
    expect(brief(tell('decided-by-a-person'))).toEqual(
      expect.arrayContaining([
        'workflow | The order needs a person',
        'operator | Decided: accept',
        'workflow | Nothing needs a person any more',
      ]),
    );
  });

  test('that still waits, shows the step that runs, how often it was tried and on what it failed', () => {
    const [run] = runsOf('paid-captured-refunded');
    const events = run!.events.slice(0, 26);
    const lastFailure = { message: '503 no', applicationFailureInfo: { type: 'provider_error' } };
    const rows = tell('', {
      runs: [{ runId: 'waiting', events }],
      pending: [{ activityId: '4', attempt: 7, lastFailure }],
    });
    expect(rows).toContainEqual(
      expect.objectContaining({
        what: 'Wait for the customer to pay',
        outcome: 'running',
        detail: 'attempt 7, after provider_error: 503 no',
      }),
    );
  });

  test('whose poll ended late because the order had given it up, says that it was stopped, not that it failed', () => {
    const [run] = runsOf('paid-captured-refunded');
    const poll = run!.events.find(
      ({ activityTaskScheduledEventAttributes: step }) =>
        step?.activityType?.name === 'pollUntilAuthorized',
    )!;
    const until = run!.events.slice(0, run!.events.indexOf(poll) + 1);
    const scheduledEventId = poll.eventId!;
    const { eventTime } = poll;
    const givenUp = {
      eventTime,
      activityTaskCancelRequestedEventAttributes: { scheduledEventId },
    } as HistoryEvent;
    const late = {
      eventTime,
      activityTaskTimedOutEventAttributes: {
        scheduledEventId,
        failure: { message: 'activity StartToClose timeout' },
      },
    } as HistoryEvent;
    const lastOf = (events: readonly HistoryEvent[]) =>
      brief(tell('', { runs: [{ runId: 'one', events }] })).at(-1);
    expect(lastOf([...until, givenUp, late])).toBe(
      'workflow | Wait for the customer to pay | stopped',
    );
    expect(lastOf([...until, late])).toBe('workflow | Wait for the customer to pay | failed');
  });

  test('longer than the limit, keeps its newest rows', () => {
    const all = tell('paid-captured-refunded');
    expect(tell('paid-captured-refunded', { limit: 5 })).toEqual(all.slice(-5));
  });

  test.each(histories.map((one) => [one.name, one] as const))(
    '%s is sorted, clipped, and told without the names of functions',
    (_name, recorded) => {
      const rows = tellTimeline({ ...alone, runs: [runOf(recorded)] });
      expect(rows).not.toHaveLength(0);
      expect(rows.map(({ atMs }) => atMs)).toEqual(
        rows.map(({ atMs }) => atMs).sort((left, right) => left - right),
      );
      for (const { atMs, what } of rows) {
        expect(atMs).toBeGreaterThan(Date.UTC(2026, 0));
        expect(what).toMatch(/^[A-Z].{2,159}$/);
        expect(what).not.toMatch(/[a-z][A-Z]\w+(Transaction|Order|Session|Authorized)\b/);
      }
    },
  );
});

describe('what comes from outside', () => {
  const update = (name: string, payload: unknown): HistoryEvent => ({
    eventTime: runOf(histories[0]!).events[0]!.eventTime!,
    workflowExecutionUpdateAcceptedEventAttributes: {
      acceptedRequest: {
        input: { name, args: { payloads: [defaultPayloadConverter.toPayload(payload)] } },
      },
    },
  });
  const tellEvent = (event: HistoryEvent) =>
    tellTimeline({ ...alone, runs: [{ runId: 'one', events: [event] }] });

  test('when a note of an operator steers a terminal or holds a token, neither is told', () => {
    const note = '\u001B[2Jdone\u202E \r\nBearer abcdefgh12345678 client_secret=hunter22 kari';
    const [row] = tellEvent(update('resolve', { choice: 'retry', note }));
    expect(row).toMatchObject({ source: 'operator', what: 'Decided: retry' });
    expect(row?.detail).toBe('[2Jdone Bearer … client_secret=… kari');
  });

  test('when a text has no end, it is clipped', () => {
    const [row] = tellEvent(update('resolve', { choice: 'retry', note: 'x'.repeat(60_000) }));
    expect(row?.detail).toHaveLength(400);
  });

  test('when a payload cannot be read, its message is told all the same', () => {
    const event = update('resolve', {});
    event.workflowExecutionUpdateAcceptedEventAttributes!.acceptedRequest!.input!.args = {
      payloads: [
        { metadata: { encoding: Buffer.from('binary/encrypted') }, data: Buffer.from('?') },
      ],
    };
    expect(brief(tellEvent(event))).toEqual(['operator | Decided: unreadable']);
  });

  test('a text that fits is left as it is', () => {
    expect(showable('Capture 199.00 NOK (shipment-1): tøy, 5 kr', 60)).toBe(
      'Capture 199.00 NOK (shipment-1): tøy, 5 kr',
    );
  });
});
