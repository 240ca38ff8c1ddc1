import type { OperationStatus } from './operation';
import type { OrderStatus } from './order-view';

/** How something stands, for a colour beside its word. */
export type Tone = 'good' | 'busy' | 'bad' | 'faint';

export const orderTones: Readonly<Record<OrderStatus, Tone>> = {
  preparing: 'busy',
  awaiting_payment: 'busy',
  authorized: 'good',
  partially_captured: 'good',
  captured: 'good',
  partially_refunded: 'good',
  refunded: 'good',
  cancelled: 'faint',
  payment_failed: 'bad',
  expired: 'faint',
};

export const operationTones: Readonly<Record<OperationStatus, Tone>> = {
  queued: 'busy',
  moving: 'busy',
  moved: 'busy',
  recorded: 'good',
  rejected: 'bad',
  unknown: 'bad',
};

const outcomeTones: Readonly<Record<string, Tone>> = {
  done: 'good',
  moved: 'good',
  recorded: 'good',
  paid: 'good',
  absent: 'busy',
  running: 'busy',
  pending: 'busy',
  queued: 'busy',
  moving: 'busy',
  waiting: 'busy',
  on_hold: 'busy',
  unknown: 'bad',
  changed: 'bad',
  failed: 'bad',
  refused: 'bad',
  rejected: 'bad',
  not_paid: 'bad',
};

/** Of what a step of the timeline came to. */
export function toneOfOutcome(outcome: string): Tone {
  return Object.hasOwn(outcomeTones, outcome) ? (outcomeTones[outcome] ?? 'faint') : 'faint';
}
