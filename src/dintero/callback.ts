import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from './secret';

/** What of a call the signature covers, and the signature; the body is not covered. */
export interface SignedCall {
  readonly method: string;
  /** As it came, with or without its question mark. */
  readonly query: string;
  /** The value of `Dintero-Signature`. */
  readonly signature: string | undefined;
}

export interface CallbackProof {
  readonly accountId: string;
  readonly secret: Secret;
  /** Under which the provider calls; behind a proxy, neither host nor path of the request need be these. */
  readonly publicUrl: string;
}

export type CallbackVerdict = 'genuine' | 'unsigned' | 'unreadable' | 'forged' | 'outdated';

const toleranceMs = 300_000;

/** Whether a callback comes from the provider, and just now (Dintero docs: Validating callbacks). */
export function verifyCallback(
  { method, query, signature }: SignedCall,
  { accountId, secret, publicUrl }: CallbackProof,
  nowMs: number,
): CallbackVerdict {
  if (signature === undefined || signature === '') return 'unsigned';
  const parts = /^t=(\d{1,12}),v0-hmac-sha256=([0-9a-f]{64})$/.exec(signature);
  if (parts === null) return 'unreadable';
  const [, seconds = '', claimed = ''] = parts;
  const { hostname, pathname } = new URL(publicUrl);
  const parameters = new URLSearchParams(query);
  parameters.sort();
  const text = [seconds, accountId, method, hostname, pathname, parameters.toString()].join('\n');
  const expected = createHmac('sha256', secret.reveal()).update(text).digest();
  if (!timingSafeEqual(expected, Buffer.from(claimed, 'hex'))) return 'forged';
  return Math.abs(nowMs - Number(seconds) * 1_000) <= toleranceMs ? 'genuine' : 'outdated';
}
