import { createDinteroGateway } from '../../src/dintero/gateway';
import type { DinteroGateway, DinteroGatewayOptions } from '../../src/dintero/gateway';
import { Secret } from '../../src/dintero/secret';
import {
  isRetryable,
  mayHaveTakenEffect,
  PaymentFailureError,
} from '../../src/domain/payment-failure';
import type { PaymentFailure } from '../../src/domain/payment-failure';
import type { MinorUnits } from '../../src/domain/money';
import { startScriptedProvider } from './scripted-provider';
import type { ScriptedProvider } from './scripted-provider';

export const clientSecret = 'kept-secret-7f3a';

export interface DinteroRig {
  readonly provider: ScriptedProvider;
  readonly gateway: DinteroGateway;
  /** Epoch milliseconds, as the gateway sees it. */
  readonly clock: { nowMs: number };
  capture(signal?: AbortSignal): Promise<unknown>;
  read(signal?: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

/** The real client of the provider against a server that answers as it is told. */
export async function createDinteroRig(
  options: Partial<DinteroGatewayOptions> = {},
): Promise<DinteroRig> {
  const provider = await startScriptedProvider();
  const clock = { nowMs: Date.now() };
  const gateway = connectGateway(provider.url, { clock: () => clock.nowMs, ...options });
  const bounds = (signal = new AbortController().signal) => ({ signal });
  return {
    provider,
    gateway,
    clock,
    capture: (signal) => gateway.captureTransaction('T12345678.tx', movement, bounds(signal)),
    read: (signal) => gateway.readTransaction('T12345678.tx', bounds(signal)),
    close: async () => {
      await provider.close();
      await gateway.close();
    },
  };
}

export function connectGateway(
  url: string,
  options: Partial<DinteroGatewayOptions> = {},
): DinteroGateway {
  return createDinteroGateway({
    accountId: 'T12345678',
    clientId: 'client-1',
    clientSecret: new Secret(clientSecret),
    apiUrl: `${url}/v1`,
    checkoutUrl: `${url}/v1`,
    profileId: 'default',
    requestTimeoutMs: 5_000,
    system: { name: 'dintero-order-saga', version: '1.2.3' },
    ...options,
  });
}

export const movement = {
  amount: 19_900 as MinorUnits,
  reference: 'web-1/capture/shipment-1',
  lines: [{ lineId: 1, amount: 19_900 as MinorUnits, quantity: 1, vatAmount: 3_980 as MinorUnits }],
};

/** A transaction as small as the schema takes it. */
export const authorizedTransaction = {
  id: 'T12345678.tx',
  amount: 39_800,
  currency: 'NOK',
  status: 'AUTHORIZED',
  events: [],
};

/** The failure that a call ends with. */
export async function failureFrom(call: Promise<unknown>): Promise<PaymentFailure> {
  const error: unknown = await call.then(
    (answer) => new Error(`answered instead of failing: ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof PaymentFailureError) return error.failure;
  throw error;
}

/** What the workflow makes of a failure. */
export function verdict(failure: PaymentFailure): string {
  const again = isRetryable(failure) ? 'retryable' : 'final';
  const effect = mayHaveTakenEffect(failure) ? 'effect possible' : 'no effect';
  return `${failure.code}, ${again}, ${effect}`;
}
