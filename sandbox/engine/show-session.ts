import { toInstant } from './clock';
import type { Session, World } from './world';

/** There is no status: what a session is stands in its events, `transaction_id`, `expires_at` and `cancelled_at`. */
export function showSession(world: World, session: Session, asOfMs: number) {
  const { transaction, cancelled, body } = session;
  const events = session.events.filter((event) => event.atMs <= asOfMs);
  const paid = transaction !== undefined && transaction.atMs <= asOfMs;
  const ended = cancelled !== undefined && cancelled.atMs <= asOfMs;
  return {
    id: session.id,
    created_at: toInstant(session.createdAtMs),
    updated_at: toInstant(events.at(-1)?.atMs ?? session.createdAtMs),
    expires_at: toInstant(session.expiresAtMs),
    url: body.url,
    order: body.order,
    profile_id: body.profile_id,
    ...('customer' in body ? { customer: body['customer'] } : {}),
    configuration: { ...body.configuration },
    ...(body.metadata === undefined ? {} : { metadata: body.metadata }),
    events: events.map((event) => ({
      id: event.id,
      name: event.name,
      created_at: toInstant(event.atMs),
      request_id: event.requestId,
      details: event.details,
    })),
    ...(paid ? { transaction_id: transaction.id } : {}),
    ...(ended ? { cancelled_at: toInstant(cancelled.atMs), cancelled_by: cancelled.by } : {}),
    initiating_system_request_headers: session.systemHeaders,
    ...(world.switches.extraFields ? { account_id: session.accountId, express: null } : {}),
  };
}
