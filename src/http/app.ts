import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { z } from 'zod';
import type { OrderSagaClient } from '../client/order-saga-client';
import type { CallbackProof } from '../dintero/callback';
import type { ApiKey } from './api-keys';
import type { Metrics } from './http-metrics';

/** What comes in has the type of its schema; what goes out is held to its schema when it goes. */
interface ZodRequests extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  readonly serializer: unknown;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodRequests
>;

export interface HttpOptions {
  readonly orders: OrderSagaClient;
  /** None: everyone who reaches the port may do everything. */
  readonly keys: readonly ApiKey[];
  /** Absent: no callback can be proven, and only those without a signature are heard. */
  readonly callbackProof?: CallbackProof;
  readonly logger: FastifyBaseLogger;
  readonly version: string;
  /** Of one caller, in a minute. */
  readonly requestsPerMinute: number;
  /** How many event streams may be open. */
  readonly mostStreams: number;
  /** Addresses and networks of proxies that are believed when they say who calls. */
  readonly trustedProxies: readonly string[];
}

/** What routes work with. */
export interface HttpContext extends HttpOptions {
  readonly metrics: Metrics;
  /** Aborted when the server begins to stop, so that what waits or streams ends. */
  readonly stopping: AbortSignal;
}

/** Adds routes to the app; a `config: { scope }` of a route says what its callers must be allowed to do. */
export type AddRoutes = (app: App, context: HttpContext) => void;
