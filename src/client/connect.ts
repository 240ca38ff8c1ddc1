import { Client, Connection } from '@temporalio/client';
import type { ConnectionOptions, WorkflowClientInterceptor } from '@temporalio/client';
import { createOrderSagaClient } from './order-saga-client';
import type { OrderSagaClient, OrderSagaClientOptions } from './order-saga-client';
import { TemporalUnavailableError } from './temporal-errors';

export interface ConnectOptions extends Omit<OrderSagaClientOptions, 'client'> {
  readonly connectionOptions: ConnectionOptions & { readonly address: string };
  readonly namespace: string;
  /** Milliseconds. */
  readonly connectTimeoutMs?: number;
  /** Connect with the first call, and not before: for a service that is to start while Temporal is away. */
  readonly lazily?: boolean;
  /** Around every call to a workflow, the outermost first: for traces. */
  readonly interceptors?: readonly WorkflowClientInterceptor[];
}

export interface ConnectedClient extends OrderSagaClient {
  close(): Promise<void>;
}

const defaultConnectTimeoutMs = 5_000;

/**
 * Opens a connection of its own.
 * @throws TemporalUnavailableError
 */
export async function connectOrderSagaClient(options: ConnectOptions): Promise<ConnectedClient> {
  const connection = await connect(options);
  const client = new Client({
    connection,
    namespace: options.namespace,
    // The final state of a closed order is in its history; a query would need a worker that can still replay it.
    workflow: { queryRejectCondition: 'NOT_OPEN' },
    interceptors: { workflow: [...(options.interceptors ?? [])] },
  });
  return { ...createOrderSagaClient({ ...options, client }), close: () => connection.close() };
}

async function connect({
  connectionOptions,
  connectTimeoutMs = defaultConnectTimeoutMs,
  lazily = false,
}: ConnectOptions): Promise<Connection> {
  try {
    // Every call is repeated here as long as it may be; the library's own repetitions would outlive it, and the connection.
    const once = { ...connectionOptions, interceptors: [], connectTimeout: connectTimeoutMs };
    if (lazily) return Connection.lazy(once);
    return await Connection.connect({ ...connectionOptions, connectTimeout: connectTimeoutMs });
  } catch (error) {
    throw new TemporalUnavailableError(`connect to ${connectionOptions.address}`, error);
  }
}
