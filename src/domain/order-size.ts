import { isFinished } from './operation';
import type { OperationKind } from './operation';
import type { OrderState } from './order-state';

const mib = 1024 * 1024;

/**
 * Continue-as-new hands the whole order on in one payload, `state` answers with one, and Temporal takes none above 2 MiB: an
 * order that grew beyond it could never go on. Refunds find room for longer than captures; what is left then is for whatever
 * nobody asks leave for: movements of the back office, compensation, the differences between the systems.
 */
const largestBytes = { capture: mib, refund: 1.25 * mib } as const;

/** What an operation grows by until it is finished: the ids of its event and of its record, times, perhaps a reason. */
const growthBytes = 400;

/** Whether one more operation of the kind can be carried to its end. Letting go always can. */
export function hasRoomFor(state: OrderState, kind: OperationKind): boolean {
  return kind === 'cancel' || sizeOfFinished(state) <= largestBytes[kind];
}

function sizeOfFinished(state: OrderState): number {
  const unfinished = state.operations.filter((operation) => !isFinished(operation)).length;
  return bytesOf(JSON.stringify(state)) + unfinished * growthBytes;
}

/** As UTF-8; each half of a surrogate pair stands for two of its four bytes. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) bytes += isSurrogate(unit) || unit < 0x800 ? 1 : 2;
  }
  return bytes;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
