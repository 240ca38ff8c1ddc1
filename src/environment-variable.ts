import type { z } from 'zod';

/** How a variable is read, and what the README says about it. */
export interface EnvironmentVariable<Value = unknown> {
  readonly meaning: string;
  /** As it would be written in the environment; without one the variable is either required or may stay empty. */
  readonly fallback?: string;
  readonly required: boolean;
  readonly secret: boolean;
  /** From the text to the value; its messages are remedies and never repeat a secret. */
  readonly schema: z.ZodType<Value, string>;
}

/** Without a value the program does not start. */
export function required<Value>(
  meaning: string,
  schema: z.ZodType<Value, string>,
  secret = false,
): EnvironmentVariable<Value> {
  return { meaning, schema, required: true, secret };
}

export function optional<Value>(
  meaning: string,
  schema: z.ZodType<Value, string>,
  secret = false,
): EnvironmentVariable<Value | undefined> {
  return { meaning, schema, required: false, secret };
}

export function defaulted<Value>(
  meaning: string,
  schema: z.ZodType<Value, string>,
  fallback: string,
): EnvironmentVariable<Value> {
  return { meaning, schema, fallback, required: false, secret: false };
}
