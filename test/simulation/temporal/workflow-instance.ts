import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import { TypedSearchAttributes } from '@temporalio/common';
import { attentionLogged } from '../../../src/workflows/count-changes';
import type { SourceLoader } from '../load-source';
import { settle } from '../virtual-time';

/** One job of an activation, in the shape in which the SDK's core hands it over. */
export interface Job {
  readonly variant:
    | 'initializeWorkflow'
    | 'cancelWorkflow'
    | 'fireTimer'
    | 'resolveActivity'
    | 'signalWorkflow'
    | 'doUpdate'
    | 'queryWorkflow';
  readonly content: object;
}

export type Command = Readonly<Record<string, unknown>>;

export interface Activation {
  readonly atMs: number;
  readonly jobs: readonly Job[];
  readonly continueAsNewSuggested: boolean;
}

export interface RunIdentity {
  readonly workflowId: string;
  readonly runId: string;
  readonly chainStartMs: number;
}

interface Activator {
  now: number;
  mutateWorkflowInfo(change: (info: object) => object): void;
  getAndResetSinkCalls(): readonly { fnName: string; args: readonly unknown[] }[];
}

interface WorkerInterface {
  initRuntime(options: object): void;
  initialize(job: object): void;
  activate(activation: object, batch?: number): void;
  concludeActivation(): { successful: { commands: readonly Command[] } };
  tryUnblockConditions(): number;
}

/** The SDK's own workflow runtime, and the workflow code that runs on it. */
export interface WorkflowRuntime {
  readonly api: WorkerInterface;
  readonly global: Record<string, unknown>;
}

export function loadWorkflowRuntime(
  loader: SourceLoader,
  global: Record<string, unknown>,
): WorkflowRuntime {
  const workflows = loader.load('src/workflows/index.ts') as object;
  const api = loader.load(
    'node_modules/@temporalio/workflow/lib/worker-interface.js',
  ) as WorkerInterface;
  global['__TEMPORAL__'] = { importWorkflows: () => workflows, importInterceptors: () => [] };
  return { api, global };
}

/** What the product logs of an order by itself, and what the end of a run tells as well. */
const expected: readonly unknown[] = [attentionLogged, 'Workflow failed'];

const activatorKey = '__TEMPORAL_ACTIVATOR__';

/** One run of a workflow: jobs go in, commands come out, as between the SDK's core and its isolate. */
export class WorkflowInstance {
  /** Warnings of the SDK, such as a handler that was still running at the end. */
  readonly warnings: string[] = [];
  private readonly runtime: WorkflowRuntime;
  private readonly activator: Activator;
  private readonly runId: string;

  constructor(runtime: WorkflowRuntime, identity: RunIdentity, startMs: number) {
    this.runtime = runtime;
    this.runId = identity.runId;
    runtime.global[activatorKey] = undefined;
    runtime.api.initRuntime({
      info: infoOf(identity, startMs),
      now: startMs,
      randomnessSeed: [1, 2, 3, 4],
      getTimeOfDay: () => 0n,
      showStackTraceSources: false,
      stackTracesEnabled: false,
      registeredActivityNames: new Set<string>(),
    });
    this.activator = runtime.global[activatorKey] as Activator;
  }

  /** @throws what made the workflow task fail */
  async activate({ atMs, jobs, continueAsNewSuggested }: Activation): Promise<readonly Command[]> {
    const { api } = this.enter();
    this.activator.now = atMs;
    this.activator.mutateWorkflowInfo((info) => ({ ...info, continueAsNewSuggested }));
    const init = jobs.find(({ variant }) => variant === 'initializeWorkflow');
    if (init !== undefined) api.initialize(init.content);
    await this.process(jobs);
    const { commands } = api.concludeActivation().successful;
    this.takeWarnings();
    return commands;
  }

  /** Asks without leaving a trace in the run. */
  async query(queryType: string): Promise<unknown> {
    const { api } = this.enter();
    const content = { queryId: 'q', queryType, arguments: [], headers: {} };
    api.activate({ jobs: [{ variant: 'queryWorkflow', queryWorkflow: content }] });
    await settle();
    const [command] = api.concludeActivation().successful.commands;
    const answer = (command?.['respondToQuery'] ?? {}) as {
      succeeded?: { response: Payload };
      failed?: object;
    };
    const { succeeded, failed } = answer;
    if (succeeded === undefined) throw decodeFailure(failed ?? {});
    return decode(succeeded.response);
  }

  private async process(jobs: readonly Job[]): Promise<void> {
    const { api } = this.runtime;
    const ordered = [...jobs].sort((left, right) => rankOf(left) - rankOf(right));
    api.activate({
      runId: this.runId,
      jobs: ordered.map(({ variant, content }) => ({ variant, [variant]: content })),
    });
    do await settle();
    while (api.tryUnblockConditions() > 0);
  }

  private enter(): WorkflowRuntime {
    this.runtime.global[activatorKey] = this.activator;
    return this.runtime;
  }

  private takeWarnings(): void {
    for (const { fnName, args } of this.activator.getAndResetSinkCalls())
      if ((fnName === 'warn' || fnName === 'error') && !expected.includes(args[0]))
        this.warnings.push(String(args[0]));
  }
}

/** As the core sorts them: the start, then messages, then everything else. */
function rankOf({ variant }: Job): number {
  if (variant === 'initializeWorkflow') return 0;
  return variant === 'signalWorkflow' || variant === 'doUpdate' ? 1 : 2;
}

function infoOf({ workflowId, runId, chainStartMs }: RunIdentity, startMs: number) {
  return {
    workflowId,
    runId,
    workflowType: 'orderLifecycle',
    searchAttributes: {},
    typedSearchAttributes: new TypedSearchAttributes(),
    taskQueue: 'order-lifecycle',
    namespace: 'default',
    firstExecutionRunId: runId,
    originalExecutionRunId: runId,
    startTime: new Date(chainStartMs),
    runStartTime: new Date(startMs),
    taskTimeoutMs: 10_000,
    attempt: 1,
    historyLength: 3,
    historySize: 1_000,
    continueAsNewSuggested: false,
    currentBuildId: '',
    unsafe: { isReplaying: false, isReplayingHistoryEvents: false },
  };
}

export function encode(value: unknown): Payload {
  return defaultPayloadConverter.toPayload(value);
}

export function decode(payload: Payload | null | undefined): unknown {
  return payload === null || payload === undefined
    ? undefined
    : defaultPayloadConverter.fromPayload(payload);
}

export type Failure = Parameters<typeof defaultFailureConverter.failureToError>[0];

export function encodeFailure(error: unknown): Failure {
  return defaultFailureConverter.errorToFailure(error, defaultPayloadConverter);
}

function decodeFailure(failure: Failure): Error {
  return defaultFailureConverter.failureToError(failure, defaultPayloadConverter);
}
