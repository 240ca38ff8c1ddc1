import type { OrderSagaClient } from '../client/order-saga-client';
import { OperationRefusedError } from '../client/order-saga-errors';
import type { OrderRequest } from '../domain/order';
import type { OrderView } from '../domain/order-view';
import { CommandError } from './command-error';
import type { DeadlineOption } from './command-line';
import { agrees, declined, requireConsent } from './consent';
import type { ConsentOptions } from './consent';
import { drawStanding } from './draw-order';
import { drawPlan } from './draw-plan';
import { exitCodes } from './exit-codes';
import { answerOf, drawAnswer, exitCodeOfAnswer } from './operation-answer';
import type { OperationAnswer } from './operation-answer';
import { planOperation } from './plan-operation';
import type { Plan } from './plan-operation';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';
import { readyOperation, requireWhole } from './wanted-operation';
import type { ReadyOperation, WantedOperation } from './wanted-operation';

export interface OperateOptions extends DeadlineOption, ConsentOptions {
  readonly json?: boolean;
}

/** Checks what can be checked without a connection. @throws CommandError */
export function requireOperable(
  surroundings: Surroundings,
  wanted: WantedOperation,
  options: OperateOptions,
): void {
  requireWhole(wanted);
  requireConsent(surroundings, options, `a ${wanted.kind} moves money`);
}

/** One capture, refund or cancel: shown and agreed to, or only shown, or done. */
export async function operate(
  client: OrderSagaClient,
  surroundings: Surroundings,
  wanted: WantedOperation,
  options: OperateOptions,
): Promise<Outcome> {
  const view = await client.state(wanted.reference, options);
  const ready = readyOperation(wanted, view);
  const looksFirst = options.dryRun === true || options.yes !== true;
  const ordered = looksFirst ? await orderedOrNot(client, wanted.reference, options) : undefined;
  const plan = planOperation(view, ordered, ready.request, surroundings.now());
  if (options.dryRun === true) return outcomeOfPlan(plan, surroundings);
  if (!(await agrees(surroundings, options, drawQuestion(view, plan, surroundings))))
    return declined;
  return send(client, surroundings, { wanted, view, ready, plan }, options);
}

/** Only its tax is missed without it. */
export async function orderedOrNot(
  client: OrderSagaClient,
  reference: string,
  within: DeadlineOption,
): Promise<OrderRequest | undefined> {
  return client.ordered(reference, within).catch(() => undefined);
}

function drawQuestion(view: OrderView, plan: Plan, { paint }: Surroundings): string {
  return [drawPlan(plan, paint), drawStanding(view, paint)].join('\n');
}

export function resultOfPlan({ refused, duplicateOf }: Plan): string {
  if (refused !== undefined) return 'would_be_refused';
  return duplicateOf === undefined ? 'would_be_accepted' : 'duplicate';
}

function outcomeOfPlan(plan: Plan, { paint }: Surroundings): Outcome {
  return {
    document: { dryRun: true, result: resultOfPlan(plan), ...plan },
    text: drawPlan(plan, paint),
    exitCode: plan.refused === undefined ? exitCodes.ok : exitCodes.refused,
  };
}

interface Sending {
  readonly wanted: WantedOperation;
  readonly view: OrderView;
  readonly ready: ReadyOperation;
  readonly plan: Plan;
}

async function send(
  client: OrderSagaClient,
  { paint }: Surroundings,
  sending: Sending,
  options: OperateOptions,
): Promise<Outcome> {
  try {
    const answer = await ask(client, sending, options);
    return {
      document: answer,
      text: drawAnswer(answer, paint),
      exitCode: exitCodeOfAnswer(answer),
    };
  } catch (error) {
    if (!(error instanceof OperationRefusedError)) throw error;
    if (options.json !== true)
      throw new CommandError(exitCodes.refused, `refused: ${error.message}`, error.remedy);
    const { orderReference, currency } = sending.view;
    const { kind } = sending.wanted;
    return {
      document: { orderReference, currency, kind, result: 'refused', error },
      text: '',
      exitCode: exitCodes.refused,
    };
  }
}

/** @throws OrderSagaError */
export async function ask(
  client: OrderSagaClient,
  { view, ready, plan }: Omit<Sending, 'wanted'>,
  within: DeadlineOption,
): Promise<OperationAnswer> {
  const operation = await ready.send(client, within);
  const before = plan.duplicateOf;
  const askedBefore =
    before !== undefined &&
    before.operationId === operation.operationId &&
    before.requestedAt === operation.requestedAt;
  return answerOf(view, operation, askedBefore);
}
