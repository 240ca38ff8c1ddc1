import { Context } from '@temporalio/activity';
import { createActivities } from '../../src/activities';
import type { Clock } from '../../src/activities/attempt-bounds';
import type { PaymentGateway } from '../../src/domain/payment-gateway';
import { createFakeGateway } from './fake-gateway';

type Activities = ReturnType<typeof createActivities>;

/** The activities of a worker that many orders share: each call goes to the provider of the order that makes it. */
export function activitiesByOrder(
  providers: { get(workflowId: string): PaymentGateway | undefined },
  clock: Clock,
): Activities {
  const random = () => 0.5;
  const own = () => {
    const workflowId = Context.current().info.workflowExecution?.workflowId ?? '';
    const gateway = providers.get(workflowId);
    if (gateway === undefined) throw new Error(`${workflowId} has no provider`);
    return createActivities({ gateway, clock, random });
  };
  const gateway = createFakeGateway();
  const names = Object.keys(createActivities({ gateway, clock, random })) as (keyof Activities)[];
  const entries = names.map((name) => [name, (input: never) => own()[name](input)]);
  return Object.fromEntries(entries) as Activities;
}
