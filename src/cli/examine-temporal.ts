import { formatDuration } from '../client/duration';
import type { Poller, TemporalAdmin } from '../client/temporal-admin';
import { isNotOffered, wantedAttributes } from '../client/wanted-attributes';
import { fault, ok, warning } from './findings';
import type { Finding } from './findings';
import { sayMissing, sayWrong } from './set-up';

/** Temporal, the namespace, the attributes and the workers, each as far as it can be seen. */
export async function examineTemporal(
  admin: TemporalAdmin,
  taskQueue: string,
  now: () => number,
): Promise<readonly Finding[]> {
  return [
    await look('Temporal', async () => [
      ok('Temporal', `${admin.address} answers (server ${await admin.serverVersion()})`),
    ]),
    await look('namespace', () => examineNamespace(admin)),
    await look('search attributes', () => examineAttributes(admin)),
    await look('worker', () => examineWorkers(admin, taskQueue, now)),
  ].flat();
}

/** What cannot be looked at is itself something to know. */
async function look(
  subject: string,
  work: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    const message = `cannot be looked at: ${(error as Error).message.split('\n')[0] ?? ''}`;
    return [
      isNotOffered(error)
        ? warning(
            subject,
            message,
            'These credentials may not read it; ask an administrator to look.',
          )
        : fault(subject, message, 'Look at the log of Temporal, and at TEMPORAL_NAMESPACE.'),
    ];
  }
}

async function examineNamespace(admin: TemporalAdmin): Promise<readonly Finding[]> {
  const retentionMs = await admin.retentionMs();
  return [
    retentionMs === undefined
      ? fault(
          'namespace',
          `there is no namespace ${admin.namespace}`,
          'Run ordersaga setup, or correct TEMPORAL_NAMESPACE.',
        )
      : ok(
          'namespace',
          `${admin.namespace}; ended orders are kept for ${formatDuration(retentionMs)}`,
        ),
  ];
}

async function examineAttributes(admin: TemporalAdmin): Promise<readonly Finding[]> {
  const { missing, wrong } = await admin.attributeGaps();
  if (missing.length > 0)
    return [
      fault(
        'search attributes',
        sayMissing(missing),
        'Run ordersaga setup: no worker starts without them.',
      ),
      ...wrong.map(sayWrong),
    ];
  return wrong.length > 0
    ? wrong.map(sayWrong)
    : [ok('search attributes', `all ${wantedAttributes.length} are registered`)];
}

/** A poll is answered after a minute at the latest, so that a worker that lives has asked since. */
const livesWithinMs = 90_000;
/** An instant of the server's that lies so far ahead of this machine's clock is no delay of the network. */
const mostAheadMs = 2_000;

async function examineWorkers(
  admin: TemporalAdmin,
  taskQueue: string,
  now: () => number,
): Promise<readonly Finding[]> {
  const [workflow, activity] = await Promise.all([
    admin.pollers(taskQueue, 'workflow'),
    admin.pollers(taskQueue, 'activity'),
  ]);
  const remedy = `Start a worker (npm run worker) with ORDER_TASK_QUEUE=${taskQueue} and the same namespace.`;
  const nowMs = now();
  const lives = ({ lastAccessAtMs }: Poller) => nowMs - lastAccessAtMs < livesWithinMs;
  const [deciding, acting] = [workflow.filter(lives), activity.filter(lives)];
  if (deciding.length === 0 || acting.length === 0) {
    const gone = workflow.length > 0 ? '; the last one has not asked for a while' : '';
    return [fault('worker', `no worker asks for tasks on ${taskQueue}${gone}`, remedy)];
  }
  const names = [...new Set(deciding.map(({ identity }) => identity))];
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '');
  const count = `${names.length} ${names.length === 1 ? 'worker asks' : 'workers ask'}`;
  return [
    ok('worker', `${count} for tasks on ${taskQueue}: ${shown}`),
    ...sayClock([...workflow, ...activity], nowMs),
  ];
}

function sayClock(pollers: readonly Poller[], nowMs: number): readonly Finding[] {
  const aheadMs = Math.max(...pollers.map(({ lastAccessAtMs }) => lastAccessAtMs)) - nowMs;
  if (aheadMs <= mostAheadMs) return [];
  return [
    warning(
      "clock (Temporal's)",
      `this machine's clock is at least ${(aheadMs / 1_000).toFixed(1)} s behind Temporal's`,
      'Synchronize the clocks (NTP): attempts reckon with theirs.',
    ),
  ];
}
