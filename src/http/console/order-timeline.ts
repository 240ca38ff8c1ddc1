import type { TimelineRow, TimelineSource } from '../../client/timeline';
import { showAmount } from './amount-field';
import { sayCode } from './console-words';
import type { Tone } from './console-words';
import { html } from './html';
import type { Html, HtmlPart } from './html';
import { shownRows } from './order-look';

const sources: Readonly<Record<TimelineSource, string>> = {
  workflow: 'Order',
  provider: 'Dintero',
  operation: 'Operation',
  operator: 'Person',
};

const tones: Readonly<Record<string, Tone>> = {
  done: 'good',
  moved: 'good',
  recorded: 'good',
  paid: 'good',
  running: 'busy',
  pending: 'busy',
  queued: 'busy',
  moving: 'busy',
  waiting: 'busy',
  on_hold: 'busy',
  unknown: 'bad',
  changed: 'bad',
  failed: 'bad',
  refused: 'bad',
  rejected: 'bad',
  not_paid: 'bad',
};

/** Newest first: what happens while one looks comes in at the top. */
export function renderTimeline(
  rows: readonly TimelineRow[] | undefined,
  currency: string | undefined,
): Html {
  return html`<section class="card" aria-labelledby="timeline-title">
    <h2 id="timeline-title">What happened</h2>
    ${
      rows === undefined
        ? html`<p class="hint">The history cannot be read just now.</p>`
        : html`${daysOf(rows).map((day) => renderDay(day, currency))}
          ${
            rows.length >= shownRows &&
            html`<p class="hint">The newest ${shownRows} entries; Temporal has them all.</p>`
          }`
    }
  </section>`;
}

interface Day {
  readonly date: string;
  readonly rows: readonly TimelineRow[];
}

function daysOf(rows: readonly TimelineRow[]): readonly Day[] {
  const days = new Map<string, TimelineRow[]>();
  for (const row of rows.toReversed()) {
    const date = new Date(row.atMs).toISOString().slice(0, 10);
    const day = days.get(date) ?? [];
    days.set(date, [...day, row]);
  }
  return [...days].map(([date, ofDay]) => ({ date, rows: ofDay }));
}

function renderDay({ date, rows }: Day, currency: string | undefined): Html {
  return html`<h3 class="day"><time datetime="${date}">${date}</time></h3>
    <ol class="timeline">
      ${rows.map((row) => renderRow(row, currency))}
    </ol>`;
}

function renderRow(row: TimelineRow, currency: string | undefined): Html {
  const { atMs, source, what, detail } = row;
  const iso = new Date(atMs).toISOString();
  return html`<li class="from-${source}">
    <time datetime="${iso}">${iso.slice(11, 19)}</time>
    <span class="source">${sources[source]}</span>
    <div class="told">
      <bdi>${what}</bdi> ${renderMoney(row, currency)} ${renderOutcome(row)}
      ${detail !== undefined && html`<small><bdi>${detail}</bdi></small>`}
    </div>
  </li>`;
}

/** Not where the words say it already. */
function renderMoney({ amount, what }: TimelineRow, currency: string | undefined): HtmlPart {
  if (amount === undefined || currency === undefined) return undefined;
  const money = showAmount(amount, currency);
  const plain = money.replaceAll('\u202F', '').replaceAll('\u00A0', ' ');
  return !what.includes(plain) && html`<span class="money">${money}</span>`;
}

function renderOutcome({ outcome }: TimelineRow): HtmlPart {
  if (outcome === undefined) return undefined;
  return html`<span class="outcome ${tones[outcome] ?? 'faint'}">${sayCode(outcome)}</span>`;
}
