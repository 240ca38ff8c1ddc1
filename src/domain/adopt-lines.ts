import { formatMoney } from './money';
import type { OrderPicture } from './payment-gateway';

/**
 * Why the lines that somebody else gave an order cannot be driven here, or undefined. Each amount that moves is booked on lines
 * up to what they cost: with one below zero they would say more than was authorized, and no line could say what the discount took.
 */
export function findLineObstacle({
  orderId,
  currency,
  lines = [],
}: OrderPicture): string | undefined {
  const otherwise = `adopt the order again, or bring it to its end in Dintero's Backoffice`;
  const lowering = lines.find(({ grossAmount }) => grossAmount < 0);
  if (lowering !== undefined)
    return `line ${lowering.lineId} of order ${orderId} is below zero in Orders (${formatMoney(lowering.grossAmount, currency ?? '')}): a discount or a return as a line of its own cannot be captured, refunded and recorded line by line; let the lines that it lowers say so themselves and ${otherwise}`;
  const ids = lines.map(({ lineId }) => lineId);
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled !== undefined)
    return `line ${doubled} stands in order ${orderId} more than once: what is captured, refunded or recorded on it could be meant for either; give each line an id of its own and ${otherwise}`;
  return undefined;
}
