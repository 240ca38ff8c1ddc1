import type { Draft, Order, World } from '../engine/world';
import type { Subject } from '../faults/fault-book';
import type { EndpointName } from '../provider-endpoints';

interface Asked {
  readonly endpoint: EndpointName;
  readonly id: string | undefined;
  readonly body: unknown;
}

const nobody: Subject = {
  orderId: undefined,
  orderUuid: undefined,
  draftId: undefined,
  transactionId: undefined,
  sessionId: undefined,
  references: [],
};

/** Follows the ids and references of a request to the order that it belongs to. */
export function findSubject(world: World, { endpoint, id, body }: Asked): Subject {
  if (endpoint === 'createDraftOrder')
    return { ...nobody, references: externalIds(field(body, 'order')) };
  if (endpoint === 'createSession') return subjectOfPurchase(world, field(body, 'order'));
  if (id === undefined) return nobody;
  return subjectOfId(world, id);
}

/** Of a draft, an order, a session or a transaction. */
export function subjectOfId(world: World, id: string): Subject {
  const session = world.sessions.get(world.transactions.get(id)?.sessionId ?? id);
  if (session !== undefined) {
    const subject = subjectOfPurchase(world, session.body.order);
    return { ...subject, sessionId: session.id, transactionId: session.transaction?.id };
  }
  const draft = world.drafts.get(id);
  if (draft !== undefined) return subjectOfDraft(world, draft);
  const order = world.orders.get(id) ?? world.orderIds.get(id)?.at(-1);
  return { ...nobody, orderId: id || undefined, ...subjectOfOrder(order) };
}

function subjectOfDraft(world: World, { id, body, completions }: Draft): Subject {
  const order = world.orders.get(completions[0]?.orderUuids[0] ?? '');
  const references = externalIds(body.order);
  return { ...nobody, ...subjectOfOrder(order), draftId: id, references };
}

function subjectOfOrder(order: Order | undefined): Partial<Subject> {
  if (order === undefined) return {};
  const { orderId, uuid, draftId, body } = order;
  return { orderId, orderUuid: uuid, draftId, references: externalIds(body) };
}

/** A session's or a transaction's order is the one that `merchant_reference` names. */
function subjectOfPurchase(world: World, purchase: unknown): Subject {
  const orderId = text(field(purchase, 'merchant_reference'));
  const second = text(field(purchase, 'merchant_reference_2'));
  const order = world.orderIds.get(orderId ?? '')?.at(-1);
  const known = { ...nobody, ...subjectOfOrder(order) };
  const references = second === undefined ? known.references : [second, ...known.references];
  return { ...known, orderId, references: [...new Set(references)] };
}

function externalIds(order: unknown): string[] {
  const list = field(order, 'external_ids');
  return Array.isArray(list) ? list.flatMap((one) => text(field(one, 'id')) ?? []) : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
