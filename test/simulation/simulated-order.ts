import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import type { MoneyEntry } from '../../sandbox/engine/journal';
import type { Transaction } from '../../sandbox/engine/world';
import type { AdoptionRequest } from '../../src/domain/order-state';
import type { OrderPlan } from './plan-order';
import type { Execution, Told } from './temporal/execution';

/** One order of a simulation: what was planned for it, its workflow, and what became known of it. */
export interface SimulatedOrder {
  readonly plan: OrderPlan;
  readonly told: Told[];
  execution: Execution | undefined;
  sessionId: string | undefined;
  /** By what it was found again, once its workflow was lost. */
  adoption: AdoptionRequest | undefined;
  /** Matters that were ever raised, by their code. */
  readonly raised: Set<string>;
}

export function newSimulatedOrder(plan: OrderPlan): SimulatedOrder {
  return {
    plan,
    told: [],
    execution: undefined,
    sessionId: undefined,
    adoption: undefined,
    raised: new Set(),
  };
}

/** The transaction that the customer made, if any, as the provider has it. */
export function transactionOf(
  { world }: SandboxEngine,
  { sessionId }: SimulatedOrder,
): Transaction | undefined {
  return world.transactions.get(world.sessions.get(sessionId ?? '')?.transaction?.id ?? '');
}

/** What truly moved. */
export function moneyOf(engine: SandboxEngine, order: SimulatedOrder): readonly MoneyEntry[] {
  const transaction = transactionOf(engine, order);
  return transaction === undefined ? [] : engine.world.journal.moneyOf(transaction.id);
}

/** The provider shows no reference, or only a part of it: whose a movement is can then be for a person alone to say. */
export function isNameless({ switches }: SandboxEngine): boolean {
  const { eventReference, eventReferenceLimit } = switches.values;
  return eventReference === 'drop' || eventReferenceLimit > 0;
}

const personalMatters = [
  'surplus_moved',
  'systems_differ',
  'outcome_unknown',
  'reference_not_echoed',
];

/** Where references are lost, the book may hold a movement under another name or twice, once a person was asked about it. */
export function isLeftToPerson(engine: SandboxEngine, { raised }: SimulatedOrder): boolean {
  return isNameless(engine) && personalMatters.some((code) => raised.has(code));
}

/** The limit of the provider's references, as the product states it, and what it keeps readable of a longer one. */
const longestReference = 40;
const readablePart = 23;

/** Whether an entry of the provider's journal was asked for by this operation of ours. */
export function isOf(entry: MoneyEntry, orderReference: string, kind: string, id: string): boolean {
  const key = `${orderReference}/${kind}/${id}`;
  if (entry.by !== 'merchant' || entry.kind !== kind || entry.reference === undefined) return false;
  return key.length <= longestReference
    ? entry.reference === key
    : entry.reference.startsWith(key.slice(0, readablePart));
}
