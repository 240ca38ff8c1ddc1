import { isPlainObject } from '../domain/plain-object';

/**
 * The first field in which two documents differ, as `lines[0].grossAmount`; undefined where they do not. It tells no value: an
 * order holds what is its customer's own.
 */
export function firstDifference(left: unknown, right: unknown, path = ''): string | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    const places = Array.from({ length: Math.max(left.length, right.length) }, (_, at) => at);
    return firstOf(places, (at) => firstDifference(left[at], right[at], `${path}[${at}]`));
  }
  if (isPlainObject(left) && isPlainObject(right)) {
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    const inside = path === '' ? '' : `${path}.`;
    return firstOf([...names], (name) =>
      firstDifference(left[name], right[name], `${inside}${name}`),
    );
  }
  return Object.is(left, right) ? undefined : path;
}

function firstOf<T>(
  places: readonly T[],
  look: (place: T) => string | undefined,
): string | undefined {
  for (const place of places) {
    const found = look(place);
    if (found !== undefined) return found;
  }
  return undefined;
}
