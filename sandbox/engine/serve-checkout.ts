import { remainderOf, voidOf } from './apply-movement';
import type { Movement } from './apply-movement';
import { moveMoney } from './movements';
import { Refusal } from './refusal';
import { captureBody, readBody, refundBody } from './request-bodies';
import { listedAtMs, shownAtMs } from './serving';
import type { Served, Server, Serving } from './serving';
import { cancelSession, createSession, findSession } from './sessions';
import { showSession } from './show-session';
import { showTransaction } from './show-transaction';
import {
  findTransaction,
  isWithin,
  listTransactions,
  takePage,
  updateTransaction,
} from './transactions';
import type { Session, Transaction, World } from './world';

const ok = (body: unknown): Served => ({ status: 200, body });

const sessionOf = ({ world, caller, call }: Serving) =>
  findSession(world, call.id, caller.accountId);
const transactionOf = ({ world, caller, call }: Serving) =>
  findTransaction(world, call.id, caller.accountId);

const sessions = {
  createSession: (serving) => {
    const { world, caller, call, cause } = serving;
    const session = createSession(world, caller, call.body, call.headers, cause);
    const body = {
      id: session.id,
      url: world.payPageUrl(session.id),
      ...(call.query.has('include_session')
        ? { session: showSession(world, session, shownAtMs(serving)) }
        : {}),
    };
    return { status: 200, body, madeId: session.id };
  },
  readSession: (serving) => ok(showSession(serving.world, sessionOf(serving), shownAtMs(serving))),
  cancelSession: (serving) => {
    const session = sessionOf(serving);
    cancelSession(serving.world, session, serving.caller.clientId, serving.cause);
    return ok(showSession(serving.world, session, shownAtMs(serving)));
  },
  /** The one answer whose wrapping no source shows: a bare array, as for transactions. */
  listSessions: (serving) => {
    const { world, caller, call } = serving;
    const atMs = listedAtMs(serving);
    const listed = [...world.sessions.values()].filter(
      (session) => session.accountId === caller.accountId && isListed(session, call.query, atMs),
    );
    const page = takePage(listed.reverse(), call.query);
    return ok(page.map((session) => showSession(world, session, atMs)));
  },
} satisfies Record<string, Server>;

function isListed(session: Session, query: URLSearchParams, atMs: number): boolean {
  const { merchant_reference: first, merchant_reference_2: second } = session.body.order;
  const search = query.get('search');
  const transactionId = query.get('transaction_id');
  return (
    session.createdAtMs <= atMs &&
    (search === null || [first, second].some((text) => text?.includes(search))) &&
    (transactionId === null || session.transaction?.id === transactionId) &&
    isWithin(query, 'created_at', session.createdAtMs)
  );
}

const show = (serving: Serving, transaction: Transaction) =>
  showTransaction(
    serving.world,
    transaction,
    shownAtMs(serving),
    serving.call.query.getAll('includes'),
  );

const transactions = {
  listTransactions: (serving) => {
    const { world, caller, call } = serving;
    const atMs = listedAtMs(serving);
    const listed = listTransactions(world, caller, call.query, atMs);
    return ok(listed.map((transaction) => showTransaction(world, transaction, atMs)));
  },
  readTransaction: (serving) => ok(show(serving, transactionOf(serving))),
  updateTransaction: (serving) => {
    const transaction = transactionOf(serving);
    updateTransaction(transaction, serving.call.body);
    return ok(show(serving, transaction));
  },
  captureTransaction: (serving) => move(serving, readCapture),
  refundTransaction: (serving) => move(serving, readRefund),
  voidTransaction: (serving) => move(serving, readVoid),
} satisfies Record<string, Server>;

type ReadMovement = (world: World, transaction: Transaction, posted: unknown) => Movement;

/** The whole transaction comes back, whatever became of the movement: a 200 proves nothing. */
function move(serving: Serving, readMovement: ReadMovement): Served {
  const { world, call, cause, treatment } = serving;
  const transaction = transactionOf(serving);
  const movement = readMovement(world, transaction, call.body);
  const answer = moveMoney(world, transaction, movement, cause, treatment);
  return {
    status: answer.status,
    headers:
      answer.eventRequestId === undefined ? {} : { 'event-request-id': answer.eventRequestId },
    body: show(serving, transaction),
  };
}

function readCapture(world: World, transaction: Transaction, posted: unknown): Movement {
  const body = readBody(captureBody, posted);
  const final = body.final_capture === true;
  const elsewhere = final && transaction.product !== 'dintero_psp';
  if (elsewhere && world.switches.finalCaptureElsewhere === 'refuse')
    throw new Refusal(400, 'final_capture: only for dintero_psp', undefined, 'final_capture');
  return {
    kind: 'capture',
    amount: body.amount,
    reference: body.capture_reference,
    items: body.items ?? [],
    metadata: body.metadata,
    final: final && !elsewhere,
  };
}

function readRefund(_world: World, _transaction: Transaction, posted: unknown): Movement {
  const body = readBody(refundBody, posted);
  return {
    kind: 'refund',
    amount: body.amount,
    reference: body.refund_reference,
    items: body.items ?? [],
    metadata: body.metadata,
    final: false,
  };
}

function readVoid(world: World, transaction: Transaction): Movement {
  return voidOf(remainderOf(world, transaction, 'void'));
}

export const serveCheckout = {
  ...sessions,
  ...transactions,
  readSignature: ({ accounts, caller }) => {
    const secret = accounts.callbackSecret(caller.accountId);
    return ok({ signature: { type: 'v0-hmac-sha256', secret: secret ?? null } });
  },
} satisfies Record<string, Server>;
