import type { OrderView } from '../../src/domain/order-view';
import { attendOrder } from './attend-order';
import { pause } from './drive-order';
import { examineOrder } from './examine-order';
import { judgeOrder } from './judge-order';
import { readHistories } from './read-histories';
import { readLedger } from './read-ledger';
import type { FullLedger } from './read-ledger';
import type { Scene, Views } from './scene';

export interface WrongOrder {
  readonly reference: string;
  readonly problems: readonly string[];
  readonly view?: OrderView;
  readonly ledger: FullLedger;
  /** What Temporal says of it. */
  readonly evidence: readonly string[];
}

/** Looks at every order, and decides what an order asks a person to decide. */
export async function attendAll({ machines, references, seen, options }: Scene): Promise<Views> {
  const { orders, sandbox } = machines.stack;
  const { quietMs } = options.setting;
  const desk = { orders, url: sandbox.url, quietMs, count: seen.count };
  const attended = references.map(
    async (reference) => [reference, await attendOrder(desk, reference)] as const,
  );
  return new Map(await Promise.all(attended));
}

/** Rest means that the verdict is clean twice in a row, or that the time is over. */
export async function comeToRest(scene: Scene): Promise<readonly WrongOrder[]> {
  const { setting, tell } = scene.options;
  const untilMs = Date.now() + setting.restMs;
  for (let clean = 0; ;) {
    const views = await attendAll(scene);
    const wrong = await judgeAll(scene, views);
    clean = wrong.length === 0 ? clean + 1 : 0;
    if (clean === 2 || Date.now() > untilMs) return examineAll(scene, wrong);
    for (const { reference, problems } of wrong.slice(0, 3))
      tell?.(`Not at rest: ${reference}: ${problems.join('; ')}`);
    await pause(setting.roundMs);
  }
}

type Verdict = Omit<WrongOrder, 'evidence'>;

async function judgeAll({ machines, references }: Scene, views: Views): Promise<Verdict[]> {
  const wrong: Verdict[] = [];
  for (const reference of references) {
    const ledger = await readLedger(machines.stack.sandbox.url, reference);
    const view = views.get(reference);
    const problems =
      view === undefined
        ? ['it does not answer']
        : [...judgeOrder(ledger, view), ...judgeRest(view)];
    if (problems.length > 0)
      wrong.push({ reference, problems, ledger, ...(view === undefined ? {} : { view }) });
  }
  return wrong;
}

function judgeRest({ status, needsAttention, operations }: OrderView): readonly string[] {
  if (needsAttention !== null) return [`it needs attention: ${needsAttention.message}`];
  if (['preparing', 'awaiting_payment'].includes(status)) return [`it is ${status}`];
  return operations
    .filter((one) => one.status !== 'recorded' && one.status !== 'rejected')
    .map((one) => `${one.kind} ${one.operationId} is ${one.status}`);
}

/** The histories are read once, at the end: what their tasks died of is wrong as well. */
async function examineAll(
  { machines, references, seen, options }: Scene,
  wrong: readonly Verdict[],
): Promise<readonly WrongOrder[]> {
  const { client, stack } = machines;
  const found: WrongOrder[] = [];
  const histories = await readHistories(client, references, options.workflowBundle);
  for (const [reference, { problems: ofHistory, counts }] of histories) {
    for (const [name, times] of Object.entries(counts)) seen.count(name, times);
    const verdict = wrong.find((one) => one.reference === reference);
    const problems = [...(verdict?.problems ?? []), ...ofHistory];
    if (problems.length === 0) continue;
    found.push({
      ledger: await readLedger(stack.sandbox.url, reference),
      ...verdict,
      reference,
      problems,
      evidence: await examineOrder(client, reference),
    });
  }
  return found;
}
