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
    return 'poll';
  } catch (error) {
    if (!signalInstead.includes(grpcStatusOf(error)?.code)) throw error;
  }
  await client.workflow.getHandle(workflowId).signal(paymentNoticeSignal, notice);
  return 'signal';
}
