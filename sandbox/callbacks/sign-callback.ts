import { createHmac } from 'node:crypto';

export interface SignedCallback {
  readonly secret: string;
  readonly accountId: string;
  readonly method: string;
  readonly url: string;
  readonly atSeconds: number;
}

/** The value of `Dintero-Signature` (Dintero docs: Validating callbacks). The body is not covered. */
export function signCallback({ secret, accountId, method, url, atSeconds }: SignedCallback) {
  const { hostname, pathname, searchParams } = new URL(url);
  searchParams.sort();
  const text = [atSeconds, accountId, method, hostname, pathname, searchParams.toString()];
  const hex = createHmac('sha256', secret).update(text.join('\n')).digest('hex');
  return `t=${atSeconds},v0-hmac-sha256=${hex}`;
}
