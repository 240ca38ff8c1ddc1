import { randomInt } from 'node:crypto';
import type { OrderSagaClient } from '../../client/order-saga-client';
import type { OrderView } from '../../domain/order-view';
import type { Html } from './html';
import type { OrderLook } from './order-look';

/** Something that went wrong, and what to do about it. */
export interface Trouble {
  readonly title: string;
  readonly what: string;
  readonly remedy: string;
}

/** One visit to the pages of one action on one order. */
export interface ActionVisit {
  readonly orders: OrderSagaClient;
  readonly look: OrderLook;
  readonly view: OrderView;
  /** Where the action's pages are, and where its forms are sent. */
  readonly path: string;
  /** For the forms of this path. */
  readonly token: string;
  /** Goes along when a form leads on to a page, so that nobody's link from elsewhere can fill that page in. */
  readonly mark: string;
  isMarked(query: URLSearchParams): boolean;
  /** Nothing may be done: what was typed is shown again, with this. */
  readonly trouble?: Trouble;
}

export type ActionAnswer =
  | { readonly title: string; readonly body: Html; readonly status?: number }
  /** Done, or to be opened elsewhere. */
  | { readonly goTo: string };

export interface ConsoleAction {
  /** A page that moves nothing. */
  open(visit: ActionVisit, query: URLSearchParams): ActionAnswer;
  /** A form came back. */
  take(visit: ActionVisit, form: URLSearchParams): Promise<ActionAnswer>;
}

/** How long a person waits for an answer; the order's page shows what comes later. */
export const answerWithinMs = 10_000;

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `console-x7k2m9qd4h`: made when a form is opened, so that sending the form twice is asking once. */
export function newFormId(): string {
  const random = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]);
  return `console-${random.join('')}`;
}

export function orderPath(orderReference: string, told?: string): string {
  const query = told === undefined ? '' : `?${new URLSearchParams({ told }).toString()}`;
  return `/console/orders/${encodeURIComponent(orderReference)}${query}`;
}
