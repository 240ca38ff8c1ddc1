import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload, RawValue } from '@temporalio/common';
import { proxySinks, workflowInfo } from '@temporalio/workflow';
import type { Sinks, WorkflowInterceptors } from '@temporalio/workflow';
import { fingerprint } from '../domain/fingerprint';
import { operationKey, providerReference } from '../domain/operation-key';
import type { OperationKind } from '../domain/operation-key';
import { identifierPattern } from '../domain/order';
import { workflowIdOf } from './messages';
import { ownTurn } from './own-turn';
import { readRawPayload } from './read-raw-payload';

/** A message that an order handled, for the worker to make a span of. */
export interface HandledMessage {
  /** `HandleUpdate:capture` */
  readonly name: string;
  /** W3C `traceparent` of whoever sent it. */
  readonly traceparent: string;
  /** 16 hex digits, the same in every replay. */
  readonly spanId: string;
  /** Epoch milliseconds, as the order's tasks tell the time. */
  readonly startMs: number;
  readonly endMs: number;
  readonly failed: boolean;
}

export interface TraceSinks extends Sinks {
  readonly traces: { handled(message: HandledMessage): void };
}

/**
 * Carries the trace of each message on to the steps that come of it. Headers are all that changes, no promise is put between
 * and nothing is asked of chance: with traces and without them an order decides the same in the same turn.
 */
export function carryTrace(): Pick<WorkflowInterceptors, 'inbound' | 'outbound'> {
  let started: string | undefined;
  const operations = new Map<string, string>();
  const take = (label: string, kind: string, trace: string, payload: () => unknown) => {
    const name = `${label}:${kind}`;
    const spanId = fingerprint(`${trace} ${name}`);
    if (isKind(kind)) noteOperation(operations, kind, payload(), ownTrace(trace, spanId));
    return { name, traceparent: trace, spanId, startMs: Date.now() };
  };
  return {
    inbound: [
      {
        execute(input, next) {
          started = readTrace(input.headers);
          return next(input);
        },
        handleSignal(input, next) {
          const trace = readTrace(input.headers);
          if (trace === undefined) return next(input);
          const payload = () => contentOf(input.args as readonly RawValue[]);
          return telling(take('HandleSignal', input.signalName, trace, payload), next(input));
        },
        handleUpdate(input, next) {
          const trace = readTrace(input.headers);
          if (trace === undefined) return next(input);
          const message = take('HandleUpdate', input.name, trace, () => input.args[0]);
          return telling(message, next(input));
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) =>
          next(
            withTrace(input, traceOfStep(operations, input.activityType, input.args[0]) ?? started),
          ),
        continueAsNew: (input, next) => next(withTrace(input, started)),
      },
    ],
  };
}

/** Tells of the message once it is handled; aside, since the order waits for the same promise as without a trace. */
function telling<T>(message: Omit<HandledMessage, 'endMs' | 'failed'>, handled: Promise<T>) {
  const isOwnTurn = ownTurn();
  const tell = (failed: boolean) => {
    if (isOwnTurn())
      proxySinks<TraceSinks>().traces.handled({ ...message, endMs: Date.now(), failed });
  };
  handled.then(
    () => tell(false),
    () => tell(true),
  );
  return handled;
}

const idKeys = { capture: 'captureId', refund: 'refundId', cancel: undefined } as const;

function isKind(name: string): name is OperationKind {
  return Object.hasOwn(idKeys, name);
}

/** By the names that its steps bear; one that was sent without an id is known by its kind alone. */
function noteOperation(
  operations: Map<string, string>,
  kind: OperationKind,
  payload: unknown,
  trace: string,
): void {
  const idKey = idKeys[kind];
  const id = idKey === undefined ? undefined : (payload as Fields | null | undefined)?.[idKey];
  if (typeof id !== 'string') {
    operations.set(kind, trace);
    return;
  }
  // No operation comes of any other, and a flood of long ones would take longer to reckon with than a task may.
  if (!identifierPattern.test(id)) return;
  const orderReference = workflowInfo().workflowId.slice(workflowIdOf('').length);
  const key = operationKey(orderReference, kind, id);
  // Whoever asks for the same again attaches to what the first one began.
  for (const name of [key, providerReference(key)])
    if (!operations.has(name)) operations.set(name, trace);
}

type Fields = Readonly<Record<string, unknown>>;

const kindsOfSteps: Readonly<Record<string, OperationKind>> = {
  captureTransaction: 'capture',
  recordCapture: 'capture',
  refundTransaction: 'refund',
  recordRefund: 'refund',
  voidTransaction: 'cancel',
  recordCancellation: 'cancel',
  cancelCheckoutSession: 'cancel',
  cancelOrder: 'cancel',
};

function traceOfStep(
  operations: ReadonlyMap<string, string>,
  activityType: string,
  about: unknown,
): string | undefined {
  const { key, reference, kind } = (about ?? {}) as Fields;
  const looked = kind === 'void' ? 'cancel' : kind;
  const names = [key, reference, kindsOfSteps[activityType] ?? looked];
  return names.map((name) => operations.get(String(name))).find((found) => found !== undefined);
}

/** That of Temporal's OpenTelemetry interceptors, which send it and read it. */
const traceHeader = '_tracer-data';
const largestHeaderBytes = 1_000;
const wholeTraceparent = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

type Headers = Readonly<Record<string, Payload>>;

/** Anybody may have sent anything: it is a trace in exactly one form, and nothing in every other. */
function readTrace(headers: Headers): string | undefined {
  const payload = headers[traceHeader];
  if (payload === undefined || (payload.data?.length ?? 0) > largestHeaderBytes) return undefined;
  try {
    const carrier = defaultPayloadConverter.fromPayload<Fields | null>(payload);
    const trace = carrier?.['traceparent'];
    return typeof trace === 'string' && wholeTraceparent.test(trace) ? trace : undefined;
  } catch {
    return undefined;
  }
}

function contentOf(raw: readonly RawValue[]): unknown {
  const read = readRawPayload(raw);
  return 'content' in read ? read.content : undefined;
}

function ownTrace(trace: string, spanId: string): string {
  return trace.replace(/-[0-9a-f]{16}-/, `-${spanId}-`);
}

function withTrace<Input extends { readonly headers: Headers }>(
  input: Input,
  traceparent: string | undefined,
): Input {
  if (traceparent === undefined) return input;
  const header = defaultPayloadConverter.toPayload({ traceparent });
  return { ...input, headers: { ...input.headers, [traceHeader]: header } };
}
