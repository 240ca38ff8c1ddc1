import { createCallbacks } from '../callbacks/deliver-callbacks';
import type { Callbacks } from '../callbacks/deliver-callbacks';
import type { SendCallback } from '../callbacks/send-callback';
import { sandboxCallbackSecret, sandboxClient } from '../credentials';
import type { SandboxClient } from '../credentials';
import { createFaultBook } from '../faults/fault-book';
import type { FaultBook } from '../faults/fault-book';
import { meetFault, refused } from '../faults/meet-fault';
import type { Perform, ProviderAnswer } from '../faults/meet-fault';
import { providerEndpoints } from '../provider-endpoints';
import { findSubject } from '../requests/find-subject';
import { createRequestLog } from '../requests/request-log';
import type { LoggedRequest, RequestLog } from '../requests/request-log';
import { createAccounts } from './accounts';
import type { Accounts } from './accounts';
import type { Clock } from './clock';
import { createControlActs } from './control-acts';
import type { ControlActs } from './control-acts';
import { newUuid } from './ids';
import { createJournal } from './journal';
import { showLedger } from './ledger';
import type { LedgerFilter } from './ledger';
import type { Random } from './random';
import { Refusal } from './refusal';
import { serveRequest } from './serve-request';
import type { ProviderCall } from './serving';
import { showSession } from './show-session';
import { showTransaction } from './show-transaction';
import { createSwitchBoard } from './switches';
import type { SwitchBoard } from './switches';
import type { Notice, World } from './world';

export interface SandboxEngineOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How callbacks leave; without it none is sent. */
  readonly sendCallback?: SendCallback;
  /** Where the checkout pages stand: `http://127.0.0.1:8900`. */
  readonly publicUrl?: () => string;
  readonly clients?: readonly SandboxClient[];
  readonly callbackSecrets?: Readonly<Record<string, string>>;
  readonly allowProductionAccounts?: boolean;
}

/** The sandbox without HTTP: its state, rules and faults, on the clock and the randomness that it is given. */
export interface SandboxEngine extends ControlActs {
  /** One request of a client's, faults included. It never throws: refusals are answers. */
  exchange(call: ProviderCall): Promise<ProviderAnswer>;
  readonly faults: FaultBook;
  readonly switches: SwitchBoard;
  readonly requests: RequestLog;
  readonly callbacks: Callbacks;
  readonly world: World;
  ledger(filter?: LedgerFilter): ReturnType<typeof showLedger>;
}

const noCallbacks: SendCallback = () => Promise.resolve({ broken: 'callbacks are switched off' });

export function createSandboxEngine(options: SandboxEngineOptions): SandboxEngine {
  const switches = createSwitchBoard();
  const { clock, random } = options;
  const accounts = createAccounts(
    { clock, random, switches: switches.values },
    {
      clients: options.clients ?? [sandboxClient],
      callbackSecrets: options.callbackSecrets ?? {
        [sandboxClient.accountId]: sandboxCallbackSecret,
      },
      allowProductionAccounts: options.allowProductionAccounts ?? false,
    },
  );
  const world = createWorld(options, switches, (notice) => callbacks.announce(notice));
  const callbacks = createCallbacks({
    world,
    send: options.sendCallback ?? noCallbacks,
    secretOf: (accountId) => accounts.callbackSecret(accountId),
    showPayload: (notice, withSession) => showPayload(world, notice, withSession),
  });
  const faults = createFaultBook();
  const requests = createRequestLog();
  return {
    exchange: (call) => exchange({ world, accounts, faults, requests }, call),
    ...createControlActs(world),
    faults,
    switches,
    requests,
    callbacks,
    world,
    ledger: (filter) => showLedger(world, filter),
  };
}

function createWorld(
  { clock, random, publicUrl }: SandboxEngineOptions,
  switches: SwitchBoard,
  announce: (notice: Notice) => void,
): World {
  return {
    clock,
    random,
    switches: switches.values,
    journal: createJournal(),
    drafts: new Map(),
    orders: new Map(),
    orderIds: new Map(),
    sessions: new Map(),
    transactions: new Map(),
    payPageUrl: (sessionId) => `${publicUrl?.() ?? 'http://sandbox.invalid'}/v1/view/${sessionId}`,
    announce,
  };
}

function showPayload(world: World, { session, transaction }: Notice, withSession: boolean) {
  const nowMs = world.clock.now();
  const shown = transaction === undefined ? {} : showTransaction(world, transaction, nowMs);
  return withSession ? { ...shown, session: showSession(world, session, nowMs) } : shown;
}

interface Parts {
  readonly world: World;
  readonly accounts: Accounts;
  readonly faults: FaultBook;
  readonly requests: RequestLog;
}

async function exchange(parts: Parts, call: ProviderCall): Promise<ProviderAnswer> {
  const { world, faults, requests } = parts;
  const subject = findSubject(world, call);
  const begun = requests.begin({
    atMs: world.clock.now(),
    requestId: newUuid(world.random),
    endpoint: call.endpoint,
    method: providerEndpoints[call.endpoint].method,
    path: pathOf(call),
    subject,
    reference: referenceOf(call.body),
  });
  const fault = faults.take(call.endpoint, subject);
  begun.fault = fault?.kind;
  const answer = await meetFault(fault, performer(parts, call, begun), world.clock);
  begun.outcome = answer.kind === 'cut' ? 'cut' : answer.status;
  begun.durationMs = world.clock.now() - begun.atMs;
  return answer;
}

function performer({ world, accounts }: Parts, call: ProviderCall, begun: LoggedRequest): Perform {
  return (directive) => {
    try {
      const served = serveRequest(world, accounts, call, begun.requestId, directive);
      begun.madeId = served.madeId;
      const headers = { 'request-id': begun.requestId, ...served.headers };
      return { kind: 'answer', status: served.status, headers, text: JSON.stringify(served.body) };
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  };
}

function pathOf({ endpoint, id, recordId }: ProviderCall): string {
  const { path } = providerEndpoints[endpoint];
  return path.replace(':id', id ?? '').replace(':recordId', recordId ?? '');
}

function referenceOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { capture_reference: capture, refund_reference: refund } = body as Record<string, unknown>;
  return [capture, refund].find((text): text is string => typeof text === 'string');
}
