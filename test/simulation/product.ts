import type { createActivities } from '../../src/activities';
import type { createDinteroGateway } from '../../src/dintero/gateway';
import type { Secret } from '../../src/dintero/secret';
import type { OrderState } from '../../src/domain/order-state';
import type { PaymentEvent } from '../../src/domain/payment-event';
import type { Clock } from '../../src/activities/attempt-bounds';
import { sandboxClient } from '../../sandbox/credentials';
import { requestTimeoutMs } from './bounds';
import { createShadowGlobal, SourceLoader } from './load-source';
import type { Replacement } from './load-source';
import type { Answered, Network } from './provider/network';
import { loadWorkflowRuntime } from './temporal/workflow-instance';
import type { WorkflowRuntime } from './temporal/workflow-instance';
import type { VirtualTime } from './virtual-time';
import { drawingEachKindOnce, observing } from './wrapped-domain';
import { createNodeTime, pauseOn } from './workers/node-time';
import { currentAttempt } from './workers/process';
import type { WorkerProcess } from './workers/process';

/** The simulation that runs at the moment: there is one at a time, and the loaded source is shared by all. */
export interface Stage {
  readonly time: VirtualTime;
  readonly network: Network;
  /** Hears what the workflow code makes of the order's state. */
  observe(before: OrderState, event: PaymentEvent, after: OrderState): void;
}

/** The product's own code, loaded on top of the simulation. */
export interface Product {
  readonly runtime: WorkflowRuntime;
  enter(stage: Stage): void;
  /** Gives a worker process its activities, with a client of its own. */
  equip(process: WorkerProcess): void;
}

export function loadProduct(replacements: readonly Replacement[] = []): Product {
  let stage: Stage | undefined;
  const current = () => {
    if (stage === undefined) throw new Error('no simulation is running');
    return stage;
  };
  const nodeTime = createNodeTime(() => current().time);
  const doubles = {
    __temporal_custom_payload_converter: {},
    __temporal_custom_failure_converter: {},
    '@temporalio/activity': { Context: { current: () => currentAttempt.getStore() } },
    undici: undiciOf(() => current().network),
  };
  const global = createShadowGlobal({ Math });
  const workflowDate = dateOn(() => (global['__TEMPORAL_ACTIVATOR__'] as { now: number }).now);
  global['Date'] = workflowDate;
  const shared = { doubles, replacements };
  const wraps = {
    'src/domain/apply-payment-event.ts': observing((...seen) => current().observe(...seen)),
    'src/domain/describe-order.ts': drawingEachKindOnce(),
  };
  const workflowLoader = new SourceLoader({
    ...shared,
    wraps,
    globals: { ...nodeTime, globalThis: global, Date: workflowDate },
  });
  const activityLoader = new SourceLoader({
    ...shared,
    globals: { ...nodeTime, globalThis, Date: dateOn(() => current().time.now()) },
  });
  const runtime = loadWorkflowRuntime(workflowLoader, global);
  const equip = loadActivities(activityLoader, current);
  requireAllReplaced(replacements, [workflowLoader, activityLoader]);
  return {
    runtime,
    enter: (next) => {
      stage = next;
    },
    equip,
  };
}

function requireAllReplaced(
  replacements: readonly Replacement[],
  loaders: readonly SourceLoader[],
) {
  const missed = replacements.filter((one) => !loaders.some((loader) => loader.hasReplaced(one)));
  if (missed.length > 0) throw new Error(`never loaded: ${missed.map(({ file }) => file).join()}`);
}

function loadActivities(loader: SourceLoader, stage: () => Stage) {
  const activities = loader.load('src/activities/index.ts') as {
    createActivities: typeof createActivities;
  };
  const gateway = loader.load('src/dintero/gateway.ts') as {
    createDinteroGateway: typeof createDinteroGateway;
  };
  const secret = loader.load('src/dintero/secret.ts') as { Secret: typeof Secret };
  return (process: WorkerProcess): void => {
    const { time } = stage();
    const now = () => time.now() + process.skewMs;
    const clock: Clock = {
      now,
      pause: (durationMs, signal) => pauseOn(time, durationMs, signal),
    };
    const client = gateway.createDinteroGateway({
      ...sandboxClient,
      clientSecret: new secret.Secret(sandboxClient.clientSecret),
      apiUrl: 'https://api.dintero.com/v1',
      checkoutUrl: 'https://checkout.dintero.com/v1',
      profileId: 'default',
      requestTimeoutMs,
      system: { name: 'simulation', version: '0' },
      clock: now,
    });
    process.setActivities(
      activities.createActivities({ gateway: client, clock, random: () => 0.5 }),
    );
  };
}

/** As much of the HTTP library as the client uses; a connection never stands longer than one request. */
function undiciOf(network: () => Network) {
  class Agent {
    readonly connect: Connect;
    readonly maxResponseSize: number;

    constructor(options: { connect: Connect; maxResponseSize: number }) {
      this.connect = options.connect;
      this.maxResponseSize = options.maxResponseSize;
    }

    close(): Promise<void> {
      return Promise.resolve();
    }
  }
  return {
    Agent,
    buildConnector: (): Connect => (options, callback) => callback(options.error, null),
    request: async (url: string, { dispatcher, ...sent }: Sent) => {
      const unconnected = (error: Error) => connectionError(dispatcher, error);
      return withinSize(await network().request(url, sent, unconnected), dispatcher);
    },
  };
}

type Connect = (
  options: { error: Error },
  callback: (error: unknown, socket: null) => void,
) => void;
type Sent = Parameters<Network['request']>[1] & {
  dispatcher: { connect: Connect; maxResponseSize: number };
};

function withinSize(answered: Answered, { maxResponseSize }: Sent['dispatcher']): Answered {
  const text = async () => {
    const body = await answered.body.text();
    if (body.length <= maxResponseSize) return body;
    const code = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
    throw Object.assign(new Error(code), { code });
  };
  return { ...answered, body: { text } };
}

/** What the client's own connector makes of a connection that does not come about. */
function connectionError({ connect }: Sent['dispatcher'], error: Error): unknown {
  let made: unknown = error;
  connect({ error }, (told) => {
    made = told;
  });
  return made;
}

/** `Date` on another clock. */
function dateOn(now: () => number): unknown {
  return Object.assign(
    function date(...parts: readonly number[]) {
      const [atMs = now()] = parts;
      return new Date(atMs);
    },
    { now, parse: Date.parse, UTC: Date.UTC, prototype: Date.prototype },
  );
}
