import { z } from 'zod';
import { releaseAll, remainderOf, voidOf } from './apply-movement';
import { lapse } from './lapse';
import { moveMoney } from './movements';
import { abandon, actAsCustomer, expireSession, failOneAttempt, paymentOptions } from './payments';
import { Refusal } from './refusal';
import { faultyField } from './request-bodies';
import { addSessionEvent, cancelSession, findSession } from './sessions';
import { statusOf } from './transaction-status';
import { findTransaction } from './transactions';
import { causedBy } from './world';
import type { Session, Transaction, World } from './world';

/** What people and tests do in the customer's, the back office's and the bank's place. */
export interface ControlActs {
  /** @throws Refusal 400 for an unknown act or option, 404, or 409 when the session does not allow it */
  actOnSession(sessionId: string, act: string, options: unknown): Session;
  /** @throws Refusal as above */
  actOnTransaction(transactionId: string, act: string, options: unknown): Transaction;
  /** The customer opened the checkout page. */
  visit(sessionId: string): Session;
}

const failOptions = paymentOptions.extend({
  /** Only this attempt fails: the session stays open. */
  retryable: z.boolean().optional(),
});
const releaseOptions = paymentOptions.extend({
  outcome: z.enum(['authorized', 'failed']).default('authorized'),
});
const noOptions = z.strictObject({});
const movementOptions = z.strictObject({
  /** All that remains when absent. */
  amount: z.int().positive().optional(),
  items: z.array(z.strictObject({ line_id: z.string(), amount: z.int() })).optional(),
});

type SessionAct = (world: World, session: Session, options: unknown) => void;
type TransactionAct = (world: World, transaction: Transaction, options: unknown) => void;

const pays =
  (act: 'start' | 'pay' | 'decline' | 'hold' | 'unknown'): SessionAct =>
  (world, session, options) => {
    const read = readOptions(paymentOptions, options);
    actAsCustomer(world, session, act, read, causedBy(world, 'customer'));
  };

const sessionActs: Readonly<Record<string, SessionAct>> = {
  start: pays('start'),
  pay: pays('pay'),
  decline: pays('decline'),
  hold: pays('hold'),
  unknown: pays('unknown'),
  fail: (world, session, options) => {
    const { retryable, ...read } = readOptions(failOptions, options);
    const cause = causedBy(world, 'customer');
    if (retryable === true) failOneAttempt(world, session, cause);
    else actAsCustomer(world, session, 'fail', read, cause);
  },
  release: (world, session, options) => {
    const { outcome, ...read } = readOptions(releaseOptions, options);
    const transaction = world.transactions.get(session.transaction?.id ?? '');
    if (transaction === undefined || statusOf(transaction) !== 'ON_HOLD')
      throw new Refusal(409, 'the transaction is not on hold');
    const act = outcome === 'authorized' ? 'pay' : 'fail';
    actAsCustomer(world, session, act, read, causedBy(world, 'provider'));
  },
  expire: (world, session, options) => {
    readOptions(noOptions, options);
    expireSession(world, session);
  },
  abandon: (world, session, options) => {
    readOptions(noOptions, options);
    abandon(world, session);
  },
  cancel: (world, session, options) => {
    readOptions(noOptions, options);
    cancelSession(world, session, 'backoffice', causedBy(world, 'backoffice'));
  },
};

/** By the provider's own back office: without any reference of the merchant's. */
const movesInBackOffice =
  (kind: 'capture' | 'refund'): TransactionAct =>
  (world, transaction, options) => {
    const { amount, items } = readOptions(movementOptions, options);
    const movement = {
      kind,
      amount: amount ?? remainderOf(world, transaction, kind),
      reference: undefined,
      items: items ?? [],
      metadata: undefined,
      final: false,
    };
    moveMoney(world, transaction, movement, causedBy(world, 'backoffice'), { kind: 'at-once' });
  };

const transactionActs: Readonly<Record<string, TransactionAct>> = {
  capture: movesInBackOffice('capture'),
  refund: movesInBackOffice('refund'),
  void: (world, transaction, options) => {
    readOptions(noOptions, options);
    const movement = voidOf(remainderOf(world, transaction, 'void'));
    moveMoney(world, transaction, movement, causedBy(world, 'backoffice'), { kind: 'at-once' });
  },
  lapse: (world, transaction, options) => {
    readOptions(noOptions, options);
    lapse(world, transaction);
  },
  /** Whatever the status and the product allow. */
  release: (world, transaction, options) => {
    readOptions(noOptions, options);
    releaseAll(world, transaction, causedBy(world, 'backoffice'));
  },
};

export function createControlActs(world: World): ControlActs {
  return {
    actOnSession(sessionId, act, options) {
      const session = findSession(world, sessionId);
      pick(sessionActs, act)(world, session, options);
      return session;
    },
    actOnTransaction(transactionId, act, options) {
      const transaction = findTransaction(world, transactionId);
      pick(transactionActs, act)(world, transaction, options);
      return transaction;
    },
    visit(sessionId) {
      const session = findSession(world, sessionId);
      addSessionEvent(world, session, 'VISITED', causedBy(world, 'customer').requestId);
      return session;
    },
  };
}

function pick<Act>(acts: Readonly<Record<string, Act>>, name: string): Act {
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (act === undefined)
    throw new Refusal(404, `${name} is no act; there are: ${Object.keys(acts).join(', ')}`);
  return act;
}

function readOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(options ?? {});
  if (parsed.success) return parsed.data;
  const field = faultyField(parsed.error);
  const problem = parsed.error.issues[0]?.message ?? 'invalid';
  throw new Refusal(400, `${field || 'options'}: ${problem}`, 'BAD OPTION', field);
}
