import { toMinorUnits } from '../../src/domain/money';
import type { RecordKind } from '../../src/domain/payment-gateway';
import { stillReserved } from '../../src/domain/transaction-picture';
import type {
  Movement,
  MovementKind,
  TransactionPicture,
  TransactionStatus,
} from '../../src/domain/transaction-picture';
import { createFakeGateway } from './fake-gateway';
import type { Behaviour, FakeGateway, GatewayMethod } from './fake-gateway';
import { failureError, movement, transactionPicture, withMovements } from './fake-world';

const transactionId = 'T1';

/** What the provider holds and what its records of the order say, in minor units. */
export interface Ledger {
  readonly captured: number;
  readonly refunded: number;
  readonly reserved: number;
  readonly released: number;
  readonly recordedCaptures: number;
  readonly recordedRefunds: number;
  readonly recordedCancellations: number;
  readonly orderStatus: string | undefined;
  /** References under which money moved more than once. */
  readonly doubled: readonly string[];
}

/** A call that stands still until it is let go. */
export interface Gate {
  /** Resolves when the call has come. */
  readonly reached: Promise<void>;
  /** Lets it be carried out, or do something else. */
  open(behaviour?: Behaviour): void;
}

/** The provider of one order in memory, and the people who act there: the customer and the back office. */
export interface StoryProvider {
  readonly gateway: FakeGateway;
  /** Whether closing a page that has been paid on lets the payment go (as documented) or is refused. */
  closingVoids: boolean;
  /** The customer's payment comes into being, or comes to another status. */
  customerPays(status?: TransactionStatus, authorized?: number): void;
  /** A movement that nobody here asked for. */
  backOffice(kind: MovementKind, amount: number, more?: Partial<Movement>): Movement;
  /** What an earlier answer said about a movement was wrong. */
  correct(reference: string, more: Partial<Movement>): void;
  transaction(): TransactionPicture;
  ledger(): Ledger;
  /** The next call of the method stands still. */
  holdUp(method: GatewayMethod): Gate;
  /** All of the methods fail so until the function that is returned is called. */
  breakDown(methods: readonly GatewayMethod[], behaviour: Behaviour): () => void;
}

export function createStoryProvider(now: () => number): StoryProvider {
  const gateway = createFakeGateway();
  const { world } = gateway;
  let foreign = 0;
  const transaction = () => {
    const known = world.transactions.get(transactionId);
    if (known === undefined) throw new Error('nobody has paid yet');
    return known;
  };
  const revise = (movements: readonly Movement[]) =>
    void world.transactions.set(transactionId, withMovements(transaction(), movements));
  const provider: StoryProvider = {
    gateway,
    closingVoids: true,
    transaction,
    customerPays(status = 'AUTHORIZED', authorized = 49_700) {
      const movements = world.transactions.get(transactionId)?.movements ?? directCapture(status);
      const picture = transactionPicture(status, authorized, movements);
      const authorizedAt = new Date(now()).toISOString();
      world.transactions.set(transactionId, { ...picture, authorizedAt });
      for (const [sessionId, session] of world.sessions)
        world.sessions.set(sessionId, { ...session, transactionId });
    },
    backOffice(kind, amount, more = {}) {
      foreign += 1;
      const eventId = `b${foreign}`;
      const act = movement(kind, { eventId, amount: toMinorUnits(amount), ...more });
      revise([...transaction().movements, act]);
      return act;
    },
    correct(reference, more) {
      const { movements } = transaction();
      if (!movements.some((known) => known.reference === reference))
        throw new Error(`no movement has the reference ${reference}`);
      revise(
        movements.map((known) => (known.reference === reference ? { ...known, ...more } : known)),
      );
    },
    ledger: () => readLedger(gateway),
    holdUp: (method) => holdUp(gateway, method),
    breakDown(methods, behaviour) {
      for (const method of methods) gateway.always(method, behaviour);
      return () => {
        for (const method of methods) gateway.always(method, (run) => run());
      };
    },
  };
  closeAsDocumented(provider);
  return provider;
}

function holdUp(gateway: FakeGateway, method: GatewayMethod): Gate {
  let arrive = () => {};
  let open: Gate['open'] = () => {};
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<Behaviour>((resolve) => {
    open = (behaviour = (run) => run()) => resolve(behaviour);
  });
  gateway.once(method, async (run, bounds) => {
    arrive();
    return (await opened)(run, bounds);
  });
  return { reached, open: (behaviour) => open(behaviour) };
}

function directCapture(status: TransactionStatus): readonly Movement[] {
  return status === 'CAPTURED'
    ? [movement('capture', { eventId: 'direct', amount: toMinorUnits(49_700) })]
    : [];
}

/** Closing a page voids a payment that is initialised or authorized, and is refused in any other state of the payment. */
function closeAsDocumented(provider: StoryProvider): void {
  const { world, always } = provider.gateway;
  always('cancelCheckoutSession', async (run) => {
    const status = world.transactions.get(transactionId)?.status;
    if (status === undefined) return run();
    if (!provider.closingVoids || !['INITIATED', 'AUTHORIZED'].includes(status))
      throw failureError('refused', { status: 400 });
    provider.backOffice('void', 0);
    return run();
  });
}

function readLedger({ world }: FakeGateway): Ledger {
  const picture = world.transactions.get(transactionId);
  const recorded = (kind: RecordKind) =>
    (world.records.get(kind) ?? [])
      .filter(({ success }) => success)
      .flatMap(({ lines }) => lines)
      .reduce((total, { amount }) => total + amount, 0);
  return {
    ...readMoney(picture),
    recordedCaptures: recorded('capture'),
    recordedRefunds: recorded('refund'),
    recordedCancellations: recorded('cancellation'),
    orderStatus: [...world.orders.values()].at(-1)?.status,
    doubled: picture === undefined ? [] : doubledReferences(picture),
  };
}

function readMoney(picture: TransactionPicture | undefined) {
  if (picture === undefined) return { captured: 0, refunded: 0, reserved: 0, released: 0 };
  const { captured, refunded, released } = picture;
  return { captured, refunded, reserved: stillReserved(picture), released };
}

function doubledReferences({ movements }: TransactionPicture): readonly string[] {
  const references = movements.flatMap(({ outcome, reference }) =>
    outcome === 'succeeded' && reference !== undefined ? [reference] : [],
  );
  return references.filter((each, index) => references.indexOf(each) !== index);
}
