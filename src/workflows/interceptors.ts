import type {
  ActivateInput,
  ConcludeActivationInput,
  WorkflowInterceptors,
} from '@temporalio/workflow';
import { wholeCharacters } from '../domain/whole-characters';
import { carryTrace } from './carry-trace';

type Activation = ActivateInput['activation'];

/**
 * Lets no order get ahead of its tasks: asked for its state after its worker died, it would be carried through events that no
 * task has delivered, at a time that is not theirs, and a task that comes meanwhile may take over what it decided so. The query
 * fails instead, the worker forgets the order, and whoever asked asks again.
 */
export function interceptors(): WorkflowInterceptors {
  let last: Activation | undefined;
  return {
    ...carryTrace(),
    internals: [
      {
        activate(input, next) {
          const { activation } = input;
          if (isQuery(activation)) return withWholeMessage(() => next(input));
          // Thrown on purpose outside of all handlers: this fails the query or the task, never the order.
          if (last !== undefined && isUndelivered(activation, last))
            throw new Error('A query came before the task that is due: ask again');
          last = { ...activation, jobs: [] };
          withWholeMessage(() => next(input));
        },
        concludeActivation(input, next) {
          const concluded = next(input);
          concluded.commands.forEach(makeWhole);
          return concluded;
        },
      },
    ],
  };
}

/** A task that begins brings a time of its own; events without it have not been delivered by any task. */
function isUndelivered(now: Activation, before: Activation): boolean {
  return (now.historyLength ?? 0) > (before.historyLength ?? 0) && sameTime(now, before);
}

function sameTime({ timestamp: now }: Activation, { timestamp: before }: Activation): boolean {
  return String(now?.seconds) === String(before?.seconds) && now?.nanos === before?.nanos;
}

function isQuery({ jobs }: Activation): boolean {
  return jobs?.every(({ queryWorkflow }) => Boolean(queryWorkflow)) ?? false;
}

type Command = ConcludeActivationInput['commands'][number];

/**
 * What the runtime itself says of a payload that it cannot decode may quote half a character of it. The worker that tried to
 * send it would end, and with it every order that it serves.
 */
function makeWhole({ updateResponse, respondToQuery }: Command): void {
  for (const failure of [updateResponse?.rejected, respondToQuery?.failed])
    if (failure?.message) failure.message = wholeCharacters(failure.message);
}

function withWholeMessage(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (error instanceof Error) error.message = wholeCharacters(error.message);
    throw error;
  }
}
