import type { EndpointName } from '../provider-endpoints';
import type { Accounts, Caller } from './accounts';
import type { MovementTreatment } from './unfinished-movements';
import type { Cause, World } from './world';

/** One request of the merchant's, without HTTP. */
export interface ProviderCall {
  readonly endpoint: EndpointName;
  /** The account in the path, where the path has one. */
  readonly accountId: string | undefined;
  readonly id: string | undefined;
  readonly recordId: string | undefined;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a fault makes of the request beside the usual. */
export interface Directive {
  readonly treatment: MovementTreatment;
  /** Reads show what was so long ago. */
  readonly staleMs: number;
}

export const asUsual: Directive = { treatment: { kind: 'at-once' }, staleMs: 0 };

export interface Served {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Leaves as JSON, so that fields that are undefined are absent. */
  readonly body: unknown;
  /** Of the draft or session that the request made. */
  readonly madeId?: string;
}

export interface Serving {
  readonly world: World;
  readonly accounts: Accounts;
  readonly caller: Caller;
  readonly call: ProviderCall;
  readonly cause: Cause;
  readonly treatment: MovementTreatment;
  readonly staleMs: number;
}

export type Server = (serving: Serving) => Served;

/** The moment that an answer shows; called after the effect, which belongs to it. */
export function shownAtMs({ world, staleMs }: Serving, lagMs = 0): number {
  const agoMs = staleMs + lagMs;
  return agoMs === 0 ? Number.POSITIVE_INFINITY : world.clock.now() - agoMs;
}

/** The moment that a list shows: it may lag behind. */
export function listedAtMs(serving: Serving): number {
  return shownAtMs(serving, serving.world.switches.listLagMs);
}
