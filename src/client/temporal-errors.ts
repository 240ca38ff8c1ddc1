import { OrderSagaError } from './order-saga-errors';

export class WorkerUnavailableError extends OrderSagaError {
  readonly code = 'worker_unavailable';
  readonly remedy =
    'Start a worker for this task queue (npm run worker), or look at the log of the one that runs; ordersaga doctor says whether there is one. Then make the same call again.';

  /** `taskQueue`: where none was found that asks it for work. */
  constructor(what: string, cause?: unknown, taskQueue?: string) {
    const where = taskQueue === undefined ? '' : ` (none serves the task queue ${taskQueue})`;
    super(`${what}: no worker answers for the order${where}`, cause);
  }
}

export class TemporalUnavailableError extends OrderSagaError {
  readonly code = 'temporal_unavailable';
  readonly remedy: string;

  /** `closed`: the client itself was closed. */
  constructor(what: string, cause?: unknown, closed = false) {
    super(`${what}: ${closed ? 'this client was closed' : 'Temporal cannot be reached'}`, cause);
    this.remedy = closed
      ? 'Connect another client, or close this one later: after its last call.'
      : 'Check that Temporal runs, and TEMPORAL_ADDRESS and the network; then call again.';
  }
}

/** Temporal answered and refused: permissions, the namespace, or a search attribute that is not registered. */
export class TemporalRefusedError extends OrderSagaError {
  readonly code = 'temporal_refused';
  readonly remedy =
    'Check TEMPORAL_NAMESPACE, the credentials, and that the ten search attributes are registered (ordersaga setup).';

  constructor(what: string, reason: string, cause?: unknown) {
    super(`${what}: ${reason}`, cause);
  }
}
