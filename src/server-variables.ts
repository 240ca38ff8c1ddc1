import { isIP } from 'node:net';
import { z } from 'zod';
import { defaulted, optional } from './environment-variable';
import { duration, ipAddress, wholeNumber } from './environment-values';
import { readApiKeys } from './http/api-keys';

const apiKeys = z.string().transform((value, context) => {
  try {
    return readApiKeys(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as RangeError).message });
    return z.NEVER;
  }
});

const networks = z
  .string()
  .transform((value) => value.split(',').map((network) => network.trim()))
  .refine(
    (all) => all.every(isNetwork),
    'write IP addresses or networks, as in 10.0.0.0/8,192.0.2.7',
  );

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  return (
    version !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
}

export const serverVariables = {
  HTTP_HOST: defaulted(
    'The IP address at which the server listens; another than 127.0.0.1 or ::1 needs HTTP_API_KEYS',
    ipAddress,
    '127.0.0.1',
  ),
  HTTP_PORT: defaulted('The port at which the server listens', wholeNumber(0, 65_535), '8080'),
  HTTP_API_KEYS: optional(
    "The server's API keys, as name:scopes:hash, separated by commas: scopes read, operate or read+operate, the hash the key's SHA-256 in hex",
    apiKeys,
  ),
  HTTP_RATE_LIMIT: defaulted(
    'Requests of one API key or address in a minute; more are answered 429',
    wholeNumber(1, 1_000_000),
    '600',
  ),
  HTTP_EVENT_STREAMS: defaulted(
    'Event streams that may be open at the same time',
    wholeNumber(1, 10_000),
    '100',
  ),
  HTTP_TRUSTED_PROXIES: optional(
    'Addresses or networks of proxies before the server that are believed when they say who calls, separated by commas',
    networks,
  ),
  HTTP_SHUTDOWN_GRACE: defaulted(
    'How long requests may finish after SIGTERM, before their connections are cut',
    duration,
    '20s',
  ),
} as const;
