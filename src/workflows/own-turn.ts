import { inWorkflowContext, workflowInfo } from '@temporalio/workflow';

/**
 * Tells, in a promise that nobody awaits, whether this run has the floor. A task that the worker gave up on in the middle (a
 * machine that stood still) leaves such promises behind; they go on outside of any run, where a call of the SDK throws and
 * takes the worker along, or in the turn of another order.
 */
export function ownTurn(): () => boolean {
  const runId = currentRun();
  return () => runId !== undefined && currentRun() === runId;
}

function currentRun(): string | undefined {
  return inWorkflowContext() ? workflowInfo().runId : undefined;
}
