import type { World } from '../engine/world';
import { toInstant } from '../engine/clock';
import type { Subject } from '../faults/fault-book';
import type { FaultKind } from '../faults/fault-definition';
import type { EndpointName } from '../provider-endpoints';
import { subjectOfId } from './find-subject';

export interface LoggedRequest {
  readonly seq: number;
  readonly atMs: number;
  readonly requestId: string;
  readonly endpoint: EndpointName;
  readonly method: string;
  readonly path: string;
  readonly subject: Subject;
  /** `capture_reference` or `refund_reference`. */
  readonly reference: string | undefined;
  fault: FaultKind | undefined;
  /** Undefined while it is being served. */
  outcome: number | 'cut' | undefined;
  durationMs: number | undefined;
  /** Known only once a draft or a session was made. */
  madeId: string | undefined;
}

interface RequestFilter {
  readonly orderId: string | undefined;
  readonly endpoint: string | undefined;
  /** Those after this sequence number. */
  readonly after: number;
}

export interface RequestLog {
  begin(
    request: Omit<LoggedRequest, 'seq' | 'fault' | 'outcome' | 'durationMs' | 'madeId'>,
  ): LoggedRequest;
  show(world: World, filter: RequestFilter): unknown;
  clear(): void;
}

export function createRequestLog(): RequestLog {
  let log: LoggedRequest[] = [];
  let seq = 0;
  return {
    begin(request) {
      seq += 1;
      const begun: LoggedRequest = {
        ...request,
        seq,
        fault: undefined,
        outcome: undefined,
        durationMs: undefined,
        madeId: undefined,
      };
      log.push(begun);
      return begun;
    },
    show: (world, filter) =>
      show(
        log.map((request) => locate(world, request)),
        filter,
      ),
    clear() {
      log = [];
    },
  };
}

type Located = ReturnType<typeof locate>;

/** A draft's first requests are counted for the order that it became. */
function locate(world: World, request: LoggedRequest) {
  const { atMs, subject, madeId, ...plain } = request;
  const later = subjectOfId(world, madeId ?? subject.draftId ?? '');
  const found = madeId === undefined && subject.draftId === undefined ? subject : later;
  return {
    ...plain,
    at: toInstant(atMs),
    orderId: subject.orderId ?? found.orderId,
    draftId: subject.draftId ?? found.draftId,
    sessionId: subject.sessionId ?? found.sessionId,
    transactionId: subject.transactionId,
    references: found.references,
  };
}

function show(log: readonly Located[], { orderId, endpoint, after }: RequestFilter) {
  const requests = log.filter(
    (request) =>
      request.seq > after &&
      (orderId === undefined || request.orderId === orderId) &&
      (endpoint === undefined || request.endpoint === endpoint),
  );
  const groups = new Map<string, Located[]>();
  for (const request of requests) {
    if (request.orderId === undefined) continue;
    const group = groups.get(request.orderId);
    if (group === undefined) groups.set(request.orderId, [request]);
    else group.push(request);
  }
  const byOrder = [...groups].map(([id, group]) => [id, summarize(group)]);
  return {
    ...summarize(requests),
    byOrder: Object.fromEntries(byOrder) as Record<string, unknown>,
    requests,
  };
}

function summarize(requests: readonly Located[]) {
  const byEndpoint: Record<string, number> = {};
  for (const { endpoint } of requests) byEndpoint[endpoint] = (byEndpoint[endpoint] ?? 0) + 1;
  return { total: requests.length, byEndpoint };
}
