import type { Attention, AttentionChoice } from '../domain/attention';
import { consequenceOf } from '../domain/decision';
import { resolveCommand } from '../domain/describe-attention';
import { describeTwin } from '../domain/describe-twin';
import { formatMoney } from '../domain/money';
import { payableUrl } from '../domain/order-view';
import type { OperationView, OrderView } from '../domain/order-view';
import { present } from '../domain/present';
import { operationTones, orderTones } from '../domain/tone';
import { drawTable, printable } from './draw-table';
import type { Column } from './draw-table';
import type { Paint } from './paint';

/** The whole order for a person at a terminal. */
export function drawOrder(view: OrderView, paint: Paint): string {
  const status = paint(orderTones[view.status], view.status.replaceAll('_', ' '));
  return [
    `${paint('strong', printable(view.orderReference))}  ${status}`,
    ...drawHold(view, paint),
    ...drawIds(view, paint),
    ...drawWait(view, paint),
    '',
    ...drawAmounts(view),
    '',
    ...drawLines(view),
    ...drawOperations(view, paint),
    ...drawLoose(view),
    ...drawComparison(view, paint),
    ...drawAttention(view, paint),
  ].join('\n');
}

function drawHold({ heldSince }: OrderView, paint: Paint): readonly string[] {
  return heldSince === undefined
    ? []
    : [paint('busy', `held for review by the provider since ${momentOf(heldSince)} UTC`)];
}

function drawWait({ waitsFor }: OrderView, paint: Paint): readonly string[] {
  return waitsFor === undefined
    ? []
    : [`${paint('faint', 'waits for'.padEnd(18))}${printable(waitsFor)}`];
}

function momentOf(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}

function drawIds(view: OrderView, paint: Paint): readonly string[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['order in Dintero', view.orderId],
    ['session', view.sessionId],
    ['transaction', view.transactionId],
    ['pay here', payableUrl(view)],
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`${paint('faint', name.padEnd(18))}${printable(value)}`],
  );
}

/** The number alone: the currency stands in the table's corner. */
function amountOf(minorUnits: number, currency: string): string {
  return formatMoney(minorUnits, currency).slice(0, -currency.length - 1);
}

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

function drawAmounts({ amounts, currency }: OrderView): readonly string[] {
  const names = ['ordered', 'authorized', 'captured', 'refunded', 'released'] as const;
  return drawTable(
    [left(''), ...names.map(right)],
    [[currency, ...names.map((name) => amountOf(amounts[name], currency))]],
  );
}

function drawLines({ lines, currency }: OrderView): readonly string[] {
  return drawTable(
    [right('line'), right('ordered'), right('captured'), right('refunded')],
    lines.map((line) => [
      String(line.lineId),
      ...[line.ordered, line.captured, line.refunded].map((amount) => amountOf(amount, currency)),
    ]),
  );
}

function drawOperations(
  { operations, currency, refusedMessages }: OrderView,
  paint: Paint,
): readonly string[] {
  if (operations.length === 0) return [];
  const rows = operations.map((operation) => [
    operation.operationId,
    operation.kind,
    amountOf(operation.amount, currency),
    operation.status,
    momentOf(operation.requestedAt),
    operation.reason ?? '',
  ]);
  const [titles = '', ...body] = drawTable(
    [
      left('operation'),
      left('kind'),
      right('amount'),
      left('status'),
      left('asked (UTC)'),
      left('why'),
    ],
    rows,
  );
  const painted = body.map((row, index) =>
    paint(operationTones[operations[index]?.status ?? 'queued'], row),
  );
  const refused = refusedMessages === 0 ? [] : [`messages refused: ${refusedMessages}`];
  return ['', titles, ...painted, ...refused];
}

function drawLoose({ unattributed, currency }: OrderView): readonly string[] {
  const { captured, refunded } = unattributed;
  if (captured === 0 && refunded === 0) return [];
  return [
    '',
    `moved in the back office without naming lines: captured ${formatMoney(captured, currency)}, refunded ${formatMoney(refunded, currency)}`,
  ];
}

function drawComparison(view: OrderView, paint: Paint): readonly string[] {
  const differences = drawDifferences(view);
  if (view.compared === undefined) return [];
  const when = `${momentOf(view.compared.at)} UTC`;
  return differences.length === 0
    ? ['', paint('good', `both systems agreed when they were compared (${when})`)]
    : ['', paint('bad', `both systems differ (${when}):`), ...differences.map((one) => `  ${one}`)];
}

/** A line for each point on which both systems disagreed when they were compared last. */
export function drawDifferences({ compared }: OrderView): readonly string[] {
  const further = compared?.further === undefined ? [] : [`… and ${compared.further} more`];
  const told = (compared?.differences ?? []).map(({ kind, detail }) =>
    printable(`${kind.replaceAll('_', ' ')}: ${detail}`),
  );
  return [...told, ...further];
}

function drawAttention(view: OrderView, paint: Paint): readonly string[] {
  const matter = view.needsAttention;
  if (matter === null) return [];
  const more = view.furtherAttentions === 0 ? '' : ` (and ${view.furtherAttentions} more)`;
  return [
    '',
    paint('bad', `needs attention: ${matter.code}${more}, since ${momentOf(matter.since)} UTC`),
    `  ${printable(matter.message)}`,
    ...matter.choices.flatMap((choice) => drawChoice(view, matter, choice, paint)),
  ];
}

/** The command alone on its line, to be copied, and below it what follows from it. */
function drawChoice(
  view: OrderView,
  matter: Attention,
  choice: AttentionChoice,
  paint: Paint,
): readonly string[] {
  const { code, operationId } = matter;
  const twin = describeTwin(view.operations, matter, choice);
  const follows = [
    ...(twin === undefined ? [] : [`${twin}.`]),
    consequenceOf(view, { choice, code, ...present('operationId', operationId) }),
  ].join(' ');
  return [
    `  ${printable(resolveCommand(view.orderReference, matter, choice))}`,
    ...(follows === '' ? [] : [paint('faint', `    ${printable(follows)}`)]),
  ];
}

/** One line about the money of an order, below a question. */
export function drawStanding(view: OrderView, paint: Paint): string {
  const { orderReference, status, amounts, currency } = view;
  const money = (['authorized', 'captured', 'refunded'] as const)
    .map((name) => `${name} ${formatMoney(amounts[name], currency)}`)
    .join(', ');
  return paint('faint', `${printable(orderReference)} is ${status.replaceAll('_', ' ')}: ${money}`);
}

/** One line about an operation: what it is, how it stands, and why. */
export function drawOperation(
  operation: OperationView,
  currency: string,
  paint: Paint,
  word: string = operation.status,
): string {
  const { kind, operationId, status, amount, reason } = operation;
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  const money = amount === 0 && kind === 'cancel' ? '' : `, ${formatMoney(amount, currency)}`;
  return `${kind} ${paint('strong', printable(operationId))} ${paint(operationTones[status], word)}${money}${why}`;
}
