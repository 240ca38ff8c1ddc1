import { OrderSagaError } from '../client/order-saga-errors';
import type { OrderSagaErrorCode } from '../client/order-saga-errors';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';

/** Something about the command itself: an option, a file, an amount. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  readonly remedy: string;

  constructor(exitCode: ExitCode, message: string, remedy: string) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  toJSON(): Record<string, unknown> {
    const { message, remedy } = this;
    return { code: codeByExitCode[this.exitCode] ?? 'command_invalid', message, remedy };
  }
}

const codeByExitCode: Readonly<Partial<Record<ExitCode, string>>> = {
  [exitCodes.refused]: 'command_refused',
  [exitCodes.notFound]: 'file_not_found',
  [exitCodes.unavailable]: 'sandbox_unavailable',
  [exitCodes.unfinished]: 'deadline_exceeded',
  [exitCodes.config]: 'environment_invalid',
};

const exitCodeByError: Readonly<Record<OrderSagaErrorCode, ExitCode>> = {
  order_invalid: exitCodes.data,
  payload_too_large: exitCodes.data,
  order_reference_taken: exitCodes.refused,
  operation_refused: exitCodes.refused,
  adoption_refused: exitCodes.refused,
  order_closed: exitCodes.refused,
  order_ended: exitCodes.refused,
  order_not_found: exitCodes.notFound,
  deadline_exceeded: exitCodes.unfinished,
  worker_unavailable: exitCodes.unavailable,
  temporal_unavailable: exitCodes.unavailable,
  temporal_refused: exitCodes.unavailable,
};

/** Undefined for an error that nobody foresaw: a defect, which keeps its stack. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof CommandError) return error.exitCode;
  return error instanceof OrderSagaError ? exitCodeByError[error.code] : undefined;
}
