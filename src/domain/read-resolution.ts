import type { Attention, Resolution } from './attention';
import { findResolved } from './attention';

const longestNote = 200;

/** A decision that was offered, in exactly the words in which it was offered; undefined for anything else. */
export function readResolution(
  attentions: readonly Attention[],
  payload: unknown,
): Resolution | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { note } = payload as { readonly note?: unknown };
  if (note !== undefined && typeof note !== 'string') return undefined;
  const resolution = payload as Resolution;
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
