import { showAmount } from './amount-field';
import type { OrderView } from '../../domain/order-view';
import { html } from './html';
import type { Html } from './html';
import { reservedOf } from '../../domain/view-remainder';

interface Share {
  readonly name: 'kept' | 'refunded' | 'reserved' | 'released';
  readonly says: string;
  readonly amount: number;
}

/** What became of the authorized amount, its parts adding up to it. */
export function sharesOf(view: OrderView): readonly Share[] {
  const { captured, refunded, released } = view.amounts;
  const all: readonly Share[] = [
    { name: 'kept', says: 'captured and kept', amount: captured - refunded },
    { name: 'refunded', says: 'refunded', amount: refunded },
    { name: 'reserved', says: 'still reserved', amount: reservedOf(view) },
    { name: 'released', says: 'released', amount: released },
  ];
  return all.filter(({ amount }) => amount > 0);
}

const width = 1_000;

/** Drawn with attributes alone: the page allows no styles in its markup. */
export function renderMoneyBar(view: OrderView): Html {
  const { amounts, currency } = view;
  const shares = sharesOf(view);
  const whole = Math.max(
    amounts.authorized,
    shares.reduce((total, { amount }) => total + amount, 0),
  );
  let left = 0;
  const parts = shares.map(({ name, amount }) => {
    const part = (amount / whole) * width;
    const from = left;
    left += part;
    return html`<rect class="${name}" x="${tenths(from)}" width="${tenths(part)}" height="10" />`;
  });
  const says = shares.map(({ says: word, amount }) => `${showAmount(amount, currency)} ${word}`);
  const label =
    shares.length === 0
      ? 'Nothing is authorized.'
      : `Of ${showAmount(whole, currency)}: ${says.join(', ')}.`;
  return html`<svg
    class="bar"
    viewBox="0 0 ${width} 10"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    <rect class="ground" width="${width}" height="10" />
    ${parts}
  </svg>`;
}

function tenths(value: number): string {
  return value.toFixed(1);
}

const figures = [
  ['ordered', 'Ordered', ''],
  ['authorized', 'Authorized', ''],
  ['captured', 'Captured', 'kept'],
  ['refunded', 'Refunded', 'refunded'],
  ['released', 'Released', 'released'],
] as const;

export function renderFigures(view: OrderView): Html {
  const { amounts, currency } = view;
  const reserved = reservedOf(view);
  const rows = figures.map(([key, title, mark]) => figure(title, mark, amounts[key], currency));
  return html`<dl class="figures">
    ${rows.slice(0, 2)} ${figure('Still reserved', 'reserved', reserved, currency)} ${rows.slice(2)}
  </dl>`;
}

function figure(title: string, mark: string, amount: number, currency: string): Html {
  return html`<div class="${amount === 0 ? 'none' : ''}">
    <dt>${mark !== '' && html`<span class="swatch ${mark}"></span>`}${title}</dt>
    <dd>${showAmount(amount, currency)}</dd>
  </div>`;
}
