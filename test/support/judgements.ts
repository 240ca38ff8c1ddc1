import { judgeOperation } from '../../src/domain/judge-operation';
import type { OperationRefusal } from '../../src/domain/judge-operation';
import type { Operation, OperationRequest } from '../../src/domain/operation';
import type { OrderState } from '../../src/domain/order-state';
import { noon } from './order-states';

export function refused(state: OrderState, request: OperationRequest): OperationRefusal {
  const judgement = judgeOperation(state, request, noon);
  if (!('refused' in judgement)) throw new Error(`not refused: ${JSON.stringify(judgement)}`);
  return judgement.refused;
}

export function accepted(state: OrderState, request: OperationRequest): Operation {
  const judgement = judgeOperation(state, request, noon);
  if (!('accepted' in judgement)) throw new Error(`not accepted: ${JSON.stringify(judgement)}`);
  return judgement.accepted;
}

export function known(state: OrderState, request: OperationRequest): Operation {
  const judgement = judgeOperation(state, request, noon);
  if (!('known' in judgement)) throw new Error(`not known: ${JSON.stringify(judgement)}`);
  return judgement.known;
}
