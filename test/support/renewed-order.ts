import { expect } from '@jest/globals';
import type { WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import { searchAttributes, workflowIdOf } from '../../src/workflows/messages';
import type { ClientRig } from './client-rig';
import { historyOf, taskFailures } from './order-health';

/** An order that is paid and has told so has about 45 events, so that every run ends after a few operations. */
export const longHistory = 70;

export interface Scene {
  readonly rig: ClientRig;
  readonly reference: string;
  readonly handle: WorkflowHandle;
  readonly firstRunId: string;
}

/** Of an order that is under way, in its first run. */
export async function sceneOf(rig: ClientRig): Promise<Scene> {
  const reference = rig.order.orderReference;
  const handle = rig.client.workflow.getHandle(workflowIdOf(reference));
  return { rig, reference, handle, firstRunId: (await handle.describe()).runId };
}

/** Each refused signal is an event, and costs nothing else. */
export async function lengthen({ handle }: Scene): Promise<void> {
  await Promise.all(
    Array.from({ length: longHistory }, () => handle.signal('capture', { captureID: 'typo' })),
  );
}

export async function nextRun({ handle, firstRunId }: Scene): Promise<string> {
  for (;;) {
    const { runId } = await handle.describe();
    if (runId !== firstRunId) return runId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Until a record that was sent would show: no other timer is of one second and a part of one. */
export async function isSettling({ rig, reference }: Scene): Promise<boolean> {
  const timers = (await historyOf(rig.client, reference)).map((e) => e.timerStartedEventAttributes);
  return timers.some((timer) => Number(timer?.startToFireTimeout?.seconds) === 1);
}

export async function expectWell({ rig, reference, firstRunId }: Scene): Promise<void> {
  for (const runId of [firstRunId, undefined])
    expect(taskFailures(await historyOf(rig.client, reference, runId))).toEqual([]);
}

/** Ours; the server adds some of its own. */
export function attributesOf({ typedSearchAttributes }: WorkflowExecutionDescription) {
  const ours = Object.values(searchAttributes).map(({ name }) => name);
  const all = typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value] as const);
  return Object.fromEntries(all.filter(([name]) => ours.includes(name)));
}
