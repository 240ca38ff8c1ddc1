import { formatMoney } from '../domain/money';
import { drawOperation } from './draw-order';
import { drawTable, printable } from './draw-table';
import type { Paint } from './paint';
import type { Plan } from './plan-operation';

const words = {
  capture: { would: 'Would capture', remains: 'Afterwards can still be captured' },
  refund: { would: 'Would refund', remains: 'Afterwards can still be refunded' },
  cancel: { would: 'Would release', remains: '' },
} as const;

/** What would happen, line by line, with the VAT in it and what remains. */
export function drawPlan(plan: Plan, paint: Paint): string {
  const { kind, operationId, currency, amount, refused, duplicateOf } = plan;
  const money = (minor: number) => formatMoney(minor, currency);
  if (refused !== undefined)
    return paint('bad', `Would be refused: ${refused.code}: ${printable(refused.reason)}`);
  if (duplicateOf !== undefined)
    return `Duplicate of ${drawOperation(duplicateOf, currency, paint)}\nNothing would happen again.`;
  const head = `${words[kind].would} ${paint('strong', money(amount))} on ${plan.orderReference} (${operationId})`;
  if (kind === 'cancel')
    return [head, ...(plan.caution === undefined ? [] : [plan.caution])].join('\n');
  return [head, ...drawLines(plan), `${words[kind].remains}: ${money(plan.remains)}`].join('\n');
}

function drawLines({ lines, currency }: Plan): readonly string[] {
  const money = (minor: number) => formatMoney(minor, currency);
  return drawTable(
    [
      { title: 'line', align: 'right' },
      { title: 'description', align: 'left' },
      { title: 'amount', align: 'right' },
      { title: 'VAT in it', align: 'right' },
      { title: 'remains', align: 'right' },
    ],
    lines.map(({ lineId, description = '', amount, vat, remains }) => [
      String(lineId),
      description.length > 40 ? `${description.slice(0, 39)}…` : description,
      money(amount),
      vat === undefined ? 'not known' : money(vat),
      money(remains),
    ]),
  );
}
