import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { parseDuration } from './client/duration';
import { Secret } from './dintero/secret';

export const text = z.string();
export const nonEmpty = z.string().min(1, 'give a value');
export const secretText = nonEmpty.transform((value) => new Secret(value));

export const duration = z.string().transform((value, context) => {
  try {
    return parseDuration(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as RangeError).message });
    return z.NEVER;
  }
});

export const flag = z
  .enum(['true', 'false'], 'write true or false')
  .transform((value) => value === 'true');

export function wholeNumber(least: number, most: number): z.ZodType<number, string> {
  const message = `write a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

/** Money and credentials go over this URL, so that plain http is accepted for this machine alone. */
export const safeUrl = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) {
    return value.replace(/\/+$/, '');
  }
  context.addIssue({
    code: 'custom',
    message: 'give a whole URL that begins with https:// (http:// is for 127.0.0.1 and localhost)',
  });
  return z.NEVER;
});

export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '[::1]' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
  );
}

export const queueName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,200}$/, 'use 1 to 200 of A-Z, a-z, 0-9, dot, underscore, hyphen');

export const readableFile = z.string().refine((path) => existsSync(path), 'there is no such file');

/** Temporal writes both into one name, `deployment:build`, so that neither may hold what parts them; a deployment's may hold no dot either. */
export const deploymentName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,100}$/, 'use 1 to 100 of A-Z, a-z, 0-9, underscore, hyphen');

export const buildId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,100}$/, 'use 1 to 100 of A-Z, a-z, 0-9, dot, underscore, hyphen');

export const ipAddress = z
  .string()
  .refine((value) => isIP(value) !== 0, 'write an IP address, as in 127.0.0.1 or 0.0.0.0');

/** `host:port`, an IPv6 address in brackets. */
export function socketAddress(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}
