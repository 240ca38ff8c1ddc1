import { defaultPayloadConverter, rawValueTypeInfo } from '@temporalio/common';
import type { RawValue } from '@temporalio/common';
import { defineSignal } from '@temporalio/workflow';
import { largestPayloadBytes } from './messages';

/**
 * Every argument of these signals arrives undecoded. A payload that cannot be decoded would otherwise fail before any
 * handler runs, and the order's task with it, for ever; a fixed list of types would leave a second argument unprotected.
 */
const everyArgumentRaw = new Proxy([] as (typeof rawValueTypeInfo)[], {
  get: (target, key) =>
    typeof key === 'string' && /^\d+$/.test(key) ? rawValueTypeInfo : Reflect.get(target, key),
});

export function defineRawSignal(name: string) {
  return defineSignal<RawValue[]>(name, { typeInfo: { inputTypes: everyArgumentRaw } });
}

/** What a signal carried, or the sentence that says why it cannot be read. */
export type RawContent = { readonly content: unknown } | { readonly problem: string };

export function readRawPayload(raw: readonly RawValue[]): RawContent {
  const payload = raw[0]?.payload;
  if (payload === undefined) return { problem: 'no payload was sent' };
  const size = payload.data?.length ?? 0;
  if (size > largestPayloadBytes)
    return { problem: `${size} bytes are more than the ${largestPayloadBytes} allowed` };
  try {
    return { content: defaultPayloadConverter.fromPayload(payload) };
  } catch {
    return { problem: 'the payload cannot be decoded: send JSON' };
  }
}
