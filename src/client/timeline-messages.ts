import { isPlainObject } from '../domain/plain-object';
import type { TimelineRow } from './timeline';
import { readPayload } from './timeline-events';
import type { HistoryEvent } from './timeline-events';
import type { HistoryOptions } from './timeline-history';

type Told = readonly TimelineRow[];
type Signal = NonNullable<HistoryEvent['workflowExecutionSignaledEventAttributes']>;

/** What came from outside: signals, updates, and what was done to the workflow in Temporal's own pages. */
export function tellMessage(event: HistoryEvent, atMs: number, options: HistoryOptions): Told {
  const cancelled = event.workflowExecutionCancelRequestedEventAttributes;
  if (cancelled)
    return [
      {
        atMs,
        source: 'operator',
        what: 'Cancelled in Temporal, which cancels the order',
        ...(cancelled.cause ? { detail: cancelled.cause } : {}),
      },
    ];
  const broken = event.workflowTaskFailedEventAttributes;
  if (broken)
    return [
      {
        atMs,
        source: 'workflow',
        what: "The worker could not go on with the order's task",
        ...(broken.failure?.message ? { detail: broken.failure.message } : {}),
        outcome: 'failed',
      },
    ];
  const received = receivedBy(event, options);
  return received === undefined ? [] : tellReceived(received, atMs, options);
}

interface Received {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

function receivedBy(event: HistoryEvent, { converter }: HistoryOptions): Received | undefined {
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal) return read(signal.signalName, signal.input);
  const update = event.workflowExecutionUpdateAcceptedEventAttributes;
  return update
    ? read(update.acceptedRequest?.input?.name, update.acceptedRequest?.input?.args)
    : undefined;

  function read(name: string | null | undefined, payloads: Signal['input']): Received {
    const payload = readPayload(converter, payloads?.payloads?.[0]);
    return { name: name ?? '', payload: isPlainObject(payload) ? payload : {} };
  }
}

function tellReceived({ name, payload }: Received, atMs: number, options: HistoryOptions): Told {
  switch (name) {
    case 'resolve':
      return [decided(payload, atMs)];
    case 'reconcile':
      return [{ atMs, source: 'operator', what: 'Both systems are to be compared' }];
    case 'paymentNotice':
      return [{ atMs, source: 'provider', what: 'The doorbell rang: look at the payment' }];
    case 'capture':
    case 'refund':
    case 'cancel':
      return options.tellMessages ? [asked(name, payload, atMs)] : [];
    case 'checkout':
      return [];
    default:
      return [{ atMs, source: 'workflow', what: `A message of no meaning came: ${name}` }];
  }
}

function decided(payload: Received['payload'], atMs: number): TimelineRow {
  const { choice, code, operationId, note } = payload;
  const detail = [code, operationId, note].filter((part) => typeof part === 'string').join('; ');
  return {
    atMs,
    source: 'operator',
    what: `Decided: ${typeof choice === 'string' ? choice : 'unreadable'}`,
    ...(detail === '' ? {} : { detail }),
  };
}

const verbs = { capture: 'Capture', refund: 'Refund', cancel: 'Cancel' } as const;

function asked(kind: keyof typeof verbs, payload: Received['payload'], atMs: number): TimelineRow {
  const { captureId, refundId, reason } = payload;
  const id = [captureId, refundId].find((one) => typeof one === 'string');
  return {
    atMs,
    source: 'operation',
    what: `${verbs[kind]}${id === undefined ? '' : ` ${id}`} asked for`,
    ...(typeof reason === 'string' ? { detail: reason } : {}),
  };
}
