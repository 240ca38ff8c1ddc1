import type { Random } from './random';

const upper = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = '0123456789abcdefghijklmnopqrstuvwxyz';
/** No look-alikes, as in the ids that the docs print (`P12345678.465U8CUzaPVpneu1wt8Wei`). */
const base57 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const hex = '0123456789abcdef';

export type OrderIdCase = 'upper' | 'lower' | 'mixed';

function draw(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join(
    '',
  );
}

/** Sessions and transactions: `{account}.{22 characters}`. */
export function newCheckoutId(random: Random, accountId: string): string {
  return `${accountId}.${draw(random, base57, 22)}`;
}

/** `ALPHANUMERIC_9`: nine letters or digits, inferred from the name. */
export function newOrderId(random: Random, letters: OrderIdCase): string {
  const alphabet = { upper, lower, mixed: upper + lower.slice(10) }[letters];
  return draw(random, alphabet, 9);
}

export function newUuid(random: Random): string {
  const digits = draw(random, hex, 32);
  const variant = draw(random, '89ab', 1);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}

export function newToken(random: Random): string {
  return `sandbox.${draw(random, base57, 40)}`;
}
