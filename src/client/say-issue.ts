import type { z } from 'zod';
import type { Fault } from '../domain/order';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const longestName = 40;

/**
 * What does not fit, in words that follow its name; undefined where the schema has said it itself. Given to each parse, because
 * an issue that is told afterwards knows its value no longer.
 */
export function sayIssue(issue: RawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return sayUnknown(issue.keys, issue.inst);
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value') return sayBound(issue);
  if (issue.input === undefined) return 'is missing';
  return issue.code === 'invalid_type'
    ? `is no ${nameOf(issue.expected)}`
    : `use one of ${issue.values.join(', ')}`;
}

const names: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'whole number',
  array: 'list',
};

const nameOf = (expected: string): string => names[expected] ?? expected;

function sayUnknown(keys: readonly string[], schema: RawIssue['inst']): string {
  const named = keys.map((key) => key.slice(0, longestName)).join(', ');
  const said = `${named} ${keys.length === 1 ? 'is' : 'are'} not known`;
  const known = knownTo(schema);
  return known.length === 0 ? said : `${said}; known are ${known.join(', ')}`;
}

function knownTo(schema: RawIssue['inst']): readonly string[] {
  const definition: object = schema?._zod.def ?? {};
  const shape = 'shape' in definition ? definition.shape : undefined;
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}

function sayBound(issue: RawIssue): string | undefined {
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'is empty' : undefined;
  if (issue.code !== 'too_big') return undefined;
  if (issue.origin === 'string') return `is longer than ${String(issue.maximum)} characters`;
  return issue.origin === 'array' ? `give at most ${String(issue.maximum)}` : undefined;
}

/** An issue by the name of its field, as in `lines[0].quantity`; `order` where it is about the whole. */
export function faultOf(issue: z.core.$ZodIssue): Fault {
  const field = issue.path.reduce<string>(
    (path, key) =>
      typeof key === 'number'
        ? `${path}[${key}]`
        : `${path}${path === '' ? '' : '.'}${String(key)}`,
    '',
  );
  return { field: field || 'order', problem: issue.message };
}
