import { recordsByHand, recordsOf, sumOf } from './judged-case';
import type { JudgedCase } from './judged-case';
import { moneyOf } from './simulated-order';

const endings = ['cancelled', 'payment_failed', 'expired'];

export function judgeEnding(one: JudgedCase): void {
  if (endings.includes(one.view.status)) judgeLetGo(one);
  if (one.view.status === 'expired') judgeLateness(one);
}

/** Nothing reserved, nothing kept, and Orders says so. */
function judgeLetGo(one: JudgedCase): void {
  const [authorized, captured, refunded, voided] = ['authorize', 'capture', 'refund', 'void'].map(
    (kind) => sumOf(one, kind),
  ) as [number, number, number, number];
  const { status, orderId } = one.view;
  if (authorized - captured - voided !== 0 && !hasAccepted(one, 'left_to_lapse'))
    one.accuse(
      `${authorized - captured - voided} are still reserved for an order that is ${status}`,
    );
  if (captured !== refunded && !hasAccepted(one, `left_with_shop/${captured - refunded}`))
    one.accuse(`${captured - refunded} are kept of an order that is ${status}`);
  const { orders } = one.engine.ledger();
  const mine = orders.filter((order) => order.orderId === orderId);
  if (mine.some((order) => order.status !== 'cancelled') && !hasAccepted(one, 'left_open'))
    one.accuse(`Orders shows an order that is ${status} as open`);
  judgeRelease(one);
}

/** What Orders has heard to be reserved, it hears to be let go. */
function judgeRelease(one: JudgedCase): void {
  const records = recordsOf(one).filter(({ success }) => success);
  const [authorized, captured, cancelled] = ['authorization', 'capture', 'cancellation'].map(
    (kind) =>
      records
        .filter((record) => record.kind === kind)
        .reduce((sum, { amount }) => sum + Number(amount), 0),
  ) as [number, number, number];
  const reserved = authorized - captured - cancelled;
  const isLeft = hasAccepted(one, 'left_to_lapse') || recordsByHand(one).length > 0;
  if (reserved > 0 && !isLeft)
    one.accuse(`Orders shows ${reserved} as reserved for an order that is ${one.view.status}`);
}

/** A picture may be so far behind at the deadline. */
const unseenForMs = 60_000;

/** However long nobody could read it: what was paid in time is the shop's, unless the shop itself let it go by hand. */
function judgeLateness({ engine, order, beyond, accuse }: JudgedCase): void {
  const { expiresAtMs = 0 } = engine.world.sessions.get(order.sessionId ?? '') ?? {};
  const entries = moneyOf(engine, order);
  const paid = entries.find(({ kind }) => kind === 'authorize');
  const isByHand = entries.some(({ kind, by }) => kind === 'void' && by === 'backoffice');
  if (paid !== undefined && paid.atMs < expiresAtMs - unseenForMs && !beyond && !isByHand)
    accuse(`${paid.amount} were paid in time and let go`);
}

function hasAccepted(one: JudgedCase, matter: string): boolean {
  return one.order.told.some(
    ({ event }) => event.type === 'matter_accepted' && event.matter === matter,
  );
}
