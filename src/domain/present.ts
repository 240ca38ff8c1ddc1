/** An optional field for an object literal: left out where there is no value, as `exactOptionalPropertyTypes` wants it. */
export function present<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
