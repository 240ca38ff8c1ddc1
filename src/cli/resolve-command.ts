import type { OrderSagaClient } from '../client/order-saga-client';
import type { Resolution } from '../domain/attention';
import { consequenceOf, decisionOn } from '../domain/decision';
import type { Decision } from '../domain/decision';
import { formatMoney } from '../domain/money';
import type { OrderView } from '../domain/order-view';
import type { DeadlineOption } from './command-line';
import { agrees, declined } from './consent';
import type { ConsentOptions } from './consent';
import { drawOperation, drawOrder, drawStanding } from './draw-order';
import { printable } from './draw-table';
import type { Paint } from './paint';
import { answered } from './run-command';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';

/** A decision of a person: shown with what follows from it and agreed to, then made. */
export async function resolve(
  client: OrderSagaClient,
  surroundings: Surroundings,
  reference: string,
  resolution: Resolution,
  options: DeadlineOption & ConsentOptions,
): Promise<Outcome> {
  const agreed =
    options.yes === true
      ? resolution
      : await ask(surroundings, await client.state(reference, options), resolution);
  if (agreed === undefined) return declined;
  const state = await client.resolve(reference, agreed, options);
  return answered(state, drawOrder(state, surroundings.paint));
}

/** What is agreed to is the matter that was shown, and not one that has come up since. */
async function ask(
  surroundings: Surroundings,
  view: OrderView,
  resolution: Resolution,
): Promise<Resolution | undefined> {
  const decision = decisionOn(view, resolution);
  const question = drawDecision(view, resolution, decision, surroundings.paint);
  if (!(await agrees(surroundings, {}, question))) return undefined;
  if (decision === undefined) return resolution;
  const { code, operationId } = decision.matter;
  return { ...resolution, code, ...(operationId === undefined ? {} : { operationId }) };
}

function drawDecision(
  view: OrderView,
  resolution: Resolution,
  decision: Decision | undefined,
  paint: Paint,
): string {
  const { choice } = resolution;
  const { orderReference, currency } = view;
  const amount =
    decision?.amount === undefined ? [] : [paint('strong', formatMoney(decision.amount, currency))];
  // Whoever types a word that is none is told by the order which words there are.
  const consequence = consequenceOf(view, resolution);
  return [
    [`Would decide ${printable(choice)} on ${printable(orderReference)}`, ...amount].join(': '),
    ...(consequence === '' ? [] : [consequence]),
    ...drawMatter(view, decision, paint),
    drawStanding(view, paint),
  ].join('\n');
}

function drawMatter(
  { needsAttention, furtherAttentions, currency }: OrderView,
  decision: Decision | undefined,
  paint: Paint,
): readonly string[] {
  if (decision === undefined)
    return [
      needsAttention !== null && furtherAttentions > 0
        ? `The order shows another matter first: ${needsAttention.code}. This one may wait behind it.`
        : 'The order shows no matter that offers this, and may refuse it.',
    ];
  const { matter, operation } = decision;
  return [
    `About ${paint('bad', matter.code)}, since ${matter.since}:`,
    `  ${printable(matter.message)}`,
    ...(operation === undefined ? [] : [`  ${drawOperation(operation, currency, paint)}`]),
  ];
}
