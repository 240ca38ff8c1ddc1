import { createHash, timingSafeEqual } from 'node:crypto';

/** `read` looks, `operate` starts orders, moves money and decides; who may operate may read only when both are given. */
export type Scope = 'read' | 'operate';

/** What is known of a key: enough to recognize it, and not to use it. */
export interface ApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly hash: Buffer;
}

const keyPattern =
  /^([A-Za-z0-9._-]{1,64}):(read|operate|read\+operate|operate\+read):([0-9a-f]{64})$/;

/**
 * `shop:read+operate:<64 hex digits>,reports:read:<64 hex digits>` → keys.
 * @throws RangeError with the remedy; no hash is in it.
 */
export function readApiKeys(text: string): readonly ApiKey[] {
  const keys = text.split(',').map((entry, index) => readApiKey(entry.trim(), index + 1));
  if (new Set(keys.map(({ name }) => name)).size < keys.length)
    throw new RangeError('give each key a name of its own');
  if (new Set(keys.map(({ hash }) => hash.toString('hex'))).size < keys.length)
    throw new RangeError('give each name a key of its own');
  return keys;
}

function readApiKey(entry: string, position: number): ApiKey {
  const [, name = '', scopes = '', hash = ''] = keyPattern.exec(entry) ?? [];
  if (name === '')
    throw new RangeError(
      `write entry ${position} as name:scopes:hash, the scopes as read, operate or read+operate, the hash as the 64 hex digits of the key's SHA-256 (printf %s "$KEY" | sha256sum)`,
    );
  return { name, scopes: scopes.split('+') as Scope[], hash: Buffer.from(hash, 'hex') };
}

/** Every key is compared, in constant time, so that the time of an answer tells nothing about any of them. */
export function findKey(keys: readonly ApiKey[], presented: string): ApiKey | undefined {
  const hash = createHash('sha256').update(presented).digest();
  return keys.reduce<ApiKey | undefined>(
    (found, key) => (timingSafeEqual(key.hash, hash) ? key : found),
    undefined,
  );
}
