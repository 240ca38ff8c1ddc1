import type { Payload } from '@temporalio/common';
import { cancelledEnd, isWaitedFor } from './cancelled-activity';
import type { msOf, ScheduleActivity } from './activity-task';
import type { Activation, Command, Failure, Job } from './workflow-instance';

/** What one activation did: the jobs that reached the history, and the commands that it gave for them. */
export interface HistoryEntry {
  readonly activation: Activation;
  readonly commands: readonly Command[];
  /** It belongs to the workflow task of the one before it: no run is reset to in between. */
  readonly isFollowUp: boolean;
}

export interface UpdateResponse {
  readonly protocolInstanceId: string;
  readonly accepted?: object;
  readonly completed?: Payload;
  readonly rejected?: Failure;
}

/** The fields of the commands that are applied here. */
export interface CommandContent {
  readonly seq: number;
  readonly startToFireTimeout: Parameters<typeof msOf>[0];
  readonly result: Payload;
  readonly arguments: readonly Payload[];
  readonly failure: Failure;
}

/** A step that is not waited for is reported cancelled to the workflow in the same task. */
export function cancelledAtOnce(
  entries: readonly HistoryEntry[],
  commands: readonly Command[],
  findRunning: (seq: number) => ScheduleActivity | undefined,
): Job[] {
  return commands.flatMap((command): Job[] => {
    const { seq } = (command['requestCancelActivity'] ?? {}) as { seq?: number };
    if (seq === undefined) return [];
    const scheduled = findRunning(seq) ?? findScheduled(entries, seq);
    if (scheduled === undefined || isWaitedFor(scheduled)) return [];
    const content = { seq, result: cancelledEnd(scheduled) };
    return [{ variant: 'resolveActivity', content }];
  });
}

function findScheduled(
  entries: readonly HistoryEntry[],
  seq: number,
): ScheduleActivity | undefined {
  return entries
    .flatMap(({ commands }) => commands)
    .map((command) => command['scheduleActivity'] as ScheduleActivity | undefined)
    .find((scheduled) => scheduled?.seq === seq);
}

export function isClosing(command: Command): boolean {
  return (
    'completeWorkflowExecution' in command ||
    'continueAsNewWorkflowExecution' in command ||
    'failWorkflowExecution' in command
  );
}

/** An update that its validator refused never reaches the history; one that was accepted is not validated again. */
export function withoutRejectedUpdates({
  activation,
  commands,
  isFollowUp,
}: HistoryEntry): readonly HistoryEntry[] {
  const accepted = new Set(
    commands.map(responseOf).flatMap((one) => (one?.accepted ? [one.protocolInstanceId] : [])),
  );
  const idOf = (job: Job) => (job.content as { protocolInstanceId?: string }).protocolInstanceId;
  const jobs = activation.jobs
    .filter((job) => job.variant !== 'doUpdate' || accepted.has(idOf(job) ?? ''))
    .map((job) =>
      job.variant === 'doUpdate'
        ? { ...job, content: { ...job.content, runValidator: false } }
        : job,
    );
  const kept = commands.filter((command) => {
    const response = responseOf(command);
    const wasRefused = response?.rejected !== undefined;
    const wasSent = activation.jobs.some((job) => idOf(job) === response?.protocolInstanceId);
    return !(wasRefused && wasSent && !accepted.has(response?.protocolInstanceId ?? ''));
  });
  if (jobs.length === 0 && kept.length === 0) return [];
  return [{ activation: { ...activation, jobs }, commands: kept, isFollowUp }];
}

function responseOf(command: Command): UpdateResponse | undefined {
  return command['updateResponse'] as UpdateResponse | undefined;
}

/** Part by part, since the text of all commands of a history takes longer than to replay it. What is undefined is not there. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (!isObject(left) || !isObject(right)) return false;
  if (left instanceof Uint8Array)
    return right instanceof Uint8Array && Buffer.compare(left, right) === 0;
  const names = Object.keys(left);
  return (
    names.every((name) => isSame(left[name], right[name])) &&
    Object.keys(right).every((name) => right[name] === undefined || left[name] !== undefined)
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export function sign(commands: readonly Command[]): string {
  return JSON.stringify(commands, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
  );
}
