import type { OrderSagaClient } from '../client/order-saga-client';
import { OrderSagaError } from '../client/order-saga-errors';
import type { TimelineRow } from '../client/timeline';
import type { OrderView } from '../domain/order-view';
import { isEndStatus } from '../domain/status-order';
import { restOf } from './at-rest';
import type { Rest } from './at-rest';
import type { DeadlineOption } from './command-line';
import { drawOrder } from './draw-order';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';
import { createTimelinePrinter, isOver, newcomers } from './timeline-printer';
import { writeJsonLine } from './write-json';

export interface WatchOptions extends DeadlineOption {
  readonly json?: boolean;
}

/** Enough for what happens between two looks; what came before them was shown by the first. */
const rowsAtATime = 300;
const callWithinMs = 15_000;
const firstPauseMs = 400;
const longestPauseMs = 3_000;

interface Look {
  readonly rows: readonly TimelineRow[];
  readonly state: OrderView;
}

export type WatchEnd = Rest | 'interrupted' | 'time_is_over';

/**
 * Shows what happens to an order until nothing does any more: two looks in a row have to say so, because between two steps
 * nothing runs for a moment.
 */
export async function watch(
  client: OrderSagaClient,
  surroundings: Surroundings,
  reference: string,
  options: WatchOptions,
): Promise<Outcome> {
  const show =
    options.json === true ? showDocuments(surroundings, reference) : showLines(surroundings);
  const interrupted = surroundings.interrupted();
  const endsAtMs = surroundings.now() + (options.deadlineMs ?? Number.POSITIVE_INFINITY);
  let look = await lookAt(client, reference);
  let calm = 0;
  let pauseMs = firstPauseMs;
  for (;;) {
    pauseMs = show.changes(look) ? firstPauseMs : Math.min(pauseMs * 1.4, longestPauseMs);
    const rest = restOf(look.state, look.rows);
    calm = rest === 'busy' ? 0 : calm + 1;
    if (calm > 1) return end(show, look, rest);
    const pause = calm > 0 ? firstPauseMs : pauseMs;
    await surroundings.pause(
      Math.min(pause, Math.max(0, endsAtMs - surroundings.now())),
      interrupted,
    );
    if (interrupted.aborted) return end(show, look, 'interrupted');
    if (surroundings.now() >= endsAtMs) return end(show, look, 'time_is_over');
    look = await lookAgain(client, reference, look, show);
  }
}

async function lookAt(client: OrderSagaClient, reference: string): Promise<Look> {
  const within = { deadlineMs: callWithinMs };
  const [rows, state] = await Promise.all([
    client.timeline(reference, { ...within, limit: rowsAtATime }),
    client.state(reference, within),
  ]);
  return { rows, state };
}

const passing: readonly string[] = [
  'temporal_unavailable',
  'worker_unavailable',
  'deadline_exceeded',
];

/** What may be over in a moment does not end the watch. */
async function lookAgain(
  client: OrderSagaClient,
  reference: string,
  last: Look,
  show: Display,
): Promise<Look> {
  try {
    return await lookAt(client, reference);
  } catch (error) {
    if (!(error instanceof OrderSagaError) || !passing.includes(error.code)) throw error;
    show.trouble(error);
    return last;
  }
}

interface Display {
  /** True when something was new. */
  changes(look: Look): boolean;
  trouble(error: OrderSagaError): void;
  end(look: Look, why: WatchEnd): Pick<Outcome, 'document' | 'text'>;
}

const exitCodeByEnd: Readonly<Record<WatchEnd, ExitCode>> = {
  at_rest: exitCodes.ok,
  needs_attention: exitCodes.refused,
  time_is_over: exitCodes.unfinished,
  busy: exitCodes.unfinished,
  interrupted: exitCodes.interrupted,
};

function end(show: Display, look: Look, why: WatchEnd): Outcome {
  return { ...show.end(look, why), exitCode: exitCodeByEnd[why] };
}

function showLines({ terminal, print, paint }: Surroundings): Display {
  const say = createTimelinePrinter((line) => {
    terminal?.live('');
    print(line);
  }, paint);
  return {
    changes({ rows, state }) {
      // On a terminal what runs stands in the last line, which changes in its place.
      const count = say(terminal === undefined ? rows : rows.filter(isOver), state.currency);
      terminal?.live(paint('busy', waitLine(state, rows)));
      return count > 0;
    },
    trouble(error) {
      if (terminal === undefined) print(paint('bad', error.message));
      else terminal.live(paint('bad', `${error.message}: looking again`));
    },
    end({ state }, why) {
      terminal?.live('');
      const word = why === 'at_rest' && isEndStatus(state.status) ? overWord : endWords[why];
      const last = `\n${drawOrder(state, paint)}\n\n${word}`;
      return { document: undefined, text: last };
    },
  };
}

const overWord = 'The order has ended: nothing of it can be paid any more.';

const endWords: Readonly<Record<WatchEnd, string>> = {
  at_rest: 'At rest: nothing happens until something is asked for.',
  needs_attention: 'The order waits for a person to decide.',
  time_is_over: 'The time is over; the order goes on by itself.',
  busy: 'The order goes on by itself.',
  interrupted: 'Watched no longer; the order goes on by itself.',
};

function waitLine({ status, orderReference }: OrderView, rows: readonly TimelineRow[]): string {
  const running = rows.filter(({ outcome }) => outcome === 'running').at(-1);
  const step =
    running === undefined
      ? ''
      : ` · ${running.what}${running.detail === undefined ? '' : ` (${running.detail})`}`;
  return `${orderReference}: ${status.replaceAll('_', ' ')}${step} · Ctrl+C to leave`;
}

/** One document on each line, so that a program can act on each as it comes. */
function showDocuments({ print }: Surroundings, orderReference: string): Display {
  const fresh = newcomers();
  let status: string | undefined;
  return {
    changes({ rows, state }) {
      const changed = fresh(rows);
      for (const row of changed) print(writeJsonLine({ event: 'row', orderReference, row }));
      const moved = state.status !== status;
      status = state.status;
      if (moved)
        print(writeJsonLine({ event: 'status', orderReference, status, amounts: state.amounts }));
      return moved || changed.length > 0;
    },
    trouble: (error) => print(writeJsonLine({ event: 'trouble', orderReference, error })),
    end({ state }, why) {
      print(writeJsonLine({ event: 'end', orderReference, why, state }));
      return { document: undefined, text: '' };
    },
  };
}
