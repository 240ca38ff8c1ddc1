import type { FailureCode, PaymentFailure } from '../../src/domain/payment-failure';
import type { CallBounds, PaymentGateway } from '../../src/domain/payment-gateway';
import { createWorld, failureError, methodsOf } from './fake-world';
import type { World } from './fake-world';

export type GatewayMethod = keyof PaymentGateway;

/** What one call does instead of just running; `run` carries it out. */
export type Behaviour = (run: () => Promise<unknown>, bounds: CallBounds) => Promise<unknown>;

export interface FakeGateway extends PaymentGateway {
  readonly world: World;
  /** Every call in its order. */
  readonly calls: GatewayMethod[];
  /** What `findOrder` and the other lookups were asked with. */
  readonly asked: unknown[];
  count(method: GatewayMethod): number;
  /** The next call of the method behaves so; several are taken one after the other. */
  once(method: GatewayMethod, behaviour: Behaviour): void;
  /** Every call of the method from now on. */
  always(method: GatewayMethod, behaviour: Behaviour): void;
}

export function failing(
  code: FailureCode,
  more: Omit<PaymentFailure, 'code' | 'message'> = {},
): Behaviour {
  return () => Promise.reject(failureError(code, more));
}

/** Carried out, and the answer lost. */
export function losingAnswer(code: FailureCode): Behaviour {
  return async (run) => {
    await run();
    throw failureError(code);
  };
}

/** The provider as a small world in memory; it keeps no rule except those that decide about money. */
export function createFakeGateway(): FakeGateway {
  const world = createWorld();
  const calls: GatewayMethod[] = [];
  const asked: unknown[] = [];
  const onces = new Map<GatewayMethod, Behaviour[]>();
  const permanent = new Map<GatewayMethod, Behaviour>();
  const plain = methodsOf(world);
  const entries = Object.entries(plain).map(([name, method]) => {
    const key = name as GatewayMethod;
    const wrapped = (...args: unknown[]) => {
      calls.push(key);
      asked.push(args.slice(0, -1));
      const run = () => (method as (...all: unknown[]) => Promise<unknown>)(...args);
      const behaviour = onces.get(key)?.shift() ?? permanent.get(key);
      return behaviour === undefined ? run() : behaviour(run, args.at(-1) as CallBounds);
    };
    return [name, wrapped];
  });
  return {
    ...(Object.fromEntries(entries) as PaymentGateway),
    world,
    calls,
    asked,
    count: (method) => calls.filter((call) => call === method).length,
    once: (method, behaviour) => void onces.set(method, [...(onces.get(method) ?? []), behaviour]),
    always: (method, behaviour) => void permanent.set(method, behaviour),
  };
}
