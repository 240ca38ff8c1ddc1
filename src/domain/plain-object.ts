/** What JSON calls an object: no list, no bytes, no instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The isolate that decodes a payload may have an Object of its own, so its prototype is known by having none itself.
  return (
    prototype === null || (Object.getPrototypeOf(prototype) === null && !ArrayBuffer.isView(value))
  );
}
