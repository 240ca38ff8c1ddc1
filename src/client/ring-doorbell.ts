import type { Client } from '@temporalio/client';
import { paymentNoticeSignal, workflowIdOf } from '../workflows/messages';
import type { PaymentNotice } from '../workflows/messages';
import { grpcStatusOf } from './judge-temporal-error';

const pollActivity = 'pollUntilAuthorized';
/** gRPC: not found, permission denied, unimplemented; the latter two where a service or an older server offers no reset. */
const signalInstead: readonly (number | undefined)[] = [5, 7, 12];

/**
 * Makes an order look at its payment now. Resetting the waiting poll leaves no event in the history; only where no poll is
 * waiting does the signal go, which costs events. Temporal means to replace this reset by another call, so that no other
 * place makes it.
 */
export async function ringDoorbell(
  client: Client,
  orderReference: string,
  notice: PaymentNotice,
): Promise<'poll' | 'signal'> {
  const workflowId = workflowIdOf(orderReference);
  try {
    await client.workflowService.resetActivity({
      namespace: client.options.namespace,
      execution: { workflowId },
      identity: client.options.identity,
      type: pollActivity,
    });
    if (await comesToAnEnd(client, workflowId)) return 'poll';
  } catch (error) {
    if (!signalInstead.includes(grpcStatusOf(error)?.code)) throw error;
  }
  await client.workflow.getHandle(workflowId).signal(paymentNoticeSignal, notice);
  return 'signal';
}

/** `PENDING_ACTIVITY_STATE_STARTED` */
const started = 2;
/** Longer than a look takes as a rule, and well within the time that a callback may take. */
const longestLookMs = 1_000;
const firstPauseMs = 20;

/**
 * Whether the look comes to an end that was woken. One that was under way when it was reset never does: its attempt's number was
 * set back, the server refuses the answer under the old one, and the order is blind until the time of the attempt is over.
 */
async function comesToAnEnd(client: Client, workflowId: string): Promise<boolean> {
  const giveUpAtMs = Date.now() + longestLookMs;
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    if (!(await isLooking(client, workflowId))) return true;
    if (Date.now() + pauseMs > giveUpAtMs) return false;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function isLooking(client: Client, workflowId: string): Promise<boolean> {
  const { pendingActivities } = await client.workflowService.describeWorkflowExecution({
    namespace: client.options.namespace,
    execution: { workflowId },
  });
  return (pendingActivities ?? []).some(
    ({ activityType, state }) => activityType?.name === pollActivity && Number(state) === started,
  );
}
