import { isMinorUnits, largestAmount } from './money';
import type { MinorUnits } from './money';
import type { OperationKind, OperationRequest } from './operation';
import { identifierPattern, largestLineCount } from './order';
import type { LineAmount } from './order';
import { isPlainObject } from './plain-object';

/** What a message turned out to be: a request, or the reason why it is none. */
export type ReadRequest =
  | { readonly request: OperationRequest }
  | {
      readonly refused: {
        readonly operationId: string;
        readonly code: 'malformed_request';
        readonly reason: string;
      };
    };

type Fields = Readonly<Record<string, unknown>>;

const longestText = 200;

/**
 * Reads the payload of a `capture`, `refund` or `cancel` strictly: a plain object with known keys. A typo must not turn
 * into "capture everything", so an unknown key is refused, and so is no payload at all.
 */
export function readOperationRequest(kind: OperationKind, payload: unknown): ReadRequest {
  try {
    return { request: readers[kind](readFields(payload, knownKeys[kind])) };
  } catch (error) {
    const reason = error instanceof Misfit ? error.message : 'the payload cannot be read';
    return {
      refused: { operationId: idForRefusal(kind, payload), code: 'malformed_request', reason },
    };
  }
}

/** Thrown and caught in this file only. */
class Misfit extends Error {}

const knownKeys: Readonly<Record<OperationKind, readonly string[]>> = {
  capture: ['captureId', 'lines', 'final'],
  refund: ['refundId', 'lines', 'reason'],
  cancel: ['reason'],
};

const readers: Readonly<Record<OperationKind, (fields: Fields) => OperationRequest>> = {
  capture: readCapture,
  refund: (fields) => ({
    kind: 'refund',
    operationId: readId(fields, 'refundId'),
    lines: readLines(fields['lines']),
    ...readNote(fields['reason']),
  }),
  cancel: (fields) => ({ kind: 'cancel', ...readNote(fields['reason']) }),
};

function readCapture(fields: Fields): OperationRequest {
  const final = readFinal(fields['final']);
  if (fields['lines'] === undefined) {
    const named =
      fields['captureId'] === undefined ? {} : { operationId: readId(fields, 'captureId') };
    return { kind: 'capture', ...named, ...final };
  }
  return {
    kind: 'capture',
    operationId: readId(fields, 'captureId'),
    lines: readLines(fields['lines']),
    ...final,
  };
}

function readFields(payload: unknown, known: readonly string[]): Fields {
  if (!isPlainObject(payload)) throw new Misfit(`send one plain object with ${known.join(', ')}`);
  for (const key of Object.keys(payload)) {
    if (!known.includes(key))
      throw new Misfit(`unknown key "${key.slice(0, 40)}": known are ${known.join(', ')}`);
  }
  return Object.fromEntries(
    known.map((key) => [key, Object.hasOwn(payload, key) ? payload[key] : undefined]),
  );
}

function readId(fields: Fields, key: string): string {
  const id = fields[key];
  if (typeof id === 'string' && identifierPattern.test(id)) return id;
  throw new Misfit(`${key} must be 1 to 64 of A-Z, a-z, 0-9, dot, underscore, hyphen`);
}

function readFinal(value: unknown): { final?: boolean } {
  if (value === undefined) return {};
  if (typeof value !== 'boolean') throw new Misfit('final must be true or false');
  return { final: value };
}

function readNote(value: unknown): { note?: string } {
  if (value === undefined) return {};
  if (typeof value !== 'string' || value.length > longestText) {
    throw new Misfit(`reason must be a text of at most ${longestText} characters`);
  }
  return { note: value };
}

function readLines(value: unknown): readonly LineAmount[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > largestLineCount) {
    throw new Misfit(`lines must be a list of 1 to ${largestLineCount} lines`);
  }
  const lines = value.map(readLine);
  if (new Set(lines.map((line) => line.lineId)).size < lines.length)
    throw new Misfit('lines names a lineId twice');
  return lines;
}

function readLine(value: unknown, index: number): LineAmount {
  const { lineId, amount, quantity } = readFields(value, ['lineId', 'amount', 'quantity']);
  if (typeof lineId !== 'number' || !Number.isInteger(lineId))
    throw new Misfit(`lines[${index}].lineId must be a whole number`);
  requireAmount(amount, index);
  if (quantity === undefined) return { lineId, amount };
  if (typeof quantity !== 'number' || !(quantity > 0) || !Number.isFinite(quantity)) {
    throw new Misfit(`lines[${index}].quantity must be a number above zero`);
  }
  return { lineId, amount, quantity };
}

function requireAmount(amount: unknown, index: number): asserts amount is MinorUnits {
  if (typeof amount === 'number' && amount > largestAmount)
    throw new Misfit(
      `lines[${index}].amount is more than ${largestAmount} minor units, the provider's limit: ask for at most what remains of the line`,
    );
  if (!isMinorUnits(amount) || amount <= 0)
    throw new Misfit(`lines[${index}].amount must be a whole number of minor units above zero`);
}

/** What a refused message is shown under: its own id where that is usable, clipped and never echoed otherwise. */
function idForRefusal(kind: OperationKind, payload: unknown): string {
  const key = kind === 'capture' ? 'captureId' : 'refundId';
  const id = isPlainObject(payload) && Object.hasOwn(payload, key) ? payload[key] : undefined;
  return typeof id === 'string' && identifierPattern.test(id) ? id : 'unreadable';
}
