import { drawTable } from '../../src/cli/draw-table';
import type { RecordCollection } from '../sandbox-control';
import { agree, compareStories } from './compare-stories';
import { exampleOrder, freshSuffix, onLine } from './stage';
import type { Stage } from './stage';

/** What each order of a storm asks for, so that the ledger can be held against it; amounts in minor units. */
const plan = {
  captures: [
    { captureId: 'shipment-1', lines: [onLine(1, 19_900)] },
    { captureId: 'shipment-2', lines: [onLine(1, 19_900), onLine(2, 9_900)] },
  ],
  refund: { refundId: 'return-1', lines: [onLine(1, 10_050)], reason: 'damaged' },
  /** One authorization, two captures and one refund, each once. */
  movements: ['authorize 49700', 'capture 19900', 'capture 29800', 'refund 10050'],
  records: { authorizations: 1, captures: 2, refunds: 1, cancellations: 0 },
} as const;

/** The requests whose first answer is lost, for each order anew: they happen, and then the line is cut. */
const struckEndpoints = [
  'captureTransaction',
  'refundTransaction',
  'recordAuthorization',
  'recordCapture',
  'recordRefund',
] as const;

const longestOrderMs = 180_000;

/** Many orders at once, as asked with every first answer lost; true when each movement happened and was recorded once. */
export async function weatherStorm(
  stage: Stage,
  wishes: { readonly orders: number; readonly faults: boolean },
): Promise<boolean> {
  const { stack, print } = stage;
  const startedAtMs = Date.now();
  if (wishes.faults) await loseFirstAnswers(stage);
  const batch = freshSuffix();
  const progress = createProgress(stage, wishes.orders);
  const verdicts = await Promise.all(
    Array.from({ length: wishes.orders }, async (_none, index) => {
      // Of one length, since the ledger is asked for all references that contain it.
      const number = String(index + 1).padStart(4, '0');
      const verdict = await driveOrder(stage, `storm-${batch}-${number}`);
      progress.step();
      return verdict;
    }),
  );
  progress.end();
  await stack.sandbox.clearFaults();
  const seconds = (Date.now() - startedAtMs) / 1_000;
  drawVerdicts(verdicts).forEach(print);
  const wrong = verdicts.filter(({ problems }) => problems.length > 0);
  wrong.forEach(({ reference, problems }) => print(`${reference}: ${problems.join('; ')}`));
  print(
    wrong.length === 0
      ? stage.paint(
          'good',
          `${wishes.orders} orders in ${seconds.toFixed(1)} s: each movement happened once and is recorded once.`,
        )
      : stage.paint('bad', `${wrong.length} of ${wishes.orders} orders are wrong.`),
  );
  return wrong.length === 0;
}

async function loseFirstAnswers({ stack, print }: Stage): Promise<void> {
  for (const endpoint of struckEndpoints)
    await stack.sandbox.fault({ kind: 'apply-then-cut', endpoint, times: 1, perOrder: true });
  print(`The first answer of ${struckEndpoints.join(', ')} is lost for every order.`);
}

interface Verdict {
  readonly reference: string;
  readonly movements: number;
  readonly records: number;
  /** Money requests in all, the ones that got no answer among them. */
  readonly requests: number;
  readonly problems: readonly string[];
}

async function driveOrder({ stack }: Stage, reference: string): Promise<Verdict> {
  const { orders, sandbox } = stack;
  const within = { deadlineMs: longestOrderMs };
  await orders.start(exampleOrder(reference), within);
  const { sessionId = '', orderId = '' } = await orders.state(reference, within);
  await sandbox.actOnSession(sessionId, 'pay');
  await orders.waitFor(reference, 'authorized', within);
  for (const capture of plan.captures) await orders.capture(reference, capture, within);
  await orders.refund(reference, plan.refund, within);
  const isRecorded = (view: { operations: readonly { status: string }[] }) =>
    view.operations.every(({ status }) => status === 'recorded');
  const view = await orders.waitFor(reference, isRecorded, within);
  const [ledger, requests] = await Promise.all([
    sandbox.ledger(reference),
    sandbox.requests(orderId),
  ]);
  const movements = ledger.transactions.flatMap((transaction) => transaction.movements);
  const records = ledger.orders[0]?.records;
  const moved = movements.map(({ kind, amount }) => `${kind} ${amount}`);
  const counts = (Object.keys(plan.records) as RecordCollection[]).map(
    (collection) => [collection, records?.[collection].length ?? 0] as const,
  );
  return {
    reference,
    movements: movements.length,
    records: counts.reduce((sum, [, count]) => sum + count, 0),
    requests: (requests['captureTransaction'] ?? 0) + (requests['refundTransaction'] ?? 0),
    problems: [
      ...(moved.join() === plan.movements.join() ? [] : [`moved ${moved.join(', ')}`]),
      ...counts.flatMap(([collection, count]) =>
        count === plan.records[collection] ? [] : [`${count} ${collection}`],
      ),
      ...compareStories(ledger, view).flatMap((one) => (agree(one) ? [] : [`${one.what} differs`])),
    ],
  };
}

function drawVerdicts(verdicts: readonly Verdict[]): readonly string[] {
  const total = (name: 'movements' | 'records' | 'requests') =>
    String(verdicts.reduce((sum, verdict) => sum + verdict[name], 0));
  const columns = ['orders', 'money requests', 'movements', 'records', 'wrong orders'];
  return drawTable(
    columns.map((title) => ({ title, align: 'right' })),
    [
      [
        String(verdicts.length),
        total('requests'),
        total('movements'),
        total('records'),
        String(verdicts.filter(({ problems }) => problems.length > 0).length),
      ],
    ],
  );
}

/** One line that is written over on a terminal, and a line for each tenth elsewhere. */
function createProgress({ print }: Stage, all: number) {
  let done = 0;
  const stepSize = Math.max(1, Math.floor(all / 10));
  return {
    step() {
      done += 1;
      if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${all} orders`);
      else if (done % stepSize === 0) print(`${done} of ${all} orders`);
    },
    end: () => (process.stdout.isTTY ? print('\n') : print('')),
  };
}
