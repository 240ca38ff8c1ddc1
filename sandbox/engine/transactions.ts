import type { Caller } from './accounts';
import { settleLapse } from './lapse';
import { readBody, updateTransactionBody } from './request-bodies';
import { statusOf } from './transaction-status';
import { findOwned } from './world';
import type { Transaction, World } from './world';

export function findTransaction(
  world: World,
  id: string | undefined,
  accountId?: string,
): Transaction {
  const transaction = findOwned(world.transactions, id, accountId, 'transaction');
  settleLapse(world, transaction);
  return transaction;
}

/** Only the second reference can be changed (Dintero Payments API types). */
export function updateTransaction(transaction: Transaction, posted: unknown): void {
  transaction.merchantReference2 = readBody(updateTransactionBody, posted).merchant_reference_2;
}

type Filter = (transaction: Transaction, wanted: string) => boolean;

const exact: Readonly<Record<string, Filter>> = {
  merchant_reference: (transaction, wanted) => transaction.merchantReference === wanted,
  merchant_reference_2: (transaction, wanted) => transaction.merchantReference2 === wanted,
  session_id: (transaction, wanted) => transaction.sessionId === wanted,
  status: (transaction, wanted) => statusOf(transaction) === wanted,
  amount: (transaction, wanted) => transaction.amount === Number(wanted),
  currency: (transaction, wanted) => transaction.currency === wanted,
  search: (transaction, wanted) =>
    [
      transaction.id,
      transaction.sessionId,
      transaction.merchantReference,
      transaction.merchantReference2 ?? '',
    ].some((text) => text.includes(wanted)),
};

const moments: Readonly<Record<string, (transaction: Transaction) => number | undefined>> = {
  created_at: (transaction) => transaction.createdAtMs,
  captured_at: (transaction) => momentOf(transaction, 'CAPTURE'),
  refunded_at: (transaction) => momentOf(transaction, 'REFUND'),
};

function momentOf({ events }: Transaction, name: string): number | undefined {
  return events.findLast(({ event, success }) => event === name && success)?.atMs;
}

/** A filter that is given several times takes any of its values. Newest first. */
export function listTransactions(
  world: World,
  caller: Caller,
  query: URLSearchParams,
  asOfMs: number,
): Transaction[] {
  const listed = [...world.transactions.values()].filter(
    (transaction) =>
      transaction.accountId === caller.accountId &&
      transaction.createdAtMs <= asOfMs &&
      matchesExactly(transaction, query) &&
      matchesMoments(transaction, query),
  );
  return takePage(listed.reverse(), query);
}

function matchesExactly(transaction: Transaction, query: URLSearchParams): boolean {
  return Object.entries(exact).every(([name, filter]) => {
    const wanted = query.getAll(name);
    return wanted.length === 0 || wanted.some((value) => filter(transaction, value));
  });
}

function matchesMoments(transaction: Transaction, query: URLSearchParams): boolean {
  return Object.entries(moments).every(([name, momentMs]) =>
    isWithin(query, name, momentMs(transaction)),
  );
}

/** @param atMs undefined when it never happened: then a bound excludes it */
export function isWithin(query: URLSearchParams, name: string, atMs: number | undefined): boolean {
  const from = query.get(`${name}.gte`);
  const to = query.get(`${name}.lte`);
  return (
    (from === null || (atMs !== undefined && atMs >= Date.parse(from))) &&
    (to === null || (atMs !== undefined && atMs <= Date.parse(to)))
  );
}

const usualPage = 10;
const largestPage = 100;

/** `limit` (1 to 100, 10 when absent) after the id `starting_after`. */
export function takePage<Thing extends { readonly id: string }>(
  things: readonly Thing[],
  query: URLSearchParams,
): Thing[] {
  const asked = Number(query.get('limit') ?? usualPage);
  const limit = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), largestPage) : usualPage;
  const after = things.findIndex((thing) => thing.id === query.get('starting_after'));
  return things.slice(after + 1, after + 1 + limit);
}
