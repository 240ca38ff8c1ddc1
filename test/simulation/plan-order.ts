import type { LineAmount, OrderLine, OrderRequest } from '../../src/domain/order';
import { toMinorUnits } from '../../src/domain/money';
import { timing } from './bounds';
import type { Draw, Draws } from './draws';
import type { Weather } from './weather';

/** A capture, refund or cancel that somebody asks for. */
export interface Ask {
  readonly name: string;
  /** From the order's start. */
  readonly atMs: number;
  readonly kind: 'capture' | 'refund' | 'cancel';
  readonly payload: unknown;
  readonly ways: readonly ('signal' | 'update')[];
}

/** Something that happens to an order from outside. */
export interface Act {
  readonly name: string;
  readonly atMs: number;
  readonly what: string;
  readonly options: unknown;
}

export interface OrderPlan {
  readonly name: string;
  readonly order: OrderRequest;
  readonly startMs: number;
  /** Acts of the customer's on the checkout session, in their order. */
  readonly customer: readonly Act[];
  readonly asks: readonly Ask[];
  /** Acts in the provider's back office on the transaction. */
  readonly backOffice: readonly Act[];
  /** Doorbells, looks and requests of Temporal's own. */
  readonly visits: readonly Act[];
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
/** When the last planned thing happens, from an order's start. */
export const planLastsMs = 35 * minuteMs;

export function planOrder(draws: Draws, weather: Weather, index: number): OrderPlan {
  const name = `order-${index}`;
  const about = (what: string) => draws.about(`${name}/${what}`);
  const order = planRequest(about('request'), `sim-${draws.seed}-${index}`);
  const paidMs = about('payment').skewed(3 * secondMs, timing.paymentDeadlineMs - minuteMs);
  const asks = planAsks(about('asks'), name, order, paidMs);
  const moments = [paidMs, ...asks.map(({ atMs }) => atMs)];
  return {
    name,
    order,
    startMs: about('start').whole(0, 20 * secondMs),
    customer: planCustomer(about('customer'), name, paidMs),
    asks,
    backOffice: planBackOffice(about('back-office'), name, order, paidMs, weather),
    visits: [
      ...planVisits(about('visits'), name, paidMs, weather),
      ...planAdoption(about('adoption'), name, moments, weather),
    ],
  };
}

function planRequest(draw: Draw, orderReference: string): OrderRequest {
  const count = draw.pick([1, 1, 2, 2, 3, 4]);
  const lines = Array.from({ length: count }, (_, index) => planLine(draw, index + 1));
  const sum = lines.reduce((total, line) => total + line.grossAmount, 0);
  const [first, ...others] = lines;
  const paying = sum > 0 ? lines : [{ ...first!, grossAmount: toMinorUnits(1_000) }, ...others];
  return {
    orderReference,
    currency: 'NOK',
    lines: paying,
    returnUrl: 'https://shop.example/thanks',
    ...(draw.chance(0.5) ? { callbackUrl: 'http://127.0.0.1:9/callback' } : {}),
  };
}

function planLine(draw: Draw, lineId: number): OrderLine {
  const grossAmount = draw.chance(0.07) ? 0 : draw.whole(1, 500) * draw.pick([1, 33, 100]);
  return {
    lineId,
    productId: `product-${lineId}`,
    description: `thing ${lineId}`,
    quantity: draw.whole(1, 3),
    grossAmount: toMinorUnits(grossAmount),
    taxLines: [{ amount: toMinorUnits(Math.floor(grossAmount / 5)), percentage: 25 }],
  };
}

function planCustomer(draw: Draw, name: string, paidMs: number): readonly Act[] {
  const product = draw.pick(['payex.creditcard', 'vipps', 'klarna.klarna', 'swish.swish']);
  const act = (what: string, atMs: number, options: unknown = {}): Act => ({
    name: `${name}/customer/${what}`,
    atMs,
    what,
    options,
  });
  const pay = act('pay', paidMs, { product });
  const held = paidMs + draw.whole(10, 900) * secondMs;
  return draw.pick<() => readonly Act[]>([
    () => [pay],
    () => [pay],
    () => [pay],
    () => [pay],
    () => [pay],
    () => [act('pay', paidMs, { product, captured: draw.pick(['direct', 'auto']) })],
    () => [act('start', 2 * secondMs), pay],
    () => [act(draw.pick(['decline', 'fail']), paidMs)],
    () => [act('hold', paidMs, { product }), act('release', held, outcomeOf(draw))],
    () => [act('pay', timing.paymentDeadlineMs + draw.whole(-4, 90) * secondMs, { late: true })],
    () => [],
  ])();
}

function outcomeOf(draw: Draw): unknown {
  return { outcome: draw.chance(0.7) ? 'authorized' : 'failed' };
}

function planAsks(draw: Draw, name: string, order: OrderRequest, paidMs: number): readonly Ask[] {
  const book = new Book(order);
  const count = draw.pick([0, 1, 1, 2, 2, 3, 4, 6]);
  let atMs = paidMs + draw.pick([-20, 1, 5, 60]) * secondMs;
  return Array.from({ length: count }, (_, index) => {
    atMs += draw.chance(0.3) ? draw.whole(0, 40) : draw.skewed(secondMs, 6 * minuteMs);
    const ways = draw.pick([
      ['signal'],
      ['update'],
      ['update'],
      ['signal', 'update'],
      ['update', 'update'],
      ['signal', 'signal', 'update'],
    ] as const);
    const last = Math.min(Math.max(atMs, 0), planLastsMs);
    return {
      name: `${name}/ask-${index + 1}`,
      atMs: last,
      ways,
      ...planAsk(draw, book, index + 1),
    };
  });
}

function planAsk(draw: Draw, book: Book, number: number): Pick<Ask, 'kind' | 'payload'> {
  if (draw.chance(0.12)) return { kind: 'cancel', payload: { reason: `reason ${number}` } };
  const refundable = book.take('refund', draw);
  if (refundable.length > 0 && draw.chance(0.35)) {
    const payload = { refundId: `r${number}`, lines: refundable, reason: 'returned' };
    return { kind: 'refund', payload };
  }
  if (draw.chance(0.15)) return { kind: 'capture', payload: {} };
  const lines = book.take('capture', draw);
  const named = lines.length > 0 ? { lines } : {};
  const final = draw.chance(0.08) ? { final: true } : {};
  return { kind: 'capture', payload: { captureId: `c${number}`, ...named, ...final } };
}

/** What a plan has asked for already, so that most of what it asks can be done. */
class Book {
  private readonly left: { lineId: number; capture: number; refund: number }[];

  constructor(order: OrderRequest) {
    this.left = order.lines.map(({ lineId, grossAmount }) => ({
      lineId,
      capture: grossAmount,
      refund: 0,
    }));
  }

  take(kind: 'capture' | 'refund', draw: Draw): readonly LineAmount[] {
    const open = this.left.filter((line) => line[kind] > 0);
    const chosen = open.filter(() => draw.chance(0.6));
    return chosen.map((line) => {
      const most = line[kind] + (draw.chance(0.03) ? 1 : 0);
      const amount = draw.chance(0.5) ? most : draw.whole(1, most);
      line[kind] = Math.max(0, line[kind] - amount);
      if (kind === 'capture') line.refund += amount;
      return { lineId: line.lineId, amount: toMinorUnits(amount) };
    });
  }
}

function planBackOffice(
  draw: Draw,
  name: string,
  order: OrderRequest,
  paidMs: number,
  weather: Weather,
): readonly Act[] {
  if (!draw.chance(weather.backOffice)) return [];
  return Array.from({ length: draw.whole(1, 2) }, (_, index) => {
    const line = draw.pick(order.lines.filter(({ grossAmount }) => grossAmount > 0));
    const amount = draw.whole(1, line.grossAmount);
    const items = draw.chance(0.5) ? { items: [{ line_id: String(line.lineId), amount }] } : {};
    const what = draw.pick(['capture', 'capture', 'refund', 'void']);
    const atMs = paidMs + draw.skewed(secondMs, 10 * minuteMs);
    const options = what === 'void' ? {} : { amount, ...items };
    return { name: `${name}/back-office-${index + 1}`, atMs, what, options };
  });
}

function planVisits(draw: Draw, name: string, paidMs: number, weather: Weather): readonly Act[] {
  const kinds = ['paymentNotice', 'checkout', 'reconcile', 'reconcile'] as const;
  const usual = Array.from({ length: draw.pick([0, 0, 1, 2, 3]) }, (_, index) => ({
    name: `${name}/visit-${index + 1}`,
    atMs: draw.skewed(0, planLastsMs),
    what: draw.pick(kinds) as string,
    options: {},
  }));
  const rare = [
    ...(draw.chance(0.03) ? ['cancel-in-temporal'] : []),
    ...(draw.chance(weather.reset) ? ['reset'] : []),
  ].map((what) => ({
    name: `${name}/${what}`,
    atMs: paidMs + draw.skewed(secondMs, 15 * minuteMs),
    what,
    options: {},
  }));
  return [...usual, ...rare];
}

/** Mostly while something that was asked for is under way. */
function planAdoption(
  draw: Draw,
  name: string,
  moments: readonly number[],
  { adoption }: Weather,
): readonly Act[] {
  if (!draw.chance(adoption)) return [];
  const atMs =
    draw.pick(moments) + draw.skewed(0, draw.pick([secondMs, 30 * secondMs, 10 * minuteMs]));
  return [{ name: `${name}/adopt`, atMs, what: 'adopt', options: {} }];
}
