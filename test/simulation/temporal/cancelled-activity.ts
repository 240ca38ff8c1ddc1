import type { ActivityEnd, ScheduleActivity } from './activity-task';

const waitForCancellation = 1;

/** Whether a cancelled activity counts as such only once it has ended. */
export function isWaitedFor({ cancellationType }: ScheduleActivity): boolean {
  return cancellationType === waitForCancellation;
}

/** A step that was given up on before it had begun, or without waiting for it. */
export function cancelledEnd({ activityId, activityType }: ScheduleActivity): ActivityEnd {
  const activityFailureInfo = {
    activityId,
    activityType: { name: activityType },
    identity: 'worker',
    retryState: 6,
  };
  const cause = { message: 'Activity cancelled', canceledFailureInfo: {} };
  return {
    cancelled: {
      failure: { message: 'Activity cancelled', activityFailureInfo, cause },
    },
  };
}
