import type { EnvironmentVariable } from './environment-variable';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigFault {
  readonly variable: string;
  /** What to do about it. */
  readonly remedy: string;
}

type Variables = Readonly<Record<string, EnvironmentVariable>>;

/** The values by the variables' names; complete only when no fault was found. */
export type Values<T extends Variables> = {
  readonly [K in keyof T]: T[K] extends EnvironmentVariable<infer Value> ? Value : never;
};

/** Reads every variable and adds the faults to the list; one that has a fault is left out of the answer. */
export function readEnvironment<T extends Variables>(
  variables: T,
  env: Environment,
  faults: ConfigFault[],
): Partial<Values<T>> {
  const found = Object.entries(variables).flatMap(([name, variable]) => {
    // Compose files and shells pass a variable on that is not set as an empty one.
    const text = env[name]?.trim() || variable.fallback;
    if (text === undefined) {
      if (variable.required)
        faults.push({ variable: name, remedy: `is missing: ${variable.meaning}` });
      return [];
    }
    const result = variable.schema.safeParse(text);
    if (result.success) return [[name, result.data]];
    faults.push(...result.error.issues.map((issue) => ({ variable: name, remedy: issue.message })));
    return [];
  });
  return Object.fromEntries(found) as Partial<Values<T>>;
}
