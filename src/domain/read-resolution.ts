import type { Attention, Resolution } from './attention';
import { findResolved } from './attention';
import { isPlainObject } from './plain-object';

const longestNote = 200;

const knownKeys: readonly string[] = ['choice', 'code', 'operationId', 'note'];

/**
 * A decision that was offered, in exactly the words in which it was offered; undefined for anything else, an unknown key
 * among it, since a typo in `operationId` would decide on another matter than the one that is meant.
 */
export function readResolution(
  attentions: readonly Attention[],
  payload: unknown,
): Resolution | undefined {
  if (!isPlainObject(payload) || !Object.keys(payload).every((key) => knownKeys.includes(key)))
    return undefined;
  const resolution = { ...payload } as unknown as Resolution;
  const note: unknown = resolution.note;
  if (note !== undefined && typeof note !== 'string') return undefined;
  const matter = findResolved(attentions, resolution);
  if (matter === undefined) return undefined;
  const { code, operationId } = resolution;
  return {
    choice: resolution.choice,
    ...(code === undefined ? {} : { code }),
    ...(operationId === undefined ? {} : { operationId }),
    ...(note === undefined ? {} : { note: note.slice(0, longestNote) }),
  };
}
