import type { Told } from '../temporal/execution';

/** One event of an order on one line. */
export function describeTold({ event }: Told): string {
  const { type, ...rest } = event;
  const short = Object.entries(rest)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
  return `${type} ${short}`;
}
