import { Connection } from '@temporalio/client';
import type { ConnectionOptions } from '@temporalio/client';
import { grpcStatusOf } from './judge-temporal-error';
import { millisecondsOf } from './timeline-events';
import { findAttributeGaps } from './wanted-attributes';
import type { AttributeGaps, WantedAttribute } from './wanted-attributes';

export interface AdminOptions {
  readonly connectionOptions: ConnectionOptions & { readonly address: string };
  readonly namespace: string;
}

/** A worker that asked for tasks lately. */
export interface Poller {
  readonly identity: string;
  /** Epoch milliseconds, by the server's clock. */
  readonly lastAccessAtMs: number;
}

/** What is around the orders in Temporal. Every call has a deadline; errors are those of the connection. */
export interface TemporalAdmin {
  readonly address: string;
  readonly namespace: string;
  serverVersion(): Promise<string>;
  /** Undefined where there is no such namespace. */
  retentionMs(): Promise<number | undefined>;
  createNamespace(retentionMs: number): Promise<void>;
  attributeGaps(): Promise<AttributeGaps>;
  registerAttributes(missing: readonly WantedAttribute[]): Promise<void>;
  pollers(taskQueue: string, kind: 'workflow' | 'activity'): Promise<readonly Poller[]>;
  close(): Promise<void>;
}

const connectWithinMs = 5_000;
const callWithinMs = 10_000;
const notFound = 5;
const alreadyExists = 6;
/** As Temporal's API numbers them. */
const queueKinds = { workflow: 1, activity: 2 } as const;

/** @throws the error of the connection */
export async function openTemporalAdmin(options: AdminOptions): Promise<TemporalAdmin> {
  const { connectionOptions, namespace } = options;
  const connection = await Connection.connect({
    ...connectionOptions,
    connectTimeout: connectWithinMs,
  });
  const { workflowService, operatorService } = connection;
  const call = <T>(send: () => Promise<T>) =>
    connection.withDeadline(Date.now() + callWithinMs, send);
  return {
    address: connectionOptions.address,
    namespace,
    serverVersion: async () =>
      (await call(() => workflowService.getSystemInfo({}))).serverVersion ||
      'of an unknown version',
    retentionMs: () => call(() => readRetention(connection, namespace)),
    async createNamespace(retentionMs) {
      const workflowExecutionRetentionPeriod = { seconds: Math.ceil(retentionMs / 1_000) };
      await call(() =>
        workflowService.registerNamespace({
          namespace,
          workflowExecutionRetentionPeriod: workflowExecutionRetentionPeriod as never,
        }),
      ).catch(unless(alreadyExists));
    },
    attributeGaps: () => call(() => findAttributeGaps(connection, namespace)),
    async registerAttributes(missing) {
      const searchAttributes = Object.fromEntries(missing.map(({ name, code }) => [name, code]));
      await call(() => operatorService.addSearchAttributes({ namespace, searchAttributes })).catch(
        unless(alreadyExists),
      );
    },
    pollers: (taskQueue, kind) =>
      call(async () => {
        const { pollers } = await workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: taskQueue },
          // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package that is not ours to import.
          taskQueueType: queueKinds[kind],
        });
        return pollers.map(({ identity, lastAccessTime }) => ({
          identity: identity ?? '',
          lastAccessAtMs: millisecondsOf(lastAccessTime),
        }));
      }),
    close: () => connection.close(),
  };
}

async function readRetention(
  { workflowService }: Connection,
  namespace: string,
): Promise<number | undefined> {
  try {
    const { config } = await workflowService.describeNamespace({ namespace });
    const { seconds } = config?.workflowExecutionRetentionTtl ?? {};
    return Number(String(seconds ?? 0)) * 1_000;
  } catch (error) {
    if (grpcStatusOf(error)?.code === notFound) return undefined;
    throw error;
  }
}

/** Another one did it at the same time. */
function unless(code: number): (error: unknown) => void {
  return (error) => {
    if (grpcStatusOf(error)?.code !== code) throw error;
  };
}
