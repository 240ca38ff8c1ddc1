import { drawTable } from '../../src/cli/draw-table';
import { createTimelinePrinter, isOver } from '../../src/cli/timeline-printer';
import { formatMoney } from '../../src/domain/money';
import type { OrderView } from '../../src/domain/order-view';
import type { LedgerMovement } from '../sandbox-control';
import { agree, compareStories } from './compare-stories';
import type { Comparison } from './compare-stories';
import { exampleOrder, freshSuffix, onLine, webUiOf } from './stage';
import type { Stage } from './stage';

/** One order from its draft to its refund; true when all three sides tell the same in the end. */
export async function tellStory(stage: Stage): Promise<boolean> {
  const { stack, paint, print } = stage;
  const order = exampleOrder(`demo-${freshSuffix()}`);
  const started = await stack.orders.start(order);
  const reference = started.orderReference;
  print(`\n${paint('strong', reference)} is ${started.orderId ?? ''} in Dintero Orders.`);
  print(`The customer pays on ${started.checkoutUrl ?? ''}\n`);
  const printRows = createTimelinePrinter((line) => print(`  ${line}`), paint);
  const tell = async () =>
    printRows((await stack.orders.timeline(reference)).filter(isOver), order.currency);

  await tell();
  const { sessionId = '' } = await stack.orders.state(reference);
  await stack.sandbox.actOnSession(sessionId, 'pay');
  await stack.orders.waitFor(reference, 'authorized');
  await tell();
  await stack.orders.capture(reference, { captureId: 'shipment-1', lines: [onLine(1, 19_900)] });
  await stack.orders.capture(reference, { captureId: 'shipment-2' });
  await tell();
  await stack.orders.refund(reference, {
    refundId: 'return-1',
    lines: [onLine(1, 10_050)],
    reason: 'damaged',
  });
  // The authorization's record may come after the captures: records never hold up money.
  const view = await stack.orders.waitFor(reference, isSettled);
  await tell();
  return conclude(stage, view);
}

async function conclude(stage: Stage, view: OrderView): Promise<boolean> {
  const { stack, paint, print } = stage;
  const { orderReference: reference } = view;
  const ledger = await stack.sandbox.ledger(reference);
  const comparisons = compareStories(ledger, view).filter(
    ({ moved, recorded, told }) => moved + recorded + told > 0,
  );
  print(`\n${paint('strong', "What moved, by the provider's ledger")}`);
  ledger.transactions
    .flatMap(({ movements }) => movements)
    .forEach((one) => print(drawMovement(one)));
  print(`\n${paint('strong', 'What the three sides say')}`);
  drawComparisons(comparisons).forEach((line) => print(`  ${line}`));
  const agreed = comparisons.every(agree);
  print(
    agreed
      ? `\n${paint('good', 'All three agree: each movement happened once and is recorded once.')}`
      : `\n${paint('bad', 'They do not agree.')}`,
  );
  const link = webUiOf(stage, `order-${reference}`);
  if (link !== undefined) print(`\nIn Temporal's Web UI: ${link}`);
  if (!stage.kept)
    print(paint('faint', 'It ends with this run; npm run demo -- --keep leaves it up.'));
  return agreed;
}

function isSettled({ operations, status }: OrderView): boolean {
  return (
    status === 'partially_refunded' &&
    operations.every((operation) => operation.status === 'recorded')
  );
}

function money(minorUnits: number): string {
  return formatMoney(minorUnits, 'NOK');
}

function drawMovement({ at, kind, amount, reference }: LedgerMovement): string {
  return `  ${at.slice(11, 23)}  ${kind.padEnd(10)}${money(amount).padStart(11)}  ${reference ?? ''}`.trimEnd();
}

function drawComparisons(comparisons: readonly Comparison[]): readonly string[] {
  const columns = ['', 'moved at the provider', 'recorded in Orders', 'told by the order', ''];
  return drawTable(
    columns.map((title, index) => ({ title, align: index === 0 ? 'left' : 'right' })),
    comparisons.map((one) => [
      one.what,
      ...[one.moved, one.recorded, one.told].map(money),
      agree(one) ? 'alike' : 'DIFFERENT',
    ]),
  );
}
